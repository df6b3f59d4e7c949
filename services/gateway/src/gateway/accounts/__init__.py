"""Who may see what: accounts, logins, API keys."""
