"""Fails analyses that have stood still although everything was in order."""

import asyncio
import contextlib
import logging
import time
from typing import Protocol
from uuid import UUID

from common.delivery import seal
from common.delivery.health import Health
from common.events import AnalysisFailed, FailureReason
from common.streams import ANALYSIS_LIFECYCLE
from common.worldtime import Clock
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.database import Database, DatabaseDown
from gateway.domain.stalls import Stalls
from gateway.domain.state import State, stage_of, state_of
from gateway.outbox.relay import enqueue
from gateway.projection import store, writing
from gateway.projection.apply import apply
from gateway.projection.projector import AfterCommit
from gateway.projection.tables import analyses

log = logging.getLogger(__name__)

SOURCE = "gateway.watchdog"
LOOK_SECONDS = 30.0
_RUNNING = frozenset({State.QUEUED, State.SEARCHING, State.SCORING})


class Backlog(Protocol):
    """Knows whether the consumers keep up."""

    async def is_worked_off(self) -> bool:
        """Whether every consumer group has read all that was there when this was last asked."""
        ...


class Watchdog:
    """Looks every half minute; see `Stalls` for what counts."""

    def __init__(
        self,
        database: Database,
        backlog: Backlog,
        clock: Clock,
        health: Health,
        after_commit: AfterCommit,
        *,
        limit_seconds: float,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._database = database
        self._backlog = backlog
        self._clock = clock
        self._health = health
        self._after_commit = after_commit
        self._stalls = Stalls(limit_seconds)
        self._look_seconds = look_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run(), name="watchdog")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self, seconds: float) -> list[UUID]:
        """Look once.

        Args:
            seconds: A clock that only moves forward.

        Returns:
            The analyses that failed now.

        Raises:
            DatabaseDown: PostgreSQL is away.
        """
        running = await self._database.run(self._running)
        healthy = not running or (not self._health.stalled and await self._backlog.is_worked_off())
        stalled = self._stalls.look(seconds, running, healthy=healthy)
        if stalled:
            await self._database.run(lambda connection: self._fail(connection, stalled))
            self._after_commit(stalled)
        return stalled

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._look_seconds)
            try:
                await self.look(time.monotonic())
            except DatabaseDown:
                self._stalls.look(time.monotonic(), {}, healthy=False)
            except Exception:
                log.exception("the watchdog stumbled; it looks again")

    async def _running(self, connection: AsyncConnection) -> dict[UUID, int]:
        query = select(analyses).where(
            analyses.c.completed.is_(None),
            analyses.c.cancelled.is_(False),
            analyses.c.deleted.is_(False),
            analyses.c.owner.is_not(None),
        )
        now = self._clock.now()
        rows = (await connection.execute(query)).all()
        return {row.id: row.seq for row in rows if state_of(store.facts_of(row), now) in _RUNNING}

    async def _fail(self, connection: AsyncConnection, stalled: list[UUID]) -> None:
        await writing.share(connection)
        known = await store.load(connection, stalled)
        now = self._clock.now()
        events = [
            AnalysisFailed(
                analysis_id=analysis,
                stage=stage_of(facts),
                reason=FailureReason.STALLED,
                detail="Nothing has happened for a long time although every service was at work; start it again.",
                failed_at=now,
            )
            for analysis, facts in known.items()
        ]
        await apply(connection, events)
        await enqueue(
            connection,
            *(seal(ANALYSIS_LIFECYCLE, event, source=SOURCE, cause_id=f"watchdog/{event.subject}") for event in events),
        )
