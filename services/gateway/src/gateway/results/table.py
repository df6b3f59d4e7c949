"""A result as a row of a spreadsheet: what a person wants to read, in that order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from common.events import Coverage

from gateway.results.filters import NOBODY

Cell = str | int | float | datetime | None
Item = Mapping[str, Any]
"""A result in the shape of `ResultView`."""


def _gap(item: Item) -> str | None:
    """Why the topic is free: nobody had it, or they had it badly or long ago."""
    kind: str | None = NOBODY if item["coverage"] == Coverage.NEW else (item["nearest_title"] or {}).get("gap")
    return kind


COLUMNS: tuple[tuple[str, int, Callable[[Item], Cell]], ...] = (
    ("Score", 8, lambda item: item["score"]),
    ("Low", 8, lambda item: item["low"]),
    ("High", 8, lambda item: item["high"]),
    ("Title", 60, lambda item: item["title"]),
    ("Video", 45, lambda item: item["url"]),
    ("Channel", 28, lambda item: item["channel_title"]),
    ("Channel page", 50, lambda item: f"https://www.youtube.com/channel/{item['channel_id']}"),
    ("Subscribers", 12, lambda item: item["subscriber_count"]),
    ("Views", 12, lambda item: item["view_count"]),
    ("Published", 18, lambda item: item["published_at"]),
    ("Format", 8, lambda item: item["format"]),
    ("Seconds", 9, lambda item: item["duration_seconds"]),
    ("Brand fit", 9, lambda item: item["brand_fit"]),
    ("Topic", 24, lambda item: item["topic"]),
    ("Excluded by", 20, lambda item: item["excluded_by"]),
    ("Gap", 10, _gap),
    ("Why", 80, lambda item: (item["evidence"] or {}).get("sentence", "")),
)
"""Heading, width in characters, and what stands in the column."""
