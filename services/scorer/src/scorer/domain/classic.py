"""The original's score, kept exactly, its wrong results included: views per subscriber of the newest videos.

Source: the recordings of the original (`../shared/parity`), rules 5 and 6, and `docs/parity.md`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from common.events import Video

from scorer.domain.javascript import divide, parse_int

NEWEST_VIDEOS = 15
"""So many of a channel's newest videos in the window are looked at (the original's R13)."""

FEWEST_VIDEOS = 3
"""A channel with fewer in the window is dropped (the original's R14)."""


def classic_score(view_count: str | float | None, subscriber_count: str | float | None) -> float:
    """Views as a percentage of the subscribers.

    Args:
        view_count: Missing counts as 0.
        subscriber_count: Missing counts as 1; 0 gives Infinity or NaN (the original's R15).

    Returns:
        Dimensionless, the same double as the original's; NaN compares with no threshold.

    >>> classic_score("30000", "100000")
    30.0
    """
    return divide(parse_int(view_count, default=0), parse_int(subscriber_count, default=1)) * 100


def first_excluding(title: str, description: str | None, names: Iterable[str]) -> str | None:
    """The first of `names` that stands anywhere in a video's texts, inside other words too (the original's R9)."""
    text = f"{title.lower()} {(description or '').lower()}"
    return next((name for name in names if name in text), None)


def looked_at(videos: Sequence[Video], since: datetime) -> list[Video]:
    """The videos that the original would have judged.

    What the uploads playlist lists but `videos` no longer gives counts in both limits and is no result. It has no date
    there: it lies in the window when an older dated upload does.

    Args:
        videos: The channel's uploads, newest first.
        since: Beginning of the window, inclusive; sub-second parts do not count, as in the API's own filter.

    Returns:
        At most `NEWEST_VIDEOS`, newest first, among them those no longer available; empty where the channel has fewer
        than `FEWEST_VIDEOS` in the window.
    """
    start = since.replace(microsecond=0)
    dated = [index for index, video in enumerate(videos) if video.published_at and video.published_at >= start]
    if not dated:
        return []
    inside = [
        video
        for index, video in enumerate(videos)
        if (video.published_at is not None and video.published_at >= start)
        or (video.published_at is None and index < dated[-1])
    ][:NEWEST_VIDEOS]
    return inside if len(inside) >= FEWEST_VIDEOS else []


def window_start(as_of: datetime, days: int) -> datetime:
    """The first moment of a window of `days` days that ends at `as_of`."""
    return as_of - timedelta(days=days)
