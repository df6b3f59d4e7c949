"""An owner's analyses and results, as the original's routes need them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.analyses.view import AnalysisView, view_of
from gateway.http.parts import Parts
from gateway.problems import Kind, Problem
from gateway.results.filters import ResultFilters
from gateway.results.reading import ResultsReader


def analysis_id_of(text: str) -> UUID:
    """An analysis' id from an address.

    Raises:
        Problem: It is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Problem(Kind.NOT_FOUND, "Analysis not found") from None


async def analysis_of(parts: Parts, owner: str, text: str) -> AnalysisView:
    """An owner's analysis.

    Raises:
        Problem: It is not there.
    """
    analysis_id = analysis_id_of(text)
    row = await parts.database.run(lambda connection: reading.one(connection, owner, analysis_id))
    return view_of(row, parts.clock.now())


async def with_results(parts: Parts, owner: str, analysis_id: UUID) -> tuple[AnalysisView, Sequence[Row[Any]]]:
    """An owner's analysis and its ranked results, of one moment.

    Raises:
        Problem: It is not there.
    """
    now = parts.clock.now()

    async def work(connection: AsyncConnection) -> tuple[AnalysisView, Sequence[Row[Any]]]:
        return await _with_results(connection, owner, analysis_id, now)

    return await parts.database.run(work)


async def _with_results(
    connection: AsyncConnection, owner: str, analysis_id: UUID, now: datetime
) -> tuple[AnalysisView, Sequence[Row[Any]]]:
    row = await reading.one(connection, owner, analysis_id)
    reader = ResultsReader(row, ResultFilters())
    return view_of(row, now), (await connection.execute(reader.every())).all()
