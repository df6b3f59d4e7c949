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
        wave: Queries asked at the same time; when so many in a row bring nothing new, no more are asked.
        familiar: With so many promising channels known beforehand the niche may be known well.
        probe: Queries asked of such a niche to see whether it is.
        news: It is, if each of them finds less than this part of what is known.
    """

    most: int = 8
    oversample: float = 1.3
    expected: float = 10.0
    wave: int = 3
    familiar: int = 20
    probe: int = 2
    news: float = 0.1

    def wanted(self, max_channels: int) -> int:
        """Promising channels that are enough."""
        return math.ceil(max_channels * self.oversample)


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

    >>> next_wave(0, [], 55, SearchRules()), next_wave(40, [30, 9, 1], 55, SearchRules())
    (3, 3)
    >>> next_wave(60, [], 55, SearchRules()), next_wave(64, [3, 1], 55, SearchRules())
    (2, 0)
    """
    lacking = rules.wanted(max_channels) - promising
    left = rules.most - len(brought)
    if lacking <= 0 or left <= 0:
        return 0
    familiar = promising - sum(brought) >= rules.familiar
    if not brought:
        return min(left, rules.probe if familiar else rules.wave, math.ceil(lacking / rules.expected))
    if familiar and len(brought) <= rules.probe:
        is_news = sum(brought) / len(brought) >= rules.news * promising
    else:
        is_news = len(brought) < rules.wave or any(brought[-rules.wave :])
    return min(left, rules.wave) if is_news else 0


def searches_expected(promising: int, max_channels: int, rules: SearchRules) -> int:
    """Searches that an analysis probably takes: what it has to be granted, all or nothing, before it makes any."""
    if promising >= rules.familiar:
        return rules.probe
    return min(rules.most, math.ceil((rules.wanted(max_channels) - promising) / rules.expected))
