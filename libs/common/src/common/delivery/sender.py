"""One task that feeds the producer: many publishers, one order.

aiokafka's `send` waits while a partition's batch is full, and wakes every waiter when there is room for a few: with
hundreds of handlers sending at once, most of the time goes into waking up. Here only one ever waits.
"""

import asyncio
from collections import deque
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from common.delivery.record import Outgoing
from common.errors import DependencyDown

STOP_SECONDS = 5.0
Queued = tuple[Outgoing, asyncio.Future[None]]


class Sender:
    """Sends what is queued, in order."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer
        self._queue: deque[Queued] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._task = asyncio.create_task(self._run())

    def publish(self, outgoing: Outgoing) -> asyncio.Future[None]:
        """Queue one record; done when the broker has acknowledged it."""
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((outgoing, acknowledged))
        self._wake.set()
        return acknowledged

    async def stop(self) -> None:
        """Send what is queued, then end; the producer itself stays open."""
        self._stopping = True
        self._wake.set()
        await asyncio.wait([self._task], timeout=STOP_SECONDS)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for _, acknowledged in self._queue:
            _fail(acknowledged, "the producer was stopped")

    async def _run(self) -> None:
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                outgoing, acknowledged = self._queue.popleft()
                if not acknowledged.done():
                    await self._send(outgoing, acknowledged)

    async def _send(self, outgoing: Outgoing, acknowledged: asyncio.Future[None]) -> None:
        try:
            sent = await self._producer.send(
                outgoing.topic, key=outgoing.key, value=outgoing.value, headers=list(outgoing.headers)
            )
        except KafkaError as error:
            _fail(acknowledged, f"{type(error).__name__}: {error}")
            return
        except asyncio.CancelledError:
            _fail(acknowledged, "the producer was stopped")
            raise
        except Exception as error:  # noqa: BLE001  whoever waits must learn of it, and the next record must be sent
            if not acknowledged.done():
                acknowledged.set_exception(error)
            return

        def pass_on(done: asyncio.Future[Any]) -> None:
            error = None if done.cancelled() else done.exception()
            if error is not None or done.cancelled():
                _fail(acknowledged, f"{type(error).__name__}: {error}")
            elif not acknowledged.done():
                acknowledged.set_result(None)

        sent.add_done_callback(pass_on)


def _fail(acknowledged: asyncio.Future[None], why: str) -> None:
    if not acknowledged.done():
        acknowledged.set_exception(DependencyDown("kafka", why))
        acknowledged.exception()  # looked at: a batch that was abandoned does not wait for it
