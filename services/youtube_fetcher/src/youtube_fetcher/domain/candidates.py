"""How many searches are worth their quota, given the channels that are known without them."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from common.events import AnalysisSpec, Channel


@dataclass(frozen=True, slots=True)
class SearchRules:
    """When to search, and when to stop.

    Args:
        most: Searches an analysis may make.
        oversample: Promising channels wanted for each that may be selected: discovery drops some for other reasons.
        expected: Promising channels that a search finds and nothing before it did, as long as none has run.
        worthwhile: With fewer than so many new promising channels a search, no more are made.
        probe: Searches of the first wave when some channels are known: the niche may be known well.
    """

    most: int = 8
    oversample: float = 1.3
    expected: float = 10.0
    worthwhile: float = 3.0
    probe: int = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """What searching has brought so far: promising channels known, searches made, and what the last wave brought."""

    promising: int
    searches: int = 0
    last_wave: int = 0
    last_found: int = 0


def is_promising(channel: Channel, spec: AnalysisSpec, excluded: Collection[str]) -> bool:
    """Whether a channel passes what can be told without looking at its videos: size, activity, not excluded."""
    criteria = spec.profile.channel_criteria
    subscribers = channel.subscriber_count
    return (
        channel.id not in excluded
        and subscribers is not None
        and spec.min_subscribers <= subscribers <= spec.max_subscribers
        and (channel.video_count or 0) >= max(1, criteria.min_video_count)
    )


def next_wave(progress: Progress, max_channels: int, rules: SearchRules) -> int:
    """How many searches to make next; 0: enough is known, or searching brings too little.

    >>> next_wave(Progress(promising=0), 55, SearchRules())
    8
    >>> next_wave(Progress(promising=60), 55, SearchRules())
    2
    >>> next_wave(Progress(promising=64, searches=2, last_wave=2, last_found=4), 55, SearchRules())
    0
    """
    lacking = math.ceil(max_channels * rules.oversample) - progress.promising
    left = rules.most - progress.searches
    if lacking <= 0 or left <= 0:
        return 0
    yielded = rules.expected
    if progress.last_wave:
        yielded = progress.last_found / progress.last_wave
        if yielded < rules.worthwhile:
            return 0
    size = min(left, math.ceil(lacking / yielded))
    return min(size, rules.probe) if progress.promising and not progress.searches else size
