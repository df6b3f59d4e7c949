"""Who may write the projection: everybody at once, or one who swaps it for another."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

LOCK = 0x6F75_746C_7072
_SHARED = text("SELECT pg_advisory_xact_lock_shared(:lock)").bindparams(lock=LOCK)
_ALONE = text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=LOCK)


async def share(connection: AsyncConnection) -> None:
    """Write beside other writers, until the transaction ends; waits while the projection is swapped.

    A statement of its own, before any that names a table: those must see the projection that is in use then.
    """
    await connection.execute(_SHARED)


async def keep_others_out(connection: AsyncConnection) -> None:
    """Let nobody else write until the transaction ends; waits for those who do."""
    await connection.execute(_ALONE)
