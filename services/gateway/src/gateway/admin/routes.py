"""`/api/v1/admin/rebuild`: build the projection anew from the log."""

from datetime import datetime
from enum import StrEnum

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.http.callers import AdminOf
from gateway.http.parts import PartsOf
from gateway.problems import Kind, Problem, problem_responses
from gateway.rebuild.runs import Rebuilds

router = APIRouter(tags=["operation"])

_PROBLEMS = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.FORBIDDEN, Kind.UNAVAILABLE)


class RebuildBody(BaseModel):
    """How to rebuild."""

    model_config = ConfigDict(extra="forbid", strict=True)

    swap: bool = Field(default=True, description="Put the new projection in the old one's place; false: compare alone.")


class RebuildState(StrEnum):
    """How a rebuild stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ChecksumView(BaseModel):
    """What a table holds."""

    table: str
    rows: int
    digest: str


class RebuildView(BaseModel):
    """A rebuild of the projection."""

    state: RebuildState
    started_at: datetime
    seconds: float = Field(description="How long it took; 0 while it runs.")
    facts: int = Field(description="Facts applied so far.")
    swapped: bool
    equal: bool = Field(description="The new projection says what the old one said.")
    before: list[ChecksumView]
    after: list[ChecksumView]
    error: str | None


@router.post(
    "/admin/rebuild",
    status_code=202,
    summary="Build the projection anew",
    responses=_PROBLEMS | problem_responses(Kind.CONFLICT, Kind.FOREIGN_ORIGIN, Kind.MALFORMED_BODY, Kind.TOO_LARGE),
)
async def start_rebuild(body: RebuildBody, _admin: AdminOf, parts: PartsOf, response: Response) -> RebuildView:
    """From the log, beside the one in use, on the live system; nothing is published again."""
    parts.rebuilds.start(swap=body.swap)
    response.headers["Location"] = "/api/v1/admin/rebuild"
    response.headers["Retry-After"] = "1"
    return _view(parts.rebuilds)


@router.get(
    "/admin/rebuild", summary="See how the last rebuild went", responses=_PROBLEMS | problem_responses(Kind.NOT_FOUND)
)
async def read_rebuild(_admin: AdminOf, parts: PartsOf) -> RebuildView:
    """Rows and checksums before and after."""
    return _view(parts.rebuilds)


def _view(rebuilds: Rebuilds) -> RebuildView:
    rebuild = rebuilds.last
    if rebuild is None:
        raise Problem(Kind.NOT_FOUND, "No rebuild has been started since this gateway was.")
    state = RebuildState.FAILED if rebuilds.error else RebuildState.DONE
    return RebuildView(
        state=RebuildState.RUNNING if rebuilds.is_running else state,
        started_at=rebuild.started_at,
        seconds=rebuild.seconds,
        facts=rebuild.facts,
        swapped=rebuild.swapped,
        equal=rebuild.is_equal,
        before=[ChecksumView(table=one.table, rows=one.rows, digest=one.digest) for one in rebuild.before],
        after=[ChecksumView(table=one.table, rows=one.rows, digest=one.digest) for one in rebuild.after],
        error=rebuilds.error,
    )
