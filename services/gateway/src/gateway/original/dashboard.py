"""`/api/dashboard*` of the original: f6 reads the first shape, HEAD the comprehensive one."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses.view import AnalysisView, view_of
from gateway.domain.cells import defused
from gateway.http.callers import Caller
from gateway.http.parts import Parts, PartsOf
from gateway.original import history
from gateway.original.comprehensive import comprehensive
from gateway.original.envelope import original_router, success
from gateway.original.figures import Figures, analysis_items, outlier_items, quota_usage
from gateway.original.identity import OriginalCaller
from gateway.original.reading import analysis_id_of, with_results
from gateway.original.shapes import analysis_shape, result_shape
from gateway.results.filters import ResultFilters
from gateway.results.reading import ResultsReader
from gateway.results.workbook import XLSX_TYPE, workbook_of

router = original_router("/api/dashboard")

Range = Annotated[int, Query(ge=1, le=365, description="Days back.")]


@router.get("")
async def dashboard(caller: OriginalCaller, parts: PartsOf, range: Range = 30) -> Response:  # noqa: A002  the original's name
    """Figures, newest analyses, quota, favourites."""
    figures = await Figures.of(parts, caller.owner, range)
    return success(
        metrics={
            "totalAnalyses": figures.ever.analyses,
            "totalOutliers": figures.ever.outliers,
            "avgProcessingTime": figures.ever.average_ms,
            "uniqueChannels": figures.ever.channels,
            "last30Days": {"analyses": figures.last_30.analyses, "outliers": figures.last_30.outliers},
        },
        recentAnalyses=analysis_items(figures.views[: history.RECENT]),
        usageData=figures.days,
        quotaUsage=await quota_usage(parts),
        recentOutliers=outlier_items(figures.outliers, parts.mapper),
        favoriteChannels=[_favourite(row) for row in figures.favourites],
    )


@router.get("/comprehensive")
async def comprehensive_dashboard(
    caller: OriginalCaller,
    parts: PartsOf,
    range: Range = 30,  # noqa: A002  the original's name
) -> Response:
    """The same figures, and more, by HEAD's names."""
    figures = await Figures.of(parts, caller.owner, range)
    return success(**comprehensive(figures, await quota_usage(parts), parts.mapper))


@router.get("/analysis/{analysis_id}")
async def one(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """One analysis with its results, for its page."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    shape = analysis_shape(view, view.name, view.notes)
    return success(analysis=shape | {"results": [result_shape(row, parts.mapper, plain_id=False) for row in rows]})


@router.get("/export")
async def export_csv(
    caller: OriginalCaller,
    parts: PartsOf,
    range: Range = 30,  # noqa: A002  the original's name
    search: Annotated[str, Query(max_length=200)] = "",
    status: Annotated[str, Query(max_length=20)] = "all",
) -> Response:
    """The history as CSV."""
    views = await _history(parts, caller, range)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Name", "Status", "Started", "Completed", "Channels", "Outliers", "Milliseconds"])
    for item in analysis_items(views):
        wanted = search.lower() in item["name"].lower() and status in {"", "all", item["status"]}
        if wanted:
            writer.writerow(
                [
                    defused(item["name"]),
                    item["status"],
                    item["started_at"].isoformat(),
                    item["completed_at"].isoformat() if item["completed_at"] else "",
                    item["total_channels_analyzed"],
                    item["total_outliers_found"],
                    item["processing_time_ms"] or "",
                ]
            )
    headers = {"Content-Disposition": 'attachment; filename="dashboard.csv"'}
    return Response(buffer.getvalue(), media_type="text/csv", headers=headers)


@router.get("/export/excel")
async def export_excel(
    caller: OriginalCaller,
    parts: PartsOf,
    range: Range = 30,  # noqa: A002  the original's name
) -> Response:
    """The outliers of all analyses in the range as a workbook."""
    views = await _history(parts, caller, range)

    async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
        rows: list[Row[Any]] = []
        for view in views:
            reader = await ResultsReader.of(connection, caller.owner, view.id, ResultFilters())
            rows += (await connection.execute(reader.every())).all()
        return rows

    rows = await parts.database.run(work)
    return Response(
        await workbook_of([parts.mapper.item(row) for row in rows]),
        media_type=XLSX_TYPE,
        headers={"Content-Disposition": 'attachment; filename="dashboard.xlsx"'},
    )


async def _history(parts: Parts, caller: Caller, days: int) -> list[AnalysisView]:
    now = parts.clock.now()
    rows = await parts.database.run(
        lambda connection: history.recent(connection, caller.owner, now - timedelta(days=days), now)
    )
    return [view_of(row, now) for row in rows]


def _favourite(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.item_id,
        "name": row.title or row.own_title or row.item_id,
        "subscriberCount": row.subscriber_count or 0,
        "lastAnalyzed": row.observed_at,
        "avgOutlierScore": row.score or 0,
        "isFavorited": True,
    }
