"""The original's rules for exclusion topics and candidate channels, kept exactly, its wrong results included.

Source: the recordings of the original backend (`../shared/parity`), its rules 1 to 4, and `docs/parity.md`.
"""

import re
from collections.abc import Iterable
from typing import Protocol

from common.events import ChannelCriteria, Rejection

NEWEST_EXCLUSION_VIDEOS = 20
"""So many of an exclusion channel's newest videos in the window are read."""

CHANNELS_PER_QUERY = 20
"""The first page of a discovery query, before the bounds on subscribers."""


class NamePattern(Protocol):
    """A compiled pattern of the content configuration."""

    def matches(self, text: str) -> Iterable[str]:
        """What it finds in `text`, from left to right."""
        ...


def find_names(title: str, description: str, patterns: Iterable[NamePattern]) -> list[str]:
    """The names that a video's texts contain: in order of the patterns, then of the text, each once.

    Matches are parts of words too ('door' in 'outdoor'): the original's R9.
    """
    text = f"{title} {description}".lower()
    return list(dict.fromkeys(name for pattern in patterns for name in pattern.matches(text)))


def parse_count(count: str | int | None) -> float:
    """A count as the original read it: `parseInt(count || 0)`; NaN where no digits begin the text.

    >>> parse_count("20000.9"), parse_count(""), parse_count("1e5")
    (20000.0, 0.0, 1.0)
    """
    digits = re.match(r"\s*([+-]?[0-9]+)", str(count or 0))
    return float(digits[1]) if digits else float("nan")


def rejection(
    title: str,
    description: str,
    *,
    subscriber_count: str | int | None,
    video_count: str | int | None,
    criteria: ChannelCriteria,
) -> Rejection | None:
    """Why the content configuration rejects a channel; None: it qualifies. A count that is not a number passes.

    The request's own bounds do not come in here (the original's R5).
    """
    subscribers = parse_count(subscriber_count)
    if subscribers < criteria.min_subscribers:
        return Rejection.TOO_FEW_SUBSCRIBERS
    if subscribers > criteria.max_subscribers:
        return Rejection.TOO_MANY_SUBSCRIBERS
    if parse_count(video_count) < criteria.min_video_count:
        return Rejection.TOO_FEW_VIDEOS
    if any(word.lower() in title.lower() for word in criteria.exclude_title_keywords):
        return Rejection.TITLE_KEYWORD
    if any(word.lower() in description.lower() for word in criteria.exclude_description_keywords):
        return Rejection.DESCRIPTION_KEYWORD
    return None
