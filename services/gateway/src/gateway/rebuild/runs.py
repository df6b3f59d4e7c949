"""The rebuild that was asked for last: one at a time, in the background."""

import asyncio
import contextlib
import logging
from datetime import UTC, datetime

from gateway.problems import Kind, Problem
from gateway.rebuild.rebuilder import Rebuild, Rebuilder

log = logging.getLogger(__name__)


class Rebuilds:
    """Starts rebuilds and remembers how the last one went."""

    def __init__(self, rebuilder: Rebuilder) -> None:
        self._rebuilder = rebuilder
        self._task: asyncio.Task[None] | None = None
        self.last: Rebuild | None = None
        self.error: str | None = None
        """Why the last one failed."""

    @property
    def is_running(self) -> bool:
        """Whether one is running here."""
        return self._task is not None and not self._task.done()

    def start(self, *, swap: bool) -> Rebuild:
        """Begin one.

        Raises:
            Problem: One is running.
        """
        if self.is_running:
            raise Problem(Kind.CONFLICT, "A rebuild is running already; wait for its end.")
        self.last, self.error = Rebuild(datetime.now(UTC)), None
        self._task = asyncio.create_task(self._run(self.last, swap=swap), name="rebuild")
        return self.last

    async def stop(self) -> None:
        """Give up a running one; the projection in use stays as it is."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self, rebuild: Rebuild, *, swap: bool) -> None:
        try:
            await self._rebuilder.run(swap=swap, progress=rebuild)
        except Exception as error:
            log.exception("the rebuild failed; the projection in use is as it was")
            self.error = str(error)
