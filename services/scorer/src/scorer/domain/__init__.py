"""What the scorer decides: pure functions of what was fetched."""
