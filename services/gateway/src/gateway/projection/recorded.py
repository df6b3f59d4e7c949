"""The facts in the log, in batches, as a rebuild reads them."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from common import streams
from common.delivery import Record
from common.delivery.envelope import TYPE
from common.delivery.record import Partition
from common.errors import Undecodable
from common.events import Event
from common.streams import Stream

PROJECTED: tuple[Stream, ...] = (
    streams.ANALYSIS_LIFECYCLE,
    streams.EXCLUSION_VIDEOS_FETCHED,
    streams.EXCLUSION_LIST_BUILT,
    streams.CHANNELS_QUALIFIED,
    streams.CHANNEL_OUTCOMES,
    streams.ANALYSIS_PROGRESS,
)
"""The streams of which the projection is made."""


class Log(Protocol):
    """Reads the broker's log without a consumer group."""

    def read(self, topic: str, since: datetime | None, until: datetime | None) -> AsyncIterator[Record]:
        """What a topic holds of a span of time."""
        ...


class Recording:
    """The facts in the log, each read once however often it is looked through.

    A second look begins a while before the first one did, because brokers' clocks differ; what was read is passed over.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._read: dict[Partition, int] = {}
        """How far each partition has been read."""

    async def batches(self, stream: Stream, since: datetime | None, size: int) -> AsyncIterator[Sequence[Event]]:
        """A stream's facts since a moment (the broker's time), up to now.

        What does not decode is passed over: it became a dead letter, and that a fact.
        """
        batch: list[Event] = []
        async for record in self._log.read(stream.name, since, None):
            if record.offset <= self._read.get(record.place, -1):
                continue
            self._read[record.place] = record.offset
            try:
                batch.append(stream.decode(record.header(TYPE) or "", record.value))
            except Undecodable:
                continue
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
