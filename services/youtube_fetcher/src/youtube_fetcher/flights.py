"""One caller asks, the others wait for its answer: within this process, and for searches between processes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from youtube_fetcher.redis_line import RedisLine
from youtube_fetcher.redis_lock import RedisLock

T = TypeVar("T")
_LOCK_SECONDS = 40
"""Longer than the client's patience with one call; a process that died holds it no longer."""
_LOOK_EVERY_SECONDS = 0.02


class Flights:
    """Joins callers of this process that ask for the same thing at the same time."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Future[Any]] = {}

    async def join(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
        """The answer of `ask`, or of a caller that already asks; and whether it was another's.

        A failure is the asker's own: its quota may be empty, its analysis cancelled. Those who waited ask again.
        """
        while (running := self._running.get(key)) is not None:
            await asyncio.wait([running])
            if not running.cancelled() and running.exception() is None:
                return running.result(), True
        mine: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._running[key] = mine
        try:
            answer = await ask()
        except BaseException:
            mine.cancel()
            raise
        else:
            mine.set_result(answer)
            return answer, False
        finally:
            del self._running[key]


class SharedFlights:
    """Lets one process at a time do a piece of work; the others look for its result while they wait."""

    def __init__(self, redis: RedisLine) -> None:
        self._lock = RedisLock(redis)

    @asynccontextmanager
    async def alone(self, key: str, arrived: Callable[[], Awaitable[T | None]]) -> AsyncIterator[T | None]:
        """Hold the lock within, or get what another holder left behind.

        Args:
            key: Names the work.
            arrived: Looks whether the result is there.

        Yields:
            The result if there is one; None: the caller is alone and has to work.
        """
        while True:
            async with self._lock.held(f"flight:{key}", _LOCK_SECONDS) as mine:
                result = await arrived()
                if result is not None or mine:
                    yield result
                    return
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
