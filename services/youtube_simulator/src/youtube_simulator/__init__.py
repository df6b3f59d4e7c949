"""The youtube_simulator service."""
