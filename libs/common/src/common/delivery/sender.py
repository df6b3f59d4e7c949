"""One task that feeds the producer: many publishers, one order.

aiokafka's `send` makes a future for each record, asks for the topic's partitions twice, and waits while a partition's
batch is full, waking every waiter when there is room for a few. Here records are put into batches at once (aiokafka's
own builders); a partition's next batch is handed over when the last one is acknowledged, which is when aiokafka would
send it. Whatever is published meanwhile goes together.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerClosed

from common.delivery.partitioning import hash_of
from common.delivery.record import Outgoing
from common.errors import DependencyDown

STOP_SECONDS = 5.0
_STOPPED = ProducerClosed("the producer was stopped")


class Sender:
    """Sends what is queued, in order within each partition."""

    def __init__(self, producer: AIOKafkaProducer, *, stop_seconds: float = STOP_SECONDS) -> None:
        """A sender that runs from now on.

        Args:
            producer: A started one.
            stop_seconds: How long a stop waits until what is queued has been sent.
        """
        self._producer = producer
        self._stop_seconds = stop_seconds
        self._queue: deque[tuple[Sequence[Outgoing], _Tally]] = deque()
        self._places: dict[str, list[_Place]] = {}
        self._waiting: dict[_Place, None] = {}  # as an ordered set
        self._wake = asyncio.Event()
        self._stopping = False
        self._task = asyncio.create_task(self._run())

    def publish(self, records: Sequence[Outgoing]) -> asyncio.Future[None]:
        """Queue records; done when the broker has acknowledged all of them."""
        tally = _Tally()
        self._queue.append((records, tally))
        self._wake.set()
        return tally.acknowledged

    async def stop(self) -> None:
        """Send what is queued, then end; the producer itself stays open."""
        self._stopping = True
        self._wake.set()
        await asyncio.wait([self._task], timeout=self._stop_seconds)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for _, tally in self._queue:
            tally.fail(_STOPPED)
        for place in self._waiting:
            for batch in place.batches:
                batch.fail(_STOPPED)

    async def _run(self) -> None:
        while not self._stopping or self._waiting:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                records, tally = self._queue.popleft()
                if not tally.acknowledged.done():
                    await self._put(records, tally)
            for place in [place for place in self._waiting if not place.is_sending]:
                await self._hand_over(place)

    async def _put(self, records: Sequence[Outgoing], tally: "_Tally") -> None:
        """Put records into batches until one is refused: whoever waits sends all of them again."""
        places: dict[str, list[_Place]] = {}
        try:
            for record in records:
                there = places.get(record.topic)
                if there is None:
                    there = places[record.topic] = await self._places_of(record.topic)
                place = there[hash_of(record.key) % len(there)]
                if not place.batches or not place.batches[-1].add(record, tally):
                    batch = _Batch(self._producer.create_batch())
                    batch.add(record, tally)  # the first one is taken, whatever its size
                    place.batches.append(batch)
                    self._waiting[place] = None
        except asyncio.CancelledError:
            tally.fail(_STOPPED)
            raise
        except Exception as error:  # noqa: BLE001  whoever waits must learn of it, and the next records must be sent
            tally.fail(error)
        else:
            tally.is_complete()

    async def _places_of(self, topic: str) -> list["_Place"]:
        """The partitions of a topic, which may have become more."""
        numbers = await self._producer.partitions_for(topic)
        known = self._places.setdefault(topic, [])
        known += [_Place(topic, number) for number in range(len(known), len(numbers))]
        return known

    async def _hand_over(self, place: "_Place") -> None:
        """Give the producer a partition's next batch."""
        while place.batches and not place.is_sending:
            batch = place.batches.popleft()
            try:
                sent = await self._producer.send_batch(batch.builder, place.topic, partition=place.number)
            except asyncio.CancelledError:
                batch.fail(_STOPPED)
                raise
            except Exception as error:  # noqa: BLE001  as above
                batch.fail(error)
            else:
                place.is_sending = True
                sent.add_done_callback(partial(self._sent, place, batch))
        if not place.batches:
            del self._waiting[place]

    def _sent(self, place: "_Place", batch: "_Batch", sent: "asyncio.Future[Any]") -> None:
        """A batch's fate is known: the next one may go."""
        place.is_sending = False
        if sent.cancelled():
            batch.fail(_STOPPED)
        elif (error := sent.exception()) is not None:
            batch.fail(error)
        else:
            batch.is_acknowledged()
        if place.batches:
            self._wake.set()


class _Place:
    """A partition: the batches that wait for it, and whether one is under way."""

    __slots__ = ("batches", "is_sending", "number", "topic")

    def __init__(self, topic: str, number: int) -> None:
        self.topic = topic
        self.number = number
        self.batches: deque[_Batch] = deque()
        self.is_sending = False


class _Batch:
    """Records that the broker takes or refuses together, and who waits for them."""

    __slots__ = ("_tallies", "builder")

    def __init__(self, builder: Any) -> None:  # noqa: ANN401  aiokafka has no types
        self.builder = builder
        self._tallies: list[_Tally] = []

    def add(self, record: Outgoing, tally: "_Tally") -> bool:
        """Put a record in; whether there was room for it."""
        room = self.builder.append(timestamp=None, key=record.key, value=record.value, headers=list(record.headers))
        if room is None:
            return False
        if not self._tallies or self._tallies[-1] is not tally:
            self._tallies.append(tally)
            tally.expect()
        return True

    def is_acknowledged(self) -> None:
        """The broker has it."""
        for tally in self._tallies:
            tally.count()

    def fail(self, error: BaseException) -> None:
        """The broker does not have it, as far as is known."""
        for tally in self._tallies:
            tally.fail(error)


class _Tally:
    """Counts the batches that hold records which were published together."""

    __slots__ = ("_missing", "acknowledged")

    def __init__(self) -> None:
        self._missing = 1  # until all records are in batches
        self.acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def expect(self) -> None:
        """One more batch holds some of the records."""
        self._missing += 1

    def count(self) -> None:
        """A batch was acknowledged."""
        self._missing -= 1
        if not self._missing and not self.acknowledged.done():
            self.acknowledged.set_result(None)

    def is_complete(self) -> None:
        """All records are in batches."""
        self.count()

    def fail(self, error: BaseException) -> None:
        """The records were not all written."""
        if not self.acknowledged.done():
            # An error of its own for each: whoever gets it raises it.
            own = (
                DependencyDown("kafka", f"{type(error).__name__}: {error}") if isinstance(error, KafkaError) else error
            )
            self.acknowledged.set_exception(own)
            self.acknowledged.exception()  # looked at: a batch that was abandoned does not wait for it
