"""`GET /api/v1/analyses/{id}/compare/{other}`: what two analyses of one owner found alike, and what not."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.problems import Kind, problem_responses
from gateway.results.filters import ResultFilters
from gateway.results.reading import ResultsReader
from gateway.results.view import finite

router = APIRouter(tags=["library"])


class Standing(BaseModel):
    """Where a video stands in one analysis."""

    rank: int = Field(description="1 = best.")
    score: float | None


class ComparedVideo(BaseModel):
    """A video in one analysis or both."""

    video_id: str
    channel_id: str
    title: str
    first: Standing | None
    second: Standing | None


class Comparison(BaseModel):
    """Two rankings side by side, in the order of the first; then what only the second has."""

    first: UUID
    second: UUID
    in_both: int
    only_first: int
    only_second: int
    items: list[ComparedVideo]


@router.get(
    "/analyses/{analysis_id:uuid}/compare/{other_id:uuid}",
    summary="Compare two analyses",
    responses=problem_responses(
        Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.EXPIRED, Kind.UNAVAILABLE
    ),
)
async def compare_analyses(analysis_id: UUID, other_id: UUID, caller: CallerOf, parts: PartsOf) -> Comparison:
    """For a re-score and its source, or the same question asked on two days."""

    async def ranking(connection: AsyncConnection, wanted: UUID) -> Sequence[Row[Any]]:
        reader = await ResultsReader.of(connection, caller.owner, wanted, ResultFilters())
        rows: Sequence[Row[Any]] = (await connection.execute(reader.every())).all()
        return rows

    async def both(connection: AsyncConnection) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
        return await ranking(connection, analysis_id), await ranking(connection, other_id)

    first, second = await parts.database.run(both)
    items = _compared(first, second)
    in_both = sum(item.first is not None and item.second is not None for item in items)
    return Comparison(
        first=analysis_id,
        second=other_id,
        in_both=in_both,
        only_first=len(first) - in_both,
        only_second=len(second) - in_both,
        items=items,
    )


def _compared(first: Sequence[Row[Any]], second: Sequence[Row[Any]]) -> list[ComparedVideo]:
    standings = [
        {row.video_id: Standing(rank=rank, score=finite(row.score)) for rank, row in enumerate(rows, start=1)}
        for rows in (first, second)
    ]
    rows = {row.video_id: row for row in (*second, *first)}
    order = [*standings[0], *(video for video in standings[1] if video not in standings[0])]
    return [
        ComparedVideo(
            video_id=video,
            channel_id=rows[video].channel_id,
            title=rows[video].title,
            first=standings[0].get(video),
            second=standings[1].get(video),
        )
        for video in order
    ]
