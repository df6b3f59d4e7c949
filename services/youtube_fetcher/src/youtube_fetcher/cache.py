"""What YouTube said of each thing, kept for a while: channels, uploads, statistics, searches, handles, what is missing.

An entry carries the moment it was observed. Age is judged by world time on reading; Redis forgets it by real time, at
the latest after the 28 days that YouTube's terms leave. What is not here is fetched again: losing it costs money only.
"""

import struct
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from common.streams import YOUTUBE_DATA_RETENTION
from common.worldtime import Clock

from youtube_fetcher.redis_line import Asked, Command, RedisLine

_HEAD = struct.Struct(">dB")
_PLAIN, _PACKED = 0, 1
_PACK_FROM_BYTES = 4096
"""Descriptions shrink to a fifth; what is short is not worth the time."""
_LARGEST_BYTES = 1024 * 1024
"""A larger entry is not kept: it would be fetched again, and nothing else would suffer."""
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one thing's answer is kept, and how long it is good."""

    key: str
    ttl: timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached answer, and when YouTube gave it. Empty `data`: YouTube does not know the thing."""

    data: bytes
    observed_at: datetime

    @property
    def missing(self) -> bool:
        """Whether YouTube does not know the thing."""
        return not self.data


class Cache:
    """Entries in Redis. Every method raises `DependencyDown` when Redis is away.

    Args:
        redis: Where they are kept.
        clock: Tells world time.
        missing_ttl: How long the knowledge is good that a thing is not there: what is new today may be there tomorrow.
    """

    def __init__(self, redis: RedisLine, clock: Clock, *, missing_ttl: timedelta) -> None:
        self._redis = redis
        self._clock = clock
        self._missing_ttl = missing_ttl

    async def get(self, slot: Slot) -> Entry | None:
        """The entry, if there is one that is good."""
        return await self.look(slot)

    async def get_many(self, slots: Sequence[Slot]) -> list[Entry | None]:
        """The entries in the order of `slots`; None for those that are not there or too old."""
        return [await looked for looked in [self.look(slot) for slot in slots]]

    def look(self, slot: Slot) -> "Looked":
        """As `get`, asked for at once and awaited later; one that is never awaited is no error."""
        asked = self._redis.ask("GET", slot.key)
        return Looked(asked, lambda value: self._read(value, self._clock.now(), slot.ttl))

    async def fresh(self, slots: Sequence[Slot]) -> list[bool]:
        """Whether each entry is there and good, without reading it whole."""
        # One byte more than the head tells whether the thing is missing.
        heads = await self._redis.run_all([("GETRANGE", slot.key, 0, _HEAD.size) for slot in slots])
        now = self._clock.now()
        return [self._date(head, now, slot.ttl) is not None for slot, head in zip(slots, heads, strict=True)]

    async def put(self, slot: Slot, data: bytes, *, observed_at: datetime | None = None) -> datetime:
        """Keep an answer; returns the moment it is dated with."""
        return await self.put_many([(slot, data)], observed_at=observed_at)

    async def put_many(self, entries: Iterable[tuple[Slot, bytes]], *, observed_at: datetime | None = None) -> datetime:
        """Keep answers, at most 28 days; returns the moment they are dated with.

        Args:
            entries: What to keep where.
            observed_at: When YouTube gave them, where that was not just now.
        """
        now = self._clock.now()
        await self._redis.run_all(list(self._writes(entries, now, observed_at or now)))
        return observed_at or now

    def post(self, slot: Slot, data: bytes, *, observed_at: datetime | None = None) -> datetime:
        """As `put`, without waiting: what this process asks for later finds it, and if it is lost it cost money."""
        now = self._clock.now()
        self._redis.post(self._writes([(slot, data)], now, observed_at or now))
        return observed_at or now

    def _writes(self, entries: Iterable[tuple[Slot, bytes]], now: datetime, dated: datetime) -> Iterator[Command]:
        for slot, data in entries:
            life = self._life(slot.ttl, missing=not data) - (now - dated)
            value = _pack(data, dated)
            if len(value) <= _LARGEST_BYTES and life > timedelta():
                yield ("SET", slot.key, value, "PX", int(life / timedelta(milliseconds=1)))

    def _life(self, ttl: timedelta, *, missing: bool) -> timedelta:
        return min(ttl, YOUTUBE_DATA_RETENTION, self._missing_ttl if missing else ttl)

    def _read(self, value: bytes | None, now: datetime, ttl: timedelta) -> Entry | None:
        observed_at = self._date(value, now, ttl)
        if value is None or observed_at is None:
            return None
        _, form = _HEAD.unpack_from(value)
        data = value[_HEAD.size :]
        return Entry(zlib.decompress(data) if form == _PACKED else data, observed_at)

    def _date(self, value: bytes | None, now: datetime, ttl: timedelta) -> datetime | None:
        """When an entry was observed; None where it is not there or too old."""
        if value is None or len(value) < _HEAD.size:
            return None
        seconds, _ = _HEAD.unpack_from(value)
        observed_at = datetime.fromtimestamp(seconds, UTC)
        # A world clock can be set back: what was observed in the future is of another world.
        good = -_CLOCK_SKEW <= now - observed_at <= self._life(ttl, missing=len(value) == _HEAD.size)
        return observed_at if good else None


class Looked:
    """An entry that was asked for; awaiting it gives it, or None."""

    def __init__(self, asked: Asked, read: Callable[[bytes | None], Entry | None]) -> None:
        self._asked = asked
        self._read = read

    def __await__(self) -> Generator[Any, None, Entry | None]:
        return self._read((yield from self._asked.__await__()))


def _pack(data: bytes, now: datetime) -> bytes:
    if len(data) < _PACK_FROM_BYTES:
        return _HEAD.pack(now.timestamp(), _PLAIN) + data
    return _HEAD.pack(now.timestamp(), _PACKED) + zlib.compress(data, 1)
