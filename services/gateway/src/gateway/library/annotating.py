"""`PATCH /api/v1/analyses/{id}`: what an owner calls an analysis, and notes about it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.analyses.view import AnalysisView, view_of
from gateway.app_tables import annotations
from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.http.text_fields import NoNul, Trimmed
from gateway.problems import Kind, problem_responses

router = APIRouter(tags=["library"])


class AnnotationBody(BaseModel):
    """What is absent stays; null removes."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(min_length=1, max_length=120), Trimmed, NoNul] | None = Field(
        None, examples=["Sandbox games, November"]
    )
    notes: Annotated[str, StringConstraints(max_length=5_000), NoNul] | None = None


@router.patch(
    "/analyses/{analysis_id:uuid}",
    summary="Name an analysis, take notes",
    responses=problem_responses(
        Kind.INVALID_INPUT,
        Kind.MALFORMED_BODY,
        Kind.NOT_LOGGED_IN,
        Kind.FORBIDDEN,
        Kind.NOT_FOUND,
        Kind.EXPIRED,
        Kind.TOO_LARGE,
        Kind.UNAVAILABLE,
    ),
)
async def annotate_analysis(analysis_id: UUID, body: AnnotationBody, caller: CallerOf, parts: PartsOf) -> AnalysisView:
    """Kept for as long as the account, also when the analysis' data are no longer."""
    said = body.model_dump(include=body.model_fields_set)
    now = parts.clock.now()

    async def work(connection: AsyncConnection) -> AnalysisView:
        await reading.one(connection, caller.owner, analysis_id)
        if said:
            await connection.execute(
                upsert(annotations)
                .values(analysis_id=analysis_id, owner=caller.owner, **said)
                .on_conflict_do_update(index_elements=[annotations.c.analysis_id], set_=said)
            )
        return view_of(await reading.one(connection, caller.owner, analysis_id), now)

    view = await parts.database.run(work)
    parts.starter.published([analysis_id])
    return view
