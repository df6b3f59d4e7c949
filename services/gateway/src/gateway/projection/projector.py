"""From a batch of facts to rows, reactions, and the doorbell: one transaction a batch."""

from collections.abc import Sequence
from uuid import UUID

from common.errors import DependencyDown
from common.events import Event
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.database import Database, DatabaseDown
from gateway.live.doorbell import Doorbell
from gateway.outbox.relay import Relay
from gateway.projection.apply import apply
from gateway.projection.completion import Completion


class Projector:
    """Applies facts and reacts to them."""

    def __init__(self, database: Database, completion: Completion, relay: Relay, doorbell: Doorbell) -> None:
        self._database = database
        self._completion = completion
        self._relay = relay
        self._doorbell = doorbell

    async def project(self, events: Sequence[Event]) -> None:
        """Apply events that the log has, in one transaction.

        Raises:
            DependencyDown: PostgreSQL is away; nothing was applied.
        """

        async def work(connection: AsyncConnection) -> tuple[set[UUID], bool]:
            touched = await apply(connection, events)
            completed = await self._completion.react(connection, touched)
            return {analysis.analysis_id for analysis in touched}, bool(completed)

        try:
            changed, has_outgoing = await self._database.run(work, patience_seconds=0)
        except DatabaseDown as down:
            raise DependencyDown("database", str(down)) from down
        if has_outgoing:
            self._relay.wake()
        self._doorbell.ring(changed)
