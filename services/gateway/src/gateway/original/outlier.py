"""`/api/outlier/*` of the original: start, status, results, export, list, over the classic method."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any
from uuid import uuid4

from common.events import AnalysisRequested
from common.events.spec import MAX_EXCLUSION_CHANNELS
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy import Row

from gateway.analyses import reading
from gateway.analyses.bodies import MAX_SUBSCRIBERS, AnalysisBody
from gateway.analyses.choosing import chosen_spec
from gateway.analyses.starting import StartKey
from gateway.analyses.view import view_of
from gateway.domain.cells import defused
from gateway.http.json import FastJson
from gateway.http.parts import PartsOf
from gateway.http.text_fields import NoNul
from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller
from gateway.original.reading import analysis_id_of, analysis_of, with_results
from gateway.original.shapes import analysis_shape, result_shape, status_of, summary_of
from gateway.problems import Problem

router = original_router("/api/outlier")

SAME_START_SECONDS = 60
"""The original's client sends a start up to four times; so long is the same body the same start."""
LISTED = 100


def _bounds(low: int, high: int, message: str) -> BeforeValidator:
    def check(value: Any) -> int:  # noqa: ANN401  what JSON had
        number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            raise ValueError(f"{message}: use a whole number between {low} and {high}")
        return number

    return BeforeValidator(check)


Name = Annotated[str, StringConstraints(max_length=100), AfterValidator(str.strip), NoNul]


class StartForm(BaseModel):
    """The body of a start. Blank names are dropped."""

    model_config = ConfigDict(extra="ignore")

    exclusionChannels: list[Name] = Field(max_length=MAX_EXCLUSION_CHANNELS)  # noqa: N815  the original's name
    minSubs: Annotated[int, _bounds(0, MAX_SUBSCRIBERS, "Minimum subscribers is out of bounds")] = 10_000  # noqa: N815
    maxSubs: Annotated[int, _bounds(0, MAX_SUBSCRIBERS, "Maximum subscribers is out of bounds")] = 500_000  # noqa: N815
    timeWindow: Annotated[int, _bounds(1, 30, "Time window must be between 1-30 days")] = 7  # noqa: N815
    outlierThreshold: Annotated[int, _bounds(10, 100, "Outlier threshold must be between 10-100")] = 30  # noqa: N815


@router.post("/start")
async def start(form: StartForm, caller: OriginalCaller, parts: PartsOf) -> Response:
    """Start a classic analysis; the same owner and body within a minute is the same start."""
    if form.minSubs > form.maxSubs:
        raise Problem.of_field("minSubs", "is greater than maxSubs", "make it the smaller of the two")
    now = parts.clock.now()
    body = AnalysisBody(
        exclusion_channels=[name for name in form.exclusionChannels if name],
        min_subscribers=form.minSubs,
        max_subscribers=form.maxSubs,
        window_days=form.timeWindow,
        min_score=float(form.outlierThreshold),
        method="classic",
    )
    spec = await chosen_spec(body, caller.owner, parts.shelf, parts.pins, now)
    event = AnalysisRequested(analysis_id=uuid4(), owner=caller.owner, spec=spec, requested_at=now)
    same = json.dumps(form.model_dump(), sort_keys=True).encode()
    key = StartKey.of_body("original", same, lives_seconds=SAME_START_SECONDS)
    started = await parts.starter.start(event, key)
    return success(analysisId=str(started.id), message="Analysis started successfully")


@router.get("/status/{analysis_id}")
async def status(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """How it stands."""
    return success(analysis=analysis_shape(await analysis_of(parts, caller.owner, analysis_id)))


@router.get("/results/{analysis_id}")
async def results(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """The results, once it has ended."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    state = status_of(view)
    if state not in {"completed", "cancelled"}:
        body = {"success": False, "message": f"Analysis is {state}", "error": f"Analysis is {state}", "status": state}
        return FastJson(body, status_code=400)
    shown = [result_shape(row, parts.mapper, plain_id=True) for row in rows]
    return success(results=shown, summary=summary_of(view), analysisId=str(view.id))


@router.get("/export/{analysis_id}")
async def export(analysis_id: str, caller: OriginalCaller, parts: PartsOf) -> Response:
    """The results as CSV, quotes escaped and formulas defused."""
    view, rows = await with_results(parts, caller.owner, analysis_id_of(analysis_id))
    return csv_file(rows, f"youtube-outliers-{view.id}.csv")


@router.get("/list")
async def list_all(caller: OriginalCaller, parts: PartsOf) -> Response:
    """The owner's analyses, newest first."""
    rows, _ = await parts.database.run(
        lambda connection: reading.page(connection, caller.owner, limit=LISTED, cursor=None)
    )
    now = parts.clock.now()
    return success(analyses=[analysis_shape(view_of(row, now)) for row in rows], total=len(rows))


def csv_file(rows: Sequence[Row[Any]], name: str) -> Response:
    """The original's CSV of results."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(_HEAD)
    writer.writerows(_lines(rows))
    return Response(
        buffer.getvalue(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


_HEAD = (
    "Channel Name",
    "Subscribers",
    "Video Title",
    "Views",
    "Outlier Score",
    "Brand Fit",
    "Game/Content",
    "URL",
    "Published Date",
)


def _lines(rows: Sequence[Row[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [
            defused(row.channel_title),
            "" if row.subscriber_count is None else str(row.subscriber_count),
            defused(row.title),
            str(row.view_count or 0),
            f"{row.score:.1f}",
            f"{row.brand_fit or 0:.1f}",
            defused(row.topic or row.first_tag or "N/A"),
            f"https://youtube.com/watch?v={row.video_id}",
            row.published_at.isoformat() if row.published_at else "",
        ]
