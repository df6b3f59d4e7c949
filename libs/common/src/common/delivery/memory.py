"""The bus in memory: partitions, offsets, groups, redelivery and crashes as the runner may see them on Kafka.

For tests: no other process sees it, and a crash is a call.
"""

import asyncio
import contextlib
import random
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

from common.delivery.record import Outgoing, Partition, Reading, Record

PARTITIONS = 12


class MemoryLog:
    """What a broker keeps: it outlives the buses that read and write it."""

    def __init__(self, partitions: int = PARTITIONS) -> None:
        self.partitions = partitions
        self.records: dict[str, dict[int, list[Record]]] = defaultdict(lambda: defaultdict(list))
        self.committed: dict[tuple[str, Partition], int] = {}
        self.changed = asyncio.Event()

    def append(self, outgoing: Outgoing) -> Record:
        """Write one record at the end of its key's partition."""
        number = zlib.crc32(outgoing.key) % self.partitions
        log = self.records[outgoing.topic][number]
        record = Record(
            topic=outgoing.topic,
            partition=number,
            offset=len(log),
            timestamp_ms=int(datetime.now(UTC).timestamp() * 1000),
            key=outgoing.key,
            value=outgoing.value,
            headers=outgoing.headers,
        )
        log.append(record)
        self.changed.set()
        return record

    def all(self, topic: str) -> list[Record]:
        """Every record of a topic, partition by partition."""
        return [record for number in sorted(self.records[topic]) for record in self.records[topic][number]]


class MemoryBus:
    """One process' part in the log: its consumer groups and its producer."""

    def __init__(self, log: MemoryLog | None = None, *, seed: int | None = None) -> None:
        """A bus over `log`, its own if None.

        Args:
            log: What the broker keeps.
            seed: Polls partitions in an order drawn from it; None: in order of their numbers.
        """
        self.log = log or MemoryLog()
        self._random = random.Random(seed) if seed is not None else None  # noqa: S311  an order, not a secret
        self._readings: list[Reading] = []
        self._positions: dict[tuple[str, Partition], int] = {}
        self._held: dict[tuple[str, Partition], float] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def subscribe(self, reading: Reading) -> None:
        """Add a consumer group; before `start`."""
        self._readings.append(reading)

    async def start(self) -> None:
        """Begin to read from what is committed."""
        self._tasks = [asyncio.create_task(self._consume(reading)) for reading in self._readings]

    async def stop(self) -> None:
        """End; nothing of a running batch is committed."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def publish(self, *records: Outgoing) -> asyncio.Future[None]:
        """Write records."""
        for record in records:
            self.log.append(record)
        acknowledged = asyncio.get_running_loop().create_future()
        acknowledged.set_result(None)
        return acknowledged

    async def read(self, topic: str, since: datetime | None, until: datetime | None) -> AsyncIterator[Record]:
        """What a topic holds of a span of time; see `KafkaBus.read`."""
        for record in self.log.all(topic):
            if (since is None or record.recorded_at >= since) and (until is None or record.recorded_at <= until):
                yield record

    def is_connected(self) -> bool:
        """It is always there."""
        return True

    async def lag(self, group: str) -> int | None:
        """How many records `group` has not yet committed."""
        readings = [reading for reading in self._readings if reading.group == group]
        if not readings:
            return None
        return sum(
            len(log) - self.log.committed.get((group, Partition(topic, number)), 0)
            for reading in readings
            for topic in reading.topics
            for number, log in self.log.records[topic].items()
        )

    async def _consume(self, reading: Reading) -> None:
        while True:
            batch = self._poll(reading)
            if not batch:
                self.log.changed.clear()
                # Not `wait_for`: before Python 3.12 it can swallow the cancellation with which `stop` ends this.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await self.log.changed.wait()
                continue
            holds = await reading.process(batch)
            for hold in holds:
                self._positions[reading.group, hold.place] = hold.offset
                self._held[reading.group, hold.place] = asyncio.get_running_loop().time() + hold.seconds
            for place in {record.place for record in batch}:
                self.log.committed[reading.group, place] = self._positions[reading.group, place]

    def _poll(self, reading: Reading) -> list[Record]:
        now = asyncio.get_running_loop().time()
        batch: list[Record] = []
        for place in self._places(reading):
            name = (reading.group, place)
            if self._held.get(name, 0) > now:
                continue
            position = self._positions.setdefault(name, self.log.committed.get(name, 0))
            records = self.log.records[place.topic][place.number][
                position : position + reading.max_records - len(batch)
            ]
            batch += records
            self._positions[name] = position + len(records)
        return batch

    def _places(self, reading: Reading) -> list[Partition]:
        topics: Mapping[str, Mapping[int, object]] = self.log.records
        places = [Partition(topic, number) for topic in reading.topics for number in sorted(topics[topic])]
        if self._random is not None:
            self._random.shuffle(places)
        return places
