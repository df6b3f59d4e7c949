"""Purges once an hour, by whichever replica comes first."""

import asyncio
import contextlib
import logging
from datetime import timedelta

from common.worldtime import Clock

from gateway.database import Database
from gateway.housekeeping.purge import Purged, purge

log = logging.getLogger(__name__)

EVERY_SECONDS = 3_600.0
FIRST_SECONDS = 60.0


class Housekeeper:
    """Removes what is older than it may be."""

    def __init__(self, database: Database, clock: Clock, *, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="housekeeping")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def purge(self) -> Purged | None:
        """Purge now; None: another replica is at it.

        Raises:
            DatabaseDown: PostgreSQL is away.
            DependencyDown: World time is not known.
        """
        cutoff = self._clock.now() - self._keep
        return await self._database.run(lambda connection: purge(connection, cutoff))

    async def _run(self) -> None:
        wait = FIRST_SECONDS
        while True:
            await asyncio.sleep(wait)
            wait = EVERY_SECONDS
            try:
                purged = await self.purge()
            except Exception:
                log.exception("the purge failed; it tries again in an hour")
            else:
                if purged is not None and (purged.results or purged.analyses):
                    log.info("purged %d results and %d analyses that have expired", purged.results, purged.analyses)
