"""Statements that remove what is too old: YouTube's data by world time, our own marks by wall time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.accounts.store import purge_logins
from gateway.projection.writing import share

LOCK = 0x6F75_746C_686B
_TRY = text("SELECT pg_try_advisory_xact_lock(:lock)").bindparams(lock=LOCK)
_RESULTS = text("DELETE FROM results WHERE observed_at < :cutoff")
_CHANNELS = text("""
UPDATE channels SET videos = NULL, baseline = NULL, title = NULL, subscriber_count = NULL
WHERE observed_at < :cutoff AND videos IS NOT NULL
""")
_ANALYSES = text("""
WITH old AS (
    SELECT id FROM analyses WHERE requested_at IS NOT NULL AND NOT deleted AND greatest(
        (exclusion ->> 'observed_at')::timestamptz,
        (SELECT max(observed_at) FROM channels WHERE channels.analysis_id = analyses.id),
        CASE WHEN exclusion IS NULL AND channels_scored = 0 THEN requested_at END
    ) < :cutoff
), gone AS (
    DELETE FROM channels USING old WHERE channels.analysis_id = old.id
)
DELETE FROM analyses USING old WHERE analyses.id = old.id
""")
_KEYS = text("DELETE FROM app.idempotency WHERE created_at < now() - interval '7 days'")


@dataclass(frozen=True, slots=True)
class Purged:
    """How much went."""

    results: int
    analyses: int


async def purge(connection: AsyncConnection, cutoff: datetime) -> Purged | None:
    """Remove what was read from YouTube before `cutoff` (world time), and starts and logins that nobody needs.

    Names, notes, favourites and the mark that an analysis was started stay: reading it says that it has expired.

    Returns:
        How much went; None: another replica is at it.
    """
    if not (await connection.execute(_TRY)).scalar_one():
        return None
    await share(connection)
    results = await connection.execute(_RESULTS, {"cutoff": cutoff})
    await connection.execute(_CHANNELS, {"cutoff": cutoff})
    analyses = await connection.execute(_ANALYSES, {"cutoff": cutoff})
    await connection.execute(_KEYS)
    await purge_logins(connection)
    return Purged(results.rowcount, analyses.rowcount)
