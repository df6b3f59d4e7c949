"""One task that feeds the producer: many publishers, one order.

aiokafka's `send` waits while a partition's batch is full, and wakes every waiter when there is room for a few: with
hundreds of handlers sending at once, most of the time goes into waking up. Here only one ever waits.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from common.delivery.record import Outgoing
from common.errors import DependencyDown

STOP_SECONDS = 5.0


class Sender:
    """Sends what is queued, in order."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer
        self._queue: deque[tuple[Sequence[Outgoing], _Tally]] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._task = asyncio.create_task(self._run())

    def publish(self, records: Sequence[Outgoing]) -> asyncio.Future[None]:
        """Queue records; done when the broker has acknowledged all of them."""
        tally = _Tally(len(records))
        self._queue.append((records, tally))
        self._wake.set()
        return tally.acknowledged

    async def stop(self) -> None:
        """Send what is queued, then end; the producer itself stays open."""
        self._stopping = True
        self._wake.set()
        await asyncio.wait([self._task], timeout=STOP_SECONDS)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for _, tally in self._queue:
            tally.fail(DependencyDown("kafka", "the producer was stopped"))

    async def _run(self) -> None:
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                records, tally = self._queue.popleft()
                if not tally.acknowledged.done():
                    await self._send(records, tally)

    async def _send(self, records: Sequence[Outgoing], tally: "_Tally") -> None:
        """Send records until one is refused: whoever waits sends all of them again."""
        try:
            for record in records:
                sent = await self._producer.send(
                    record.topic, key=record.key, value=record.value, headers=list(record.headers)
                )
                sent.add_done_callback(tally.count)
        except KafkaError as error:
            tally.fail(_refused(error))
        except asyncio.CancelledError:
            tally.fail(DependencyDown("kafka", "the producer was stopped"))
            raise
        except Exception as error:  # noqa: BLE001  whoever waits must learn of it, and the next records must be sent
            tally.fail(error)


class _Tally:
    """Counts the acknowledgements of records that were published together."""

    __slots__ = ("_missing", "acknowledged")

    def __init__(self, records: int) -> None:
        self._missing = records
        self.acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if not records:
            self.acknowledged.set_result(None)

    def count(self, sent: "asyncio.Future[Any]") -> None:
        """One record's fate is known."""
        if sent.cancelled():
            self.fail(DependencyDown("kafka", "the producer was stopped"))
        elif (error := sent.exception()) is not None:
            self.fail(_refused(error))
        else:
            self._missing -= 1
            if not self._missing and not self.acknowledged.done():
                self.acknowledged.set_result(None)

    def fail(self, error: Exception) -> None:
        """The records were not all written."""
        if not self.acknowledged.done():
            self.acknowledged.set_exception(error)
            self.acknowledged.exception()  # looked at: a batch that was abandoned does not wait for it


def _refused(error: BaseException) -> DependencyDown:
    return DependencyDown("kafka", f"{type(error).__name__}: {error}")
