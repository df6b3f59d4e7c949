"""Look-ups of channels, answered by the fetcher."""
