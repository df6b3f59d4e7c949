"""Cancelling and deleting: decided on the locked row, told to the others by the outbox."""

from datetime import datetime
from uuid import UUID

from common.delivery import seal
from common.events import AnalysisCancelled, AnalysisDeleted
from common.streams import ANALYSIS_LIFECYCLE
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.app_tables import annotations, idempotency, starts
from gateway.database import Database
from gateway.domain.facts import Facts
from gateway.domain.state import State, state_of
from gateway.outbox.relay import enqueue
from gateway.problems import Kind, Problem
from gateway.projection import store, writing
from gateway.projection.apply import apply
from gateway.projection.projector import AfterCommit

SOURCE = "gateway.change"


class Changer:
    """Ends analyses as their owners ask for."""

    def __init__(self, database: Database, after_commit: AfterCommit) -> None:
        self._database = database
        self._after_commit = after_commit

    async def cancel(self, owner: str, analysis_id: UUID, now: datetime) -> None:
        """Stop an analysis; what was found stays. Cancelling twice is one cancelling.

        Raises:
            Problem: It is not there, or has ended in another way.
        """

        async def work(connection: AsyncConnection) -> None:
            facts = await _locked(connection, owner, analysis_id)
            state = state_of(facts, now)
            if state is State.CANCELLED:
                return
            if state.is_final:
                raise Problem(Kind.CONFLICT, f"The analysis is {state} already; only a running one can be cancelled.")
            await _tell(connection, AnalysisCancelled(analysis_id=analysis_id))

        await self._database.run(work)
        self._after_commit([analysis_id])

    async def delete(self, owner: str, analysis_id: UUID) -> None:
        """Delete an analysis: gone from every answer when this returns, from the log within its retention.

        Raises:
            Problem: It is not there.
        """

        async def work(connection: AsyncConnection) -> None:
            await _locked(connection, owner, analysis_id)
            await _tell(connection, AnalysisDeleted(analysis_id=analysis_id))
            await connection.execute(delete(annotations).where(annotations.c.analysis_id == analysis_id))
            await connection.execute(delete(starts).where(starts.c.analysis_id == analysis_id))
            await connection.execute(delete(idempotency).where(idempotency.c.analysis_id == analysis_id))

        await self._database.run(work)
        self._after_commit([analysis_id])


async def _locked(connection: AsyncConnection, owner: str, analysis_id: UUID) -> Facts:
    """The facts of an owner's analysis, which nobody else can change until the transaction ends."""
    await writing.share(connection)
    await reading.one(connection, owner, analysis_id)
    await store.lock(connection, [analysis_id])
    return (await store.load(connection, [analysis_id]))[analysis_id]


async def _tell(connection: AsyncConnection, event: AnalysisCancelled | AnalysisDeleted) -> None:
    await apply(connection, [event])
    await enqueue(connection, seal(ANALYSIS_LIFECYCLE, event, source=SOURCE, cause_id=f"owner/{event.analysis_id}"))
