"""The reaction to the last outcome of an analysis: it is complete. Off while the projection is built anew."""

from collections.abc import Mapping
from uuid import UUID

from common.delivery import seal
from common.events import AnalysisCompleted
from common.streams import ANALYSIS_LIFECYCLE
from common.worldtime import Clock
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.domain.counts import counts_of
from gateway.domain.facts import completion_of
from gateway.outbox.relay import enqueue
from gateway.projection import store
from gateway.projection.tables import analyses

SOURCE = "gateway.react"


class Completion:
    """Says that an analysis is complete, once, in the transaction that saw its last outcome.

    The row lock that `apply` took is what makes it certain: of two transactions that bring the decision and the last
    outcome, the second waits for the first and then sees both.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def react(self, connection: AsyncConnection, touched: Mapping[UUID, bool]) -> list[UUID]:
        """Complete those that are complete, by `apply` in this same transaction.

        Returns:
            The analyses completed now; the outbox then has something to relay.
        """
        complete = sorted(analysis for analysis, is_complete in touched.items() if is_complete)
        if not complete:
            return []
        rows = (await connection.execute(select(analyses).where(analyses.c.id.in_(complete)))).all()
        events = [
            AnalysisCompleted(analysis_id=row.id, counts=counts_of(row), completed_at=self._clock.now())
            for row in sorted(rows, key=lambda row: row.id)
        ]
        # Their rows are locked, counted and without a completion: there is nothing to merge it with.
        await store.complete(connection, {event.analysis_id: completion_of(event) for event in events})
        await enqueue(
            connection,
            *(
                seal(ANALYSIS_LIFECYCLE, event, source=SOURCE, cause_id=f"completion/{event.analysis_id}")
                for event in events
            ),
        )
        return complete
