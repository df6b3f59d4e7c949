"""How the system is put where it runs: the checkout, the laptop, containers."""
