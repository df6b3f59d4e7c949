"""The `outlier` command."""
