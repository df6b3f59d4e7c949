"""Deletes what was observed too long ago: YouTube's data may be kept for 30 days at most."""

import asyncio
import contextlib
import logging
from datetime import timedelta

from common.errors import DependencyDown
from common.worldtime import Clock

from discovery.seen import Seen

log = logging.getLogger(__name__)


class Purge:
    """Purges at its start and then again and again, by world time."""

    def __init__(self, seen: Seen, clock: Clock, *, keep: timedelta, every_seconds: float) -> None:
        self._seen = seen
        self._clock = clock
        self._keep = keep
        self._every_seconds = every_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._go_on())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def once(self) -> None:
        """Delete what is too old now.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        await self._seen.forget(self._clock.now() - self._keep)

    async def _go_on(self) -> None:
        while True:
            try:
                await self.once()
            except DependencyDown as down:
                log.warning("nothing was purged: %s", down)
            await asyncio.sleep(self._every_seconds)
