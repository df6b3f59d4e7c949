"""How many searches are worth their quota, given the channels that are known without them."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from common.events import AnalysisSpec, Channel


@dataclass(frozen=True, slots=True)
class SearchRules:
    """When to search, and when to stop.

    Args:
        most: Queries that an analysis may ask, those that the cache answers included.
        oversample: Promising channels wanted for each that may be selected: discovery drops some for other reasons.
        expected: Promising channels that a query finds and nothing before it did, as long as none has been asked.
        worthwhile: When the latest queries found fewer new promising channels each, no more are asked.
        probe: How many queries the latest are; and how many are asked first where the niche may be known well.
    """

    most: int = 8
    oversample: float = 1.3
    expected: float = 10.0
    worthwhile: float = 3.0
    probe: int = 2


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


def next_wave(promising: int, brought: Sequence[int], max_channels: int, rules: SearchRules) -> int:
    """How many queries to ask next; 0: enough is known, or asking brings too little.

    An analysis that is repeated stops where the first one did: it counts the same queries, answered by the cache, and
    they bring no more than they did then.

    Args:
        promising: Promising channels known so far.
        brought: How many of them each query asked so far was the first to find, in order.
        max_channels: How many may be selected.
        rules: When to search, and when to stop.

    >>> next_wave(0, [], 55, SearchRules())
    8
    >>> next_wave(60, [], 55, SearchRules())
    2
    >>> next_wave(64, [30, 25, 4, 1], 55, SearchRules())
    0
    """
    lacking = math.ceil(max_channels * rules.oversample) - promising
    left = rules.most - len(brought)
    if lacking <= 0 or left <= 0:
        return 0
    latest = brought[-rules.probe :]
    if not latest:
        return min(left, rules.probe if promising else math.ceil(lacking / rules.expected))
    yielded = sum(latest) / len(latest)
    return min(left, math.ceil(lacking / yielded)) if yielded >= rules.worthwhile else 0
