"""`/api/v1/analyses`: start, plan, list, read, cancel, judge anew, delete."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from common.events import AnalysisRequested, AnalysisSpec, RescoreRequested
from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import StringConstraints
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.analyses.bodies import AnalysisBody, RescoreBody
from gateway.analyses.choosing import changed_spec, chosen_spec
from gateway.analyses.examples import with_example_titles
from gateway.analyses.plan import Plan
from gateway.analyses.recordings import Recordings, recordings_of
from gateway.analyses.starting import StartKey
from gateway.analyses.view import AnalysisPage, AnalysisView, view_of
from gateway.http.callers import CallerOf
from gateway.http.parts import Parts, PartsOf
from gateway.problems import Kind, Problem, problem_responses

router = APIRouter(tags=["analyses"])

START_AGAIN_SECONDS = "1"
CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of the machines that stamp records may be apart."""
IdempotencyKey = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")] | None,
    Header(description="The same key makes the same start: a repeated request gets the first one's analysis."),
]
Limit = Annotated[int, Query(ge=1, le=100, description="The most items of a page.")]
Cursor = Annotated[
    Annotated[str, StringConstraints(max_length=1000)] | None,
    Query(description="`next_cursor` of the page before."),
]
_READ = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.NOT_FOUND, Kind.EXPIRED, Kind.UNAVAILABLE)
_WRITE = _READ | problem_responses(Kind.MALFORMED_BODY, Kind.FOREIGN_ORIGIN, Kind.CONFLICT, Kind.TOO_LARGE)


@router.post("/analyses", status_code=202, summary="Start an analysis", responses=_WRITE)
async def start_analysis(
    body: AnalysisBody,
    caller: CallerOf,
    parts: PartsOf,
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> AnalysisView:
    """Starts it and returns at once; follow `Location`, or its live stream, for what is found."""
    now = parts.clock.now()
    spec = await chosen_spec(body, caller.owner, parts.shelf, parts.pins, now)
    spec = await with_example_titles(spec, parts.fetcher)
    event = AnalysisRequested(analysis_id=uuid4(), owner=caller.owner, spec=spec, requested_at=now)
    key = StartKey(idempotency_key, await request.body()) if idempotency_key else None
    return _accepted(parts, await parts.starter.start(event, key), response)


@router.post("/analyses/plan", summary="What an analysis would cost", responses=_WRITE)
async def plan_analysis(body: AnalysisBody, caller: CallerOf, parts: PartsOf) -> Plan:
    """Asks nothing of YouTube and starts nothing."""
    spec = await chosen_spec(body, caller.owner, parts.shelf, parts.pins, parts.clock.now())
    return Plan.model_validate(await parts.fetcher.post("/internal/plan", spec.model_dump_json(by_alias=True)))


@router.get("/analyses", summary="List analyses", responses=_READ)
async def list_analyses(caller: CallerOf, parts: PartsOf, limit: Limit = 20, cursor: Cursor = None) -> AnalysisPage:
    """The caller's analyses, newest first."""
    rows, next_cursor = await parts.database.run(
        lambda connection: reading.page(connection, caller.owner, limit=limit, cursor=cursor)
    )
    now = parts.clock.now()
    return AnalysisPage(items=[view_of(row, now, parts.hindrance.latest()) for row in rows], next_cursor=next_cursor)


@router.get("/analyses/{analysis_id:uuid}", summary="Read an analysis", responses=_READ)
async def read_analysis(analysis_id: UUID, caller: CallerOf, parts: PartsOf) -> AnalysisView:
    """What was asked for, and how it stands."""
    return await _view(parts, caller.owner, analysis_id)


@router.post("/analyses/{analysis_id:uuid}/cancel", summary="Cancel an analysis", responses=_WRITE)
async def cancel_analysis(analysis_id: UUID, caller: CallerOf, parts: PartsOf) -> AnalysisView:
    """No more quota is spent on it; what was found stays."""
    await parts.changer.cancel(caller.owner, analysis_id, parts.clock.now())
    return await _view(parts, caller.owner, analysis_id)


@router.post(
    "/analyses/{analysis_id:uuid}/rescore", status_code=202, summary="Judge an analysis anew", responses=_WRITE
)
async def rescore_analysis(
    analysis_id: UUID,
    body: RescoreBody,
    caller: CallerOf,
    parts: PartsOf,
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> AnalysisView:
    """A new analysis from the recording of an old one: other thresholds, method or profile, no quota spent."""

    async def source_of(connection: AsyncConnection) -> tuple[AnalysisSpec, Recordings]:
        row = await reading.one(connection, caller.owner, analysis_id)
        return AnalysisSpec.model_validate(row.spec), await recordings_of(connection, caller.owner, analysis_id)

    before, recordings = await parts.database.run(source_of)
    if recordings.channels == 0:
        raise Problem(Kind.CONFLICT, "Nothing of this analysis has been recorded yet; wait for its first channels.")
    if recordings.recorded_from is None:
        raise Problem(Kind.CONFLICT, "The recording of this analysis is gone.")
    spec = await changed_spec(body, before, caller.owner, parts.shelf, parts.pins)
    if body.profile is not None:
        spec = await with_example_titles(spec, parts.fetcher)
    event = RescoreRequested(
        analysis_id=uuid4(),
        owner=caller.owner,
        source_analysis_id=recordings.source_analysis_id,
        recorded_from=recordings.recorded_from - CLOCKS_DIFFER,
        recorded_until=datetime.now(UTC),
        spec=spec,
        requested_at=parts.clock.now(),
    )
    key = StartKey(idempotency_key, str(analysis_id).encode() + await request.body()) if idempotency_key else None
    return _accepted(parts, await parts.starter.start(event, key), response)


@router.get("/analyses/{analysis_id:uuid}/rescore", summary="See what could be judged anew", responses=_READ)
async def preview_rescore(analysis_id: UUID, caller: CallerOf, parts: PartsOf) -> Recordings:
    """How many recordings there are, how old, and until when the log keeps them."""
    return await parts.database.run(lambda connection: recordings_of(connection, caller.owner, analysis_id))


@router.post("/analyses/{analysis_id:uuid}/retry", status_code=202, summary="Ask the same again", responses=_WRITE)
async def retry_analysis(
    analysis_id: UUID,
    caller: CallerOf,
    parts: PartsOf,
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> AnalysisView:
    """A new analysis with the same settings, as of now: after a failure, or to see what has changed."""
    row = await parts.database.run(lambda connection: reading.one(connection, caller.owner, analysis_id))
    now = parts.clock.now()
    spec = AnalysisSpec.model_validate(row.spec).model_copy(update={"as_of": now})
    event = AnalysisRequested(analysis_id=uuid4(), owner=caller.owner, spec=spec, requested_at=now)
    key = StartKey(idempotency_key, str(analysis_id).encode() + await request.body()) if idempotency_key else None
    return _accepted(parts, await parts.starter.start(event, key), response)


@router.delete("/analyses/{analysis_id:uuid}", status_code=204, summary="Delete an analysis", responses=_WRITE)
async def delete_analysis(analysis_id: UUID, caller: CallerOf, parts: PartsOf) -> None:
    """Gone from every answer at once, from the log within its retention."""
    await parts.changer.delete(caller.owner, analysis_id)


def _accepted(parts: Parts, row: Row[Any], response: Response) -> AnalysisView:
    response.headers["Location"] = f"/api/v1/analyses/{row.id}"
    response.headers["Retry-After"] = START_AGAIN_SECONDS
    return view_of(row, parts.clock.now(), parts.hindrance.latest())


async def _view(parts: Parts, owner: str, analysis_id: UUID) -> AnalysisView:
    row = await parts.database.run(lambda connection: reading.one(connection, owner, analysis_id))
    return view_of(row, parts.clock.now(), parts.hindrance.latest())
