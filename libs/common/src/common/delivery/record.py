"""Records as the runner knows them: what a broker stores, without the broker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

Headers = tuple[tuple[str, bytes], ...]


class Partition(NamedTuple):
    """One ordered log."""

    topic: str
    number: int


class Record(NamedTuple):
    """One record as it was read: its place, its bytes and when the broker got it."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes
    headers: Headers = ()

    def header(self, name: str) -> str | None:
        """The text of the first header of that name; None where it is absent or no UTF-8."""
        for key, value in self.headers:
            if key == name:
                try:
                    return value.decode()
                except UnicodeDecodeError:
                    return None
        return None

    @property
    def place(self) -> Partition:
        """The log in which it stands."""
        return Partition(self.topic, self.partition)

    @property
    def recorded_at(self) -> datetime:
        """When the broker or the producer stamped it, in wall time."""
        return datetime.fromtimestamp(self.timestamp_ms / 1000, tz=UTC)


class Outgoing(NamedTuple):
    """One record to be written. An outbox stores these fields as they are."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A partition must not be read past `offset` for `seconds`: what stands there is not due."""

    place: Partition
    offset: int
    seconds: float


Process = Callable[[Sequence[Record]], Awaitable[Sequence[Hold]]]
"""Handles one polled batch; returns when it may be committed up to the holds, raises to have it delivered again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A consumer group over topics, as a bus is asked to run it."""

    topics: tuple[str, ...]
    group: str
    process: Process = field(repr=False)
    max_records: int = 100
    linger_ms: int = 0


class Publisher(Protocol):
    """Writes records."""

    def publish(self, *records: Outgoing) -> asyncio.Future[None]:
        """Hand records to the producer, in order.

        Returns:
            Done when every in-sync replica has all of them; fails with `DependencyDown` when the broker did not take
            one or cannot be reached.
        """
        ...


class Bus(Publisher, Protocol):
    """Consumer groups and a producer: Apache Kafka, or its likeness in memory."""

    def subscribe(self, reading: Reading) -> None:
        """Add a consumer group; before `start`."""
        ...

    def read(self, topic: str, since: datetime | None, until: datetime | None) -> AsyncIterator[Record]:
        """What a topic holds of a span of record time, in order within each partition; no group, nothing is committed.

        Args:
            topic: The topic's name.
            since: The first record's time, None = from the beginning.
            until: Records later than this are left out, None = up to the present end.
        """
        ...

    def is_connected(self) -> bool:
        """Whether the log is in reach, as far as is known without asking it."""
        ...

    async def lag(self, group: str) -> int | None:
        """How many records `group` has yet to read here; None where this process has no part in it."""
        ...

    async def start(self) -> None:
        """Connect and begin to read."""
        ...

    async def stop(self) -> None:
        """Let running batches end or be abandoned, commit what is done, disconnect."""
        ...
