"""The youtube_fetcher service."""
