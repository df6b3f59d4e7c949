"""`/api/export/*` of the original: one analysis as a file."""

from fastapi.responses import Response

from gateway.http.json import FastJson
from gateway.http.parts import PartsOf
from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller
from gateway.original.outlier import csv_file
from gateway.original.reading import analysis_id_of, with_results
from gateway.original.shapes import analysis_shape, result_shape, summary_of
from gateway.results.workbook import XLSX_TYPE, workbook_of

router = original_router("/api/export")

FORMATS = {"csv": "CSV", "excel": "Excel", "json": "JSON"}


@router.get("/formats")
async def formats(_caller: OriginalCaller) -> Response:
    """Kinds of files that are offered."""
    return success(formats=[{"id": kind, "name": name} for kind, name in FORMATS.items()])


@router.get("/outlier/{analysis_id}/csv")
async def as_csv(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """A table as text."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    return csv_file(rows, f"outliers-{view.id}.csv")


@router.get("/outlier/{analysis_id}/excel")
async def as_excel(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """A workbook."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    return Response(
        await workbook_of([parts.mapper.item(row) for row in rows]),
        media_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="outliers-{view.id}.xlsx"'},
    )


@router.get("/outlier/{analysis_id}/json")
async def as_json(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """Everything, for a program."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    results = [result_shape(row, parts.mapper, plain_id=False) for row in rows]
    body = {"analysis": analysis_shape(view), "summary": summary_of(view), "results": results}
    headers = {"Content-Disposition": f'attachment; filename="outliers-{view.id}.json"'}
    return FastJson(body, headers=headers)
