"""What was decided for each analysis, so that a redelivery gets the same: its exclusion list, its channels."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from common.events import ChannelsQualified, ExclusionListBuilt
from sqlalchemy import text

from discovery.database import Database

_LIST = text("SELECT payload FROM discovery.exclusion_list WHERE analysis_id = :id")
_RECORD = {
    table: text(
        f"INSERT INTO discovery.{table} AS known (analysis_id, payload, observed_at) "  # noqa: S608  our own names
        "VALUES (:id, :payload, :observed_at) "
        "ON CONFLICT (analysis_id) DO UPDATE SET payload = known.payload RETURNING payload"
    )
    for table in ("exclusion_list", "decision")
}

Made = TypeVar("Made", ExclusionListBuilt, ChannelsQualified)


class Recorded:
    """The repository of decisions; the one recorded first stays, and is what every redelivery gets.

    Every method may raise `DependencyDown`: PostgreSQL is not there.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def exclusion_list(self, analysis_id: UUID) -> ExclusionListBuilt | None:
        """The list that was built for an analysis before; None: none yet."""
        async with self._database.transaction() as connection:
            payload = await connection.scalar(_LIST, {"id": analysis_id})
        return None if payload is None else ExclusionListBuilt.model_validate_json(payload)

    async def record_list(self, built: ExclusionListBuilt, observed_at: datetime) -> ExclusionListBuilt:
        """Record an analysis' list, and give the one that stands."""
        return await self._standing("exclusion_list", built, observed_at)

    async def record_decision(self, decided: ChannelsQualified, observed_at: datetime) -> ChannelsQualified:
        """Record an analysis' decision, and give the one that stands."""
        return await self._standing("decision", decided, observed_at)

    async def _standing(self, table: str, made: Made, observed_at: datetime) -> Made:
        payload = made.model_dump_json(by_alias=True).encode()
        async with self._database.transaction() as connection:
            standing = await connection.scalar(
                _RECORD[table], {"id": made.analysis_id, "payload": payload, "observed_at": observed_at}
            )
        return made if standing == payload else type(made).model_validate_json(standing or b"")
