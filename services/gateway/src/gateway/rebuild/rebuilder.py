"""The rebuild: fill `projection_next` from the log, catch up, compare, swap, all on a live system."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from common.events import Event
from common.streams import Stream, stream_named
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.app_tables import outbox
from gateway.database import PROJECTION, Database
from gateway.problems import Kind, Problem
from gateway.projection import store
from gateway.projection.apply import merge
from gateway.projection.recorded import PROJECTED, Log, Recording
from gateway.projection.tables import TABLES, analyses, meta, metadata
from gateway.projection.writing import keep_others_out
from gateway.rebuild.checksums import Checksum, checksums

log = logging.getLogger(__name__)

NEXT = f"{PROJECTION}_next"
OLD = f"{PROJECTION}_old"
LOCK = 0x6F75_746C_7262
BATCH = 250
"""Small enough to be decoded, merged and written while it is in the processor's cache: a fifth faster than 1,000."""
WRITERS = 2
AHEAD = 2
"""Batches that are read before they are written, a writer."""
OVERLAP = timedelta(seconds=30)
"""Each catching up begins this long before the last reading did: applying a fact again changes nothing."""
QUICK = timedelta(seconds=2)
"""A catching up that took no longer is the last one beside running writers."""
MOST_CATCH_UPS = 20
Merging = Callable[[AsyncConnection, Sequence[Event]], Awaitable[None]]
"""Brings events into a projection."""
_PROJECTED_TOPICS = frozenset(stream.name for stream in PROJECTED)


@dataclass(slots=True)
class Rebuild:
    """How a rebuild goes, and how it went."""

    started_at: datetime
    facts: int = 0
    """Facts applied."""
    seconds: float = 0.0
    swapped: bool = False
    before: list[Checksum] = field(default_factory=list)
    after: list[Checksum] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether the new projection says what the old one said."""
        return self.before == self.after


class Rebuilder:
    """Builds the projection anew. Effects are off: nothing is completed, published or rung."""

    def __init__(self, url: str, database: Database, recording: Log) -> None:
        """`url` is the database's, for connections of its own that write beside the projection in use."""
        self._url = url
        self._database = database
        self._log = recording

    async def run(self, *, swap: bool = True, progress: Rebuild | None = None) -> Rebuild:
        """Build anew and, if `swap`, put it in the place of the old.

        Raises:
            Problem: Another rebuild is running.
            DatabaseDown: PostgreSQL is away; the projection in use is as it was.
        """
        rebuild = progress or Rebuild(datetime.now(UTC))
        async with self._database.connection() as holder:
            if not (await holder.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK})).scalar_one():
                raise Problem(Kind.CONFLICT, "A rebuild is running already; wait for its end.")
            try:
                await self._build(rebuild, swap=swap)
            finally:
                await holder.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        rebuild.seconds = (datetime.now(UTC) - rebuild.started_at).total_seconds()
        return rebuild

    async def _build(self, rebuild: Rebuild, *, swap: bool) -> None:
        beside = self._writing(NEXT)
        recording = Recording(self._log)
        try:
            await self._database.run(_make_room)
            since: datetime | None = None
            for _ in range(MOST_CATCH_UPS):
                began = datetime.now(UTC)
                await _fill(_merged if since is None else _counted, (beside,), recording, rebuild, since)
                if since is None:
                    await beside.run(_count_all)
                since = began - OVERLAP
                if datetime.now(UTC) - began < QUICK:
                    break
            # From here on nobody writes: what is in the log or in the outbox is all there is.
            async with self._database.connection() as connection, connection.begin():
                await keep_others_out(connection)
                # The outbox first: what the relay moves meanwhile is then in the log when that is read.
                pending = await _pending(connection)
                await beside.run(lambda writer: _counted(writer, pending))
                await _fill(_counted, (beside,), recording, rebuild, since)
                await _compare(connection, beside, rebuild)
                if not rebuild.is_equal:
                    await self._level(beside, since)
                    await _compare(connection, beside, rebuild)
                if swap:
                    await _swap(connection)
                    rebuild.swapped = True
        finally:
            await beside.close()
        if not swap:
            await self._database.run(_drop_next)

    async def _level(self, beside: Database, since: datetime | None) -> None:
        """Apply the newest facts to both: that consumers have not come to them yet is no difference."""
        in_use = self._writing(PROJECTION)
        try:
            await _fill(_counted, (beside, in_use), Recording(self._log), Rebuild(datetime.now(UTC)), since)
        finally:
            await in_use.close()

    def _writing(self, projection: str) -> Database:
        # What a crash takes is built again; the swap waits for the disk, and so for all that was written before it.
        return Database(
            self._url, connections=WRITERS, projection=projection, patience_seconds=30, waits_for_disk=False
        )


async def _fill(
    merging: Merging, projections: Sequence[Database], recording: Recording, rebuild: Rebuild, since: datetime | None
) -> None:
    """Apply what the log has: streams are read side by side, and while the database works the next batches are read.

    Facts of one analysis go to one writer, so that writers do not wait for one another's rows.
    """
    queues: list[asyncio.Queue[Sequence[Event]]] = [asyncio.Queue(AHEAD) for _ in range(WRITERS)]

    async def read(stream: Stream) -> None:
        async for batch in recording.batches(stream, since, BATCH):
            for number, queue in enumerate(queues):
                if share := [event for event in batch if event.analysis_id.int % WRITERS == number]:
                    await queue.put(share)

    async def write(queue: asyncio.Queue[Sequence[Event]]) -> None:
        while events := await queue.get():
            await _each(projections, merging, events)
            rebuild.facts += len(events)

    async with asyncio.TaskGroup() as writers:
        for queue in queues:
            writers.create_task(write(queue))
        async with asyncio.TaskGroup() as readers:
            for stream in PROJECTED:
                readers.create_task(read(stream))
        for queue in queues:
            await queue.put(())


async def _each(projections: Sequence[Database], merging: Merging, events: Sequence[Event]) -> None:
    for projection in projections:
        await projection.run(lambda writer: merging(writer, events))


async def _merged(writer: AsyncConnection, events: Sequence[Event]) -> None:
    """Merge, and count later: channels of one analysis come in many batches."""
    await merge(writer, events)


async def _counted(writer: AsyncConnection, events: Sequence[Event]) -> None:
    await store.recount(writer, await merge(writer, events))


async def _count_all(writer: AsyncConnection) -> None:
    await store.recount(writer, list((await writer.execute(select(analyses.c.id))).scalars()))


async def _compare(in_use: AsyncConnection, beside: Database, rebuild: Rebuild) -> None:
    """Take the checksums of both at once: nobody may write meanwhile."""
    rebuild.before, rebuild.after = await asyncio.gather(
        checksums(in_use, PROJECTION), beside.run(lambda connection: checksums(connection, NEXT))
    )


async def _make_room(connection: AsyncConnection) -> None:
    await _drop_next(connection)
    await connection.execute(text(f"CREATE SCHEMA {NEXT}"))
    await connection.execute(text(f"SET LOCAL search_path TO {NEXT}"))

    def create(sync: Connection) -> None:
        metadata.create_all(sync, tables=TABLES, checkfirst=False)

    await connection.run_sync(create)
    await connection.execute(insert(meta))


async def _drop_next(connection: AsyncConnection) -> None:
    await connection.execute(text(f"DROP SCHEMA IF EXISTS {NEXT} CASCADE"))


async def _swap(connection: AsyncConnection) -> None:
    """The old one's readers finish first; the next statement of anybody finds the new one."""
    await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    await connection.execute(text(f"ALTER SCHEMA {PROJECTION} RENAME TO {OLD}"))
    await connection.execute(text(f"ALTER SCHEMA {NEXT} RENAME TO {PROJECTION}"))
    await connection.execute(text(f"DROP SCHEMA {OLD} CASCADE"))


async def _pending(connection: AsyncConnection) -> list[Event]:
    """Facts that are applied but not yet in the log."""
    rows = await connection.execute(select(outbox).order_by(outbox.c.id))
    return [
        stream_named(row.topic).decode(dict(row.headers)["ce_type"], row.value)
        for row in rows
        if row.topic in _PROJECTED_TOPICS
    ]
