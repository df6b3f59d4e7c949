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

    def __init__(
        self, database: Database, completion: Completion, after_commit: AfterCommit, ring: AfterCommit
    ) -> None:
        """A projector; nothing is connected yet.

        Args:
            database: Where the projection is.
            completion: Reacts to last outcomes.
            after_commit: Is called where the outbox has something to relay.
            ring: Is called where it has not, as after nearly every batch: the watchers are told, and nobody looks into
                the outbox, which takes a transaction.
        """
        self._database = database
        self._completion = completion
        self._after_commit = after_commit
        self._ring = ring

    async def project(self, events: Sequence[Event]) -> None:
        """Apply events that the log has, in one transaction.

        Raises:
            DependencyDown: PostgreSQL is away; nothing was applied.
        """

        async def work(connection: AsyncConnection) -> tuple[list[UUID], bool]:
            touched = await apply(connection, events)
            completed = await self._completion.react(connection, touched)
            return list(touched), bool(completed)

        try:
            changed, has_records = await self._database.run(work, patience_seconds=0)
        except DatabaseDown as down:
            raise DependencyDown("database", str(down)) from down
        (self._after_commit if has_records else self._ring)(changed)
