"""How each video of an exclusion channel did against that channel's other videos: the proof that a topic went badly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from common.events import Video

LEAST_OTHERS = 5
"""Other videos of the format that make up a normal."""
GROWN = timedelta(days=7)
"""A younger video has yet to get most of its views."""
LONGEST_SHORT_SECONDS = 180
_DIGITS = 2


def multiples(channels: Iterable[Sequence[Video]], as_of: datetime) -> Mapping[str, float]:
    """Views of each grown video over the middle of its channel's other grown ones of the format, by id.

    Rougher than a score, which weighs age and growth: it tells a failure from a success, no more.

    Args:
        channels: Each channel's videos.
        as_of: When their views were read.
    """
    found: dict[str, float] = {}
    for videos in channels:
        views: defaultdict[bool, dict[str, int]] = defaultdict(dict)
        for video in videos:
            if video.view_count is not None and video.published_at and video.published_at <= as_of - GROWN:
                is_short = (video.duration_seconds or LONGEST_SHORT_SECONDS + 1) <= LONGEST_SHORT_SECONDS
                views[is_short][video.id] = video.view_count
        for kind in views.values():
            if len(kind) > LEAST_OTHERS:
                found |= {
                    name: _multiple(count, [n for one, n in kind.items() if one != name])
                    for name, count in kind.items()
                }
    return found


def _multiple(count: int, others: Sequence[int]) -> float:
    return round(count / max(median(others), 1), _DIGITS)
