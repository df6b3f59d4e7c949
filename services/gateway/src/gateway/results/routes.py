"""`/api/v1/analyses/{id}/results` and `/export`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.responses import Response

from gateway.http.callers import CallerOf
from gateway.http.json import FastJson
from gateway.http.parts import PartsOf
from gateway.problems import Kind, problem_responses
from gateway.results.export_csv import csv_lines
from gateway.results.export_json import json_parts
from gateway.results.filters import MAX_LIMIT, ExportFormat, ExportQuery, ResultFilters
from gateway.results.reading import ResultsReader, streamed
from gateway.results.view import ResultPage
from gateway.results.workbook import XLSX_TYPE, workbook

router = APIRouter(tags=["results"])

_READ = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.NOT_FOUND, Kind.EXPIRED, Kind.UNAVAILABLE)


class ResultQuery(ResultFilters):
    """Filters, and which page."""

    limit: int = Query(50, ge=1, le=MAX_LIMIT, description="The most results of a page.")
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = Query(
        None, description="`next_cursor` of the page before, with the same filters."
    )


@router.get("/analyses/{analysis_id:uuid}/results", summary="Read results", responses=_READ, response_model=ResultPage)
async def read_results(
    analysis_id: UUID, query: Annotated[ResultQuery, Query()], caller: CallerOf, parts: PartsOf
) -> Response:
    """Ranked results, filtered and paged; every filter in force is in the answer."""
    filters = ResultFilters(**query.model_dump(exclude={"limit", "cursor"}))

    async def work(connection: AsyncConnection) -> FastJson:
        reader = await ResultsReader.of(connection, caller.owner, analysis_id, filters)
        return FastJson(await reader.page(connection, parts.mapper, limit=query.limit, cursor=query.cursor))

    return await parts.database.run(work)


@router.get(
    "/analyses/{analysis_id:uuid}/export",
    summary="Export results as a file",
    response_class=StreamingResponse,
    responses=_READ
    | {
        200: {
            "description": "The file, streamed; also while the analysis still runs.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                XLSX_TYPE: {"schema": {"type": "string", "format": "binary"}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
)
async def export_results(
    analysis_id: UUID, query: Annotated[ExportQuery, Query()], caller: CallerOf, parts: PartsOf
) -> Response:
    """All results that pass the filters, ranked, with the why of each score."""
    reader = await parts.database.run(
        lambda connection: ResultsReader.of(connection, caller.owner, analysis_id, query.filters)
    )
    rows = streamed(parts.database, reader)
    headers = {"Content-Disposition": f'attachment; filename="youtube-outliers-{analysis_id}.{query.format}"'}
    match query.format:
        case ExportFormat.CSV:
            lines = csv_lines(rows, parts.mapper, bom=query.bom)
            return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)
        case ExportFormat.JSON:
            provenance = await parts.database.run(reader.provenance)
            text = json_parts(rows, parts.mapper, filters=reader.filters_view(), provenance=provenance)
            return StreamingResponse(text, media_type="application/json", headers=headers)
        case ExportFormat.XLSX:
            return Response(await workbook(rows, parts.mapper), media_type=XLSX_TYPE, headers=headers)
