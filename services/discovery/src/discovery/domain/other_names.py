"""Other names of a topic, learnt from tags, hashtags and descriptions: RE4 and Resident Evil 4, BGMI and PUBG."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from common.events import Video
from topics.aliases import acronyms, other_name
from topics.plain_words import is_plain
from topics.words import hashtags, words

LEAST_TOGETHER = 3
"""Fewer videos that carry both prove nothing."""
ALWAYS_TOGETHER = 0.8
"""Share of either tag's videos that carry the other too."""
BOILERPLATE_SHARE = 0.6
"""A tag on more of a channel's videos than this names the channel, not a topic."""
MOST_ALIASES = 6

Holders = Mapping[str, set[str]]
"""The videos of each name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names that videos carry beside their titles."""

    given: Holders
    """Tags and hashtags, lower case: the owner says that the video is about them."""
    mentioned: Holders
    """Acronyms in descriptions: other names only where their letters give a topic away."""


def names_in(channels: Iterable[Sequence[Video]]) -> Names:
    """What a channel's videos are called, without names that it puts on most of them."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    mentioned: defaultdict[str, set[str]] = defaultdict(set)
    for videos in channels:
        _hold(given, videos, _given)
        _hold(mentioned, videos, lambda video: acronyms(video.description))
    return Names(given, mentioned)


def aliases_of(name: str, video_ids: Iterable[str], names: Names) -> tuple[str, ...]:
    """Other names of a topic, the surest first.

    A name whose letters give the topic away counts where it stands on one of the topic's videos; a tag or hashtag with
    other letters where it and the topic nearly always stand together.

    Args:
        name: The topic.
        video_ids: Its videos.
        names: What videos are called.
    """
    own = set(video_ids) | names.given.get(name, set())
    spelled = words(name)
    sure, likely = [], []
    for other, ids in (*names.given.items(), *names.mentioned.items()):
        together = len(own & ids)
        if together == 0 or words(other) == spelled or all(is_plain(word) for word in words(other)):
            continue
        if other_name(name, other) is not None:
            sure.append(other)
        elif (
            together >= LEAST_TOGETHER
            and together >= ALWAYS_TOGETHER * max(len(own), len(ids))
            and other in names.given
        ):
            likely.append((together, other))
    ordered = [*sorted(sure), *(other for _, other in sorted(likely, reverse=True))]
    return tuple(dict.fromkeys(ordered))[:MOST_ALIASES]


def _given(video: Video) -> Iterator[str]:
    yield from (tag.lower() for tag in video.tags)
    yield from hashtags(f"{video.title} {video.description}")


def _hold(holders: dict[str, set[str]], videos: Sequence[Video], called: Callable[[Video], Iterable[str]]) -> None:
    carriers: defaultdict[str, set[str]] = defaultdict(set)
    for video in videos:
        for name in called(video):
            carriers[name].add(video.id)
    for name, ids in carriers.items():
        if len(ids) <= max(BOILERPLATE_SHARE * len(videos), 1):
            holders[name] |= ids
