"""Other names of a topic, learnt from tags: RE4 and Resident Evil 4, BGMI and PUBG."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from common.events import Video
from topics.aliases import other_name
from topics.plain_words import is_plain
from topics.words import words

LEAST_TOGETHER = 3
"""Fewer videos that carry both prove nothing."""
ALWAYS_TOGETHER = 0.8
"""Share of either tag's videos that carry the other too."""
BOILERPLATE_SHARE = 0.6
"""A tag on more of a channel's videos than this names the channel, not a topic."""
MOST_ALIASES = 6

Holders = Mapping[str, set[str]]


def tag_holders(channels: Iterable[Sequence[Video]]) -> Holders:
    """The videos of each tag (lower case), without tags that a channel puts on most of its videos."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for videos in channels:
        for tag, ids in _telling_tags(videos):
            holders[tag] |= ids
    return holders


def aliases_of(name: str, video_ids: Iterable[str], holders: Holders) -> tuple[str, ...]:
    """Tags that are other names of a topic, the surest first.

    A tag whose letters give the topic away counts where it stands on one of the topic's videos; any other one where it
    and the topic nearly always stand together.

    Args:
        name: The topic.
        video_ids: Its videos.
        holders: The videos of each tag.
    """
    own = set(video_ids) | holders.get(name, set())
    spelled = words(name)
    sure, likely = [], []
    for tag, ids in holders.items():
        together = len(own & ids)
        if together == 0 or words(tag) == spelled or all(is_plain(word) for word in words(tag)):
            continue
        if other_name(name, tag) is not None:
            sure.append(tag)
        elif together >= LEAST_TOGETHER and together >= ALWAYS_TOGETHER * max(len(own), len(ids)):
            likely.append((together, tag))
    ordered = [*sorted(sure), *(tag for _, tag in sorted(likely, reverse=True))]
    return tuple(ordered[:MOST_ALIASES])


def _telling_tags(videos: Sequence[Video]) -> Iterator[tuple[str, set[str]]]:
    carriers: defaultdict[str, set[str]] = defaultdict(set)
    for video in videos:
        for tag in video.tags:
            carriers[tag.lower()].add(video.id)
    for tag, ids in carriers.items():
        if len(ids) <= max(BOILERPLATE_SHARE * len(videos), 1):
            yield tag, ids
