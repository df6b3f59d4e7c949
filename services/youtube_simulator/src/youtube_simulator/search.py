"""Ranked search over channels and videos.

The rule is the recorded fake API's: where the world file does not prescribe a ranking, a document's score is the
number of distinct words of the query it contains; a channel gains 2 for each of its keywords (other than `roblox`)
that is part of the query, 500 where the query is part of its title, 1000 instead where it is its title. Equal scores
follow a hash of query and id, so that order looks arbitrary and never changes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from youtube_simulator.world import Channel, Video, World

_NO_WORD = re.compile(r"[^\w]+")
_UBIQUITOUS = "roblox"
_IN_TITLE = 500
_IS_TITLE = 1000
_REMEMBERED = 512


def fnv1a32(text: str) -> int:
    """The 32-bit FNV-1a hash of a text's UTF-8 bytes."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def words_of(text: str) -> frozenset[str]:
    """The distinct lower-case words of a text.

    >>> sorted(words_of("Tom & Jax: Tom!"))
    ['jax', 'tom']
    """
    return frozenset(_NO_WORD.split(text.lower())) - {""}


class SearchIndex:
    """Ranks a world's channels and videos for a query; rankings of recent queries are kept."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._channel_texts = [_ChannelText(channel) for channel in world.channels]
        self._channels_with = _inverted(
            f"{channel.title} {channel.description} {' '.join(channel.keywords)}" for channel in world.channels
        )
        self.channels = lru_cache(maxsize=_REMEMBERED)(self._rank_channels)
        self.videos = lru_cache(maxsize=_REMEMBERED)(self._rank_videos)

    @cached_property
    def _videos_with(self) -> dict[str, list[int]]:
        """Word → positions of videos; built at the first search for videos, which few callers ever make."""
        return _inverted(f"{video.title} {video.description}" for video in self._world.videos)

    def _rank_channels(self, query: str) -> Sequence[Channel]:
        """Channels that match, best first; every channel for the empty query."""
        prescribed = self._world.listed.get(query)
        if prescribed is not None:
            known = self._world.channel_by_id
            return [known[channel_id] for channel_id in prescribed if channel_id in known]
        lowered = query.lower()
        trimmed = lowered.strip()
        hits = _hits(self._channels_with, lowered)
        scored = []
        for position, text in enumerate(self._channel_texts):
            score = hits[position] + text.bonus(lowered, trimmed) if trimmed else 1
            if score > 0:
                channel_id = text.channel.id
                scored.append((-score, fnv1a32(f"{trimmed}|{channel_id}"), channel_id, text.channel))
        scored.sort(key=lambda entry: entry[:3])
        return [channel for *_, channel in scored]

    def _rank_videos(self, query: str) -> Sequence[Video]:
        """Videos that match, best first; none for the empty query."""
        lowered = query.lower()
        trimmed = lowered.strip()
        scored = []
        for position, score in _hits(self._videos_with, lowered).items():
            video = self._world.videos[position]
            scored.append((-score, fnv1a32(f"{trimmed}|{video.id}"), video.id, video))
        scored.sort(key=lambda entry: entry[:3])
        return [video for *_, video in scored]


class _ChannelText:
    """A channel's title and keywords, lower-cased once."""

    __slots__ = ("_keywords", "_title", "channel")

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._title = channel.title.lower()
        self._keywords = [keyword.lower() for keyword in channel.keywords if keyword.lower() != _UBIQUITOUS]

    def bonus(self, lowered: str, trimmed: str) -> int:
        """What title and keywords add to the score."""
        bonus = 2 * sum(keyword in lowered for keyword in self._keywords)
        if self._title == trimmed:
            return bonus + _IS_TITLE
        return bonus + (_IN_TITLE if trimmed in self._title else 0)


def _inverted(texts: Iterable[str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        for word in words_of(text):
            index.setdefault(word, []).append(position)
    return index


def _hits(index: dict[str, list[int]], lowered: str) -> Counter[int]:
    hits: Counter[int] = Counter()
    for word in words_of(lowered):
        hits.update(index.get(word, ()))
    return hits
