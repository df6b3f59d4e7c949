"""From a batch of facts to rows, reactions, and the doorbell: one transaction a batch."""

from collections.abc import Callable, Sequence
from uuid import UUID

from common.errors import DependencyDown
from common.events import Event
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.database import Database, DatabaseDown
from gateway.projection.apply import apply
from gateway.projection.completion import Completion

AfterCommit = Callable[[Sequence[UUID]], None]
"""Has the outbox relayed and the watchers told, after analyses have changed."""


class Projector:
    """Applies facts and reacts to them."""

    def __init__(self, database: Database, completion: Completion, after_commit: AfterCommit) -> None:
        self._database = database
        self._completion = completion
        self._after_commit = after_commit

    async def project(self, events: Sequence[Event]) -> None:
        """Apply events that the log has, in one transaction.

        Raises:
            DependencyDown: PostgreSQL is away; nothing was applied.
        """

        async def work(connection: AsyncConnection) -> list[UUID]:
            touched = await apply(connection, events)
            await self._completion.react(connection, touched)
            return list(touched)

        try:
            changed = await self._database.run(work, patience_seconds=0)
        except DatabaseDown as down:
            raise DependencyDown("database", str(down)) from down
        self._after_commit(changed)
