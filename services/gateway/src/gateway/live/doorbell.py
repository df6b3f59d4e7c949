"""The doorbell: tells every replica that analyses have changed, after the commit that changed them.

Redis pub/sub between replicas, a direct call within one. A ring that is lost costs at most the rooms' poll.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHANNEL = "outlier:doorbell"
AGAIN_SECONDS = 0.5

Listener = Callable[[UUID], None]


class Doorbell:
    """Rings here at once and at the other replicas through Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        # No analysis has such an id: a replica that does not know the mark passes it over.
        self._mark = f"@{uuid4().hex}"
        self._listeners: list[Listener] = []
        self._pending: set[UUID] = set()
        self._rung = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def on_ring(self, listener: Listener) -> None:
        """Call `listener` with each analysis that has changed, here or elsewhere."""
        self._listeners.append(listener)

    def ring(self, analyses: Iterable[UUID]) -> None:
        """Say that analyses have changed; returns at once."""
        for analysis in analyses:
            self._tell(analysis)
            self._pending.add(analysis)
        self._rung.set()

    async def start(self) -> None:
        """Begin to listen and to tell the others."""
        self._tasks = [
            asyncio.create_task(self._send(), name="doorbell: send"),
            asyncio.create_task(self._listen(), name="doorbell: listen"),
        ]

    async def stop(self) -> None:
        """Stop listening."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tell(self, analysis: UUID) -> None:
        for listener in self._listeners:
            listener(analysis)

    async def _send(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            changed, self._pending = self._pending, set()
            if changed:
                with contextlib.suppress(RedisError, OSError):
                    await self._redis.publish(CHANNEL, " ".join([self._mark, *map(str, changed)]))

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    async for message in pubsub.listen():
                        self._heard(message["data"])
            except (RedisError, OSError) as error:
                log.debug("the doorbell's Redis is away: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    def _heard(self, data: bytes | str) -> None:
        words = (data.decode("ascii", "replace") if isinstance(data, bytes) else data).split()
        if self._mark in words:  # our own: told when it was rung, and a room would read all of it again
            return
        for word in words:
            with contextlib.suppress(ValueError):
                self._tell(UUID(word))
