"""Checksums of a projection: what two buildings of it must agree in."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_TABLES = {
    # What lives a day in the log, and what counts arrivals, cannot agree. A channel's ranks hold digests of its JSON:
    # reading that again would keep writers waiting ten times as long.
    "analyses": ("id", "ARRAY['seq', 'progress', 'pauses']"),
    "channels": ("analysis_id, channel_id", "ARRAY['seq', 'videos', 'baseline', 'origin']"),
    "results": ("analysis_id, channel_id, video_id", "ARRAY[]::text[]"),
}


@dataclass(frozen=True, slots=True)
class Checksum:
    """How many rows a table has, and one text that differs when any of them does."""

    table: str
    rows: int
    digest: str


async def checksums(connection: AsyncConnection, schema: str) -> list[Checksum]:
    """The checksum of each table of a projection."""
    found = []
    for table, (key, ignored) in _TABLES.items():
        whole = f"md5((to_jsonb(t) - {ignored})::text)"
        # Names of tables and schemas are ours: they stand above and in the callers.
        query = text(
            f"SELECT count(*), coalesce(md5(string_agg({whole}, '' ORDER BY {key})), '') FROM {schema}.{table} AS t"  # noqa: S608
        )
        rows, digest = (await connection.execute(query)).one()
        found.append(Checksum(table, rows, digest))
    return found
