"""Starting an analysis: fact, row and outgoing record in one transaction, once a key."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from common import tracing
from common.delivery import seal
from common.events import AnalysisRequested, RescoreRequested
from common.streams import ANALYSIS_LIFECYCLE
from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.app_tables import idempotency, starts
from gateway.database import Database
from gateway.live.doorbell import Doorbell
from gateway.outbox.relay import Relay, enqueue
from gateway.problems import Kind, Problem
from gateway.projection.apply import apply

SOURCE = "gateway.start"
ACCEPTED = 202

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


@dataclass(frozen=True, slots=True)
class StartKey:
    """What makes two starts the same one."""

    key: str
    body: bytes
    """The body as it came; the same key with another body is a mistake."""
    waits: bool = False
    """Whether a second start waits for the first, rather than being told that it is in flight."""
    lives_seconds: int | None = None
    """For how long the key means the same start; None: as long as it is kept."""

    @classmethod
    def of_body(cls, purpose: str, body: bytes, *, lives_seconds: int) -> "StartKey":
        """A key by which the same body is the same start, where the client gives none."""
        return cls(f"{purpose} {hashlib.sha256(body).hexdigest()}", body, waits=True, lives_seconds=lives_seconds)

    @property
    def digest(self) -> str:
        """What is kept of the body."""
        return hashlib.sha256(self.body).hexdigest()


class Starter:
    """Records starts and sees to it that they are published."""

    def __init__(self, database: Database, relay: Relay, doorbell: Doorbell) -> None:
        self._database = database
        self._relay = relay
        self._doorbell = doorbell

    async def start(self, event: AnalysisRequested | RescoreRequested, key: StartKey | None = None) -> Row[Any]:
        """Start what `event` asks for, unless a start with the same key did.

        Returns:
            The row of the analysis, as `reading.one` gives it: the event's own, or the earlier one's.

        Raises:
            Problem: The key is in flight, was used with another body, or its analysis is gone.
        """

        async def work(connection: AsyncConnection) -> Row[Any]:
            earlier = await _earlier(connection, event.owner, key) if key is not None else None
            if earlier is None:
                await record(connection, event, key)
            return await reading.one(connection, event.owner, earlier or event.analysis_id)

        with tracing.beginning(event.analysis_id, SOURCE):
            row = await self._database.run(work)
        self.published([row.id])
        return row

    def published(self, analyses: Sequence[UUID]) -> None:
        """After a commit: have the outbox relayed and the watchers told."""
        self._relay.wake()
        self._doorbell.ring(analyses)


async def record(
    connection: AsyncConnection, event: AnalysisRequested | RescoreRequested, key: StartKey | None
) -> None:
    """Write a start: the rows it makes and the record that tells the others."""
    started = upsert(starts).values(analysis_id=event.analysis_id, owner=event.owner).on_conflict_do_nothing()
    if not (await connection.execute(started)).rowcount:
        return  # a second try after a lost connection: the first one was committed after all
    await apply(connection, [event])
    if key is not None:
        await _remember(connection, event.owner, key, event.analysis_id)
    await enqueue(connection, seal(ANALYSIS_LIFECYCLE, event, source=SOURCE, cause_id=f"start/{event.analysis_id}"))


async def _remember(connection: AsyncConnection, owner: str, key: StartKey, analysis_id: UUID) -> None:
    said = {"body_digest": key.digest, "status": ACCEPTED, "analysis_id": analysis_id, "created_at": func.now()}
    await connection.execute(
        upsert(idempotency)
        .values(owner=owner, key=key.key, **said)
        .on_conflict_do_update(index_elements=[idempotency.c.owner, idempotency.c.key], set_=said)
    )


async def _earlier(connection: AsyncConnection, owner: str, key: StartKey) -> UUID | None:
    """The analysis that this key has started already."""
    name = {"name": f"{owner}\n{key.key}"}
    if key.waits:
        await connection.execute(_LOCK, name)
    elif not (await connection.execute(_TRY_LOCK, name)).scalar_one():
        raise Problem(Kind.IN_FLIGHT, retry_after_seconds=1)
    query = select(idempotency).where(idempotency.c.owner == owner, idempotency.c.key == key.key)
    if key.lives_seconds is not None:
        query = query.where(idempotency.c.created_at > func.now() - timedelta(seconds=key.lives_seconds))
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if row.body_digest != key.digest:
        raise Problem(Kind.KEY_REUSED)
    earlier: UUID = row.analysis_id
    return earlier
