"""Which channels seen before are worth offering: those that use the words of the topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.events import ExclusionListBuilt, TopicsMethod
from common.events.search import MAX_KNOWN_CHANNELS
from topics.frequencies import Frequencies
from topics.words import words

MAX_WANTED_WORDS = 60
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What channels to look for among those seen."""

    words: Mapping[str, float]
    """Words of the topics, each with how much it says."""
    min_subscribers: int
    max_subscribers: int
    but: Sequence[str]
    """Channels that are not wanted: the exclusion channels themselves."""
    limit: int = MAX_KNOWN_CHANNELS


def wanted_channels(built: ExclusionListBuilt, frequencies: Frequencies) -> Wanted | None:
    """What resembles an analysis' exclusion channels; None where the method asks YouTube alone, or nothing is known."""
    if built.spec.topics_method is TopicsMethod.CLASSIC_1 or not frequencies.total:
        return None
    telling = dict.fromkeys(
        word
        for topic in built.topics
        for word in words(topic.name)
        if len(word) >= SHORTEST_WORD and not word.isdigit()
    )
    weights = {word: frequencies.weight(word) for word in list(telling)[:MAX_WANTED_WORDS]}
    if not weights:
        return None
    spec = built.spec
    return Wanted(
        words=weights,
        min_subscribers=spec.min_subscribers,
        max_subscribers=spec.max_subscribers,
        but=built.exclusion_channel_ids,
    )
