"""Checksums of a projection: what two buildings of it must agree in."""

from dataclasses import dataclass

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.projection.tables import analyses, channels, results

UNCOMPARED: dict[Table, frozenset[str]] = {
    # What lives a day in the log, and what counts arrivals, cannot agree. A channel's ranks hold digests of its JSON:
    # reading that again would keep writers waiting ten times as long.
    analyses: frozenset({"seq", "progress", "pauses"}),
    channels: frozenset({"seq", "videos", "baseline", "origin"}),
    results: frozenset(),
}
"""The tables that are compared, and the columns of each that are not."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """How many rows a table has, and one text that differs when any of them does."""

    table: str
    rows: int
    digest: str


async def checksums(connection: AsyncConnection, schema: str) -> list[Checksum]:
    """The checksum of each table of a projection."""
    found = []
    for table, uncompared in UNCOMPARED.items():
        # Columns one by one: a whole row as JSON unpacks what is large in it, even where that is left out afterwards.
        columns = ", ".join(column.name for column in table.columns if column.name not in uncompared)
        key = ", ".join(column.name for column in table.primary_key.columns)
        # Names of tables and columns are ours, and the schemas' stand in the callers.
        query = text(
            f"SELECT count(*), coalesce(md5(string_agg(md5(ROW({columns})::text), '' ORDER BY {key})), '') "  # noqa: S608
            f"FROM {schema}.{table.name}"
        )
        rows, digest = (await connection.execute(query)).one()
        found.append(Checksum(table.name, rows, digest))
    return found
