"""A page of results with every filter in force and where they come from."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from common.events import AnalysisSpec
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.database import Database
from gateway.domain.counts import spent_of
from gateway.projection.tables import channels
from gateway.results.filters import Gates, ResultFilters
from gateway.results.query import Place, matching, ordered
from gateway.results.view import FiltersView, Provenance, ResultMapper

STREAMED_ROWS = 200


class ResultsReader:
    """Reads the results of one analysis, which must be the owner's."""

    def __init__(self, analysis: Row[Any], filters: ResultFilters) -> None:
        self._analysis = analysis
        self._filters = filters
        self.spec = AnalysisSpec.model_validate(analysis.spec)
        self._gates = Gates.of(self.spec)

    @classmethod
    async def of(
        cls, connection: AsyncConnection, owner: str, analysis_id: UUID, filters: ResultFilters
    ) -> "ResultsReader":
        """A reader of an owner's analysis.

        Raises:
            Problem: It is not there.
        """
        return cls(await reading.one(connection, owner, analysis_id), filters)

    async def page(
        self, connection: AsyncConnection, mapper: ResultMapper, *, limit: int, cursor: str | None
    ) -> dict[str, Any]:
        """One page, in the shape of `ResultPage`."""
        query, given = self._query(), 0
        place = Place(self._filters)
        if cursor is not None:
            given, after = place.read(cursor)
            query = query.where(after)
        room = min(limit, max(self._gates.max_results - given, 0))
        rows = list((await connection.execute(query.limit(room + 1))).all()) if room else []
        shown = rows[:room]
        is_more = len(rows) > room and given + room < self._gates.max_results
        return {
            "items": [mapper.item(row) for row in shown],
            "next_cursor": place.cursor(shown[-1], given + len(shown)) if is_more else None,
            "filters": self.filters_view(),
            "provenance": await self.provenance(connection),
        }

    def every(self) -> Select[Any]:
        """The query of all results, as many as the analysis is to have."""
        return self._query().limit(self._gates.max_results)

    def filters_view(self) -> FiltersView:
        """Every filter in force."""
        return FiltersView(analysis=self._gates, request=self._filters)

    async def provenance(self, connection: AsyncConnection) -> Provenance:
        """What the results rest on."""
        row = self._analysis
        observed = (
            await connection.execute(
                select(func.min(channels.c.observed_at), func.max(channels.c.observed_at)).where(
                    channels.c.analysis_id == row.id
                )
            )
        ).one()
        decision = row.decision or {}
        return Provenance(
            as_of=self.spec.as_of,
            method=self.spec.method.value,
            observed_from=observed[0],
            observed_until=observed[1],
            searches=[query["query"] for query in decision.get("queries", ()) if query["outcome"] != "skipped"],
            channels_selected=row.channels_selected,
            channels_read=row.channels_scored,
            channels_skipped=row.channels_skipped,
            complete=row.completed is not None and not decision.get("partial", False),
            quota=spent_of(row),
        )

    def _query(self) -> Select[Any]:
        return ordered(matching(self._analysis.id, self._filters, self._gates), self._filters)


async def streamed(database: Database, reader: ResultsReader) -> AsyncIterator[Row[Any]]:
    """Every result of a reader, read as fast as it is taken."""
    async with (
        database.connection() as connection,
        connection.stream(reader.every(), execution_options={"yield_per": STREAMED_ROWS}) as rows,
    ):
        async for row in rows:
            yield row
