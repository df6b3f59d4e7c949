"""Content profiles: those that come with the gateway, and those that owners keep."""
