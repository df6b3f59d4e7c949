"""The relay: publishes what stands in the outbox, in order, by whichever replica holds the lock."""

import asyncio
import contextlib
import logging
from typing import Any

from common.delivery import Outgoing, Publisher
from common.errors import DependencyDown
from prometheus_client import Counter
from sqlalchemy import Row, bindparam, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from gateway.app_tables import outbox
from gateway.database import Database, DatabaseDown

log = logging.getLogger(__name__)

LOCK = 0x6F75_746C_7265
"""Advisory lock of the one who relays."""
BATCH = 500
POLL_SECONDS = 1.0
"""How late a record may be whose replica died between its commit and its relay."""
CONTENDED_SECONDS = 0.004
AGAIN_SECONDS = 0.5

RELAYED = Counter("outlier_outbox_relayed_total", "Records that the outbox relay has published.")

_LOCK = text("SELECT pg_try_advisory_xact_lock(:lock)").bindparams(lock=LOCK)
_NEXT = select(outbox).order_by(outbox.c.id).limit(BATCH)
_DONE: Executable = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))


async def enqueue(connection: AsyncConnection, *records: Outgoing) -> None:
    """Put records into the outbox, inside the caller's transaction; wake the relay after its commit."""
    await connection.execute(
        insert(outbox),
        [
            {
                "topic": record.topic,
                "key": record.key,
                "value": record.value,
                "headers": [[name, value.decode()] for name, value in record.headers],
            }
            for record in records
        ],
    )


class Relay:
    """Publishes the outbox. One pass is one transaction under an advisory lock: select, publish, delete.

    Every replica runs one and is woken by its own commits; one that finds the lock taken tries again at once, because
    the holder may have looked before that commit.
    """

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something was committed: look now."""
        self._woken.set()

    async def start(self) -> None:
        """Begin to relay."""
        self._task = asyncio.create_task(self._run(), name="outbox relay")

    async def stop(self) -> None:
        """End; what is not relayed stays for the next one."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def relay_once(self) -> int | None:
        """One pass.

        Returns:
            How many records were published; None: another replica holds the lock.

        Raises:
            DependencyDown: The broker is away.
            DatabaseDown: PostgreSQL is away.
        """
        return await self._database.run(self._pass, patience_seconds=0)

    async def _pass(self, connection: AsyncConnection) -> int | None:
        if not (await connection.execute(_LOCK)).scalar_one():
            return None
        rows = (await connection.execute(_NEXT)).all()
        if not rows:
            return 0
        await self._publisher.publish(*(_outgoing(row) for row in rows))
        await connection.execute(_DONE, {"ids": [row.id for row in rows]})
        RELAYED.inc(len(rows))
        return len(rows)

    async def _run(self) -> None:
        said = False
        while True:
            woken = await self._sleep_until_woken()
            try:
                await self._drain(must_look=woken)
            except (DependencyDown, DatabaseDown) as error:
                if not said:
                    log.warning("the outbox waits: %s", error)
                said = True
            except Exception:
                log.exception("the outbox relay failed; it tries again")
            else:
                said = False
                continue
            await asyncio.sleep(AGAIN_SECONDS)
            self._woken.set()

    async def _drain(self, *, must_look: bool) -> None:
        """Relay until nothing is left; `must_look`: a look that another replica's lock prevented is made again."""
        while True:
            published = await self.relay_once()
            if published is None and must_look:
                await asyncio.sleep(CONTENDED_SECONDS)
            elif published != BATCH:
                return

    async def _sleep_until_woken(self) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
        woken = self._woken.is_set()
        self._woken.clear()
        return woken


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(row.topic, row.key, row.value, tuple((name, value.encode()) for name, value in row.headers))
