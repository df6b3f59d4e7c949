"""An analysis as callers see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from common.events import Counts, FailureReason, QuotaSpent, Stage
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from gateway.analyses.spec_view import SpecView
from gateway.domain.counts import counts_of, spent_of
from gateway.domain.facts import Facts
from gateway.domain.progress import Progress, progress_of
from gateway.domain.state import State, failure_of, paused_until, state_of
from gateway.projection.store import facts_of


class _View(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProgressView(_View):
    """How far the analysis is."""

    stage: Stage = Field(description="The stage at work, or the last one.")
    done: int = Field(description="Steps of that stage that are done.")
    total: int = Field(description="Steps of that stage; 0 = not known yet.")
    percent: float = Field(description="Of the whole analysis, 0–100.")


class TopicView(_View):
    """A topic that the exclusion channels have covered."""

    name: str
    count: int = Field(description="How many of their videos are about it.")
    video_ids: list[str]
    aliases: list[str] = Field([], description="Other names of it, learnt from tags, hashtags and descriptions.")


class QueryView(_View):
    """A search query and what became of it."""

    query: str
    outcome: str = Field(description="`ran`, `cached` or `skipped`.")
    channels: int = Field(description="Channels that it found first.")


class FunnelView(_View):
    """Why of all channels found these were chosen."""

    candidates: int
    accepted: int
    rejected: dict[str, int] = Field(description="How many fell out, by reason.")
    queries: list[QueryView]
    partial: bool = Field(description="Quota ran out before every query was asked.")
    note: str


class ErrorView(_View):
    """Why it failed."""

    stage: Stage
    reason: FailureReason
    detail: str


class AnalysisView(_View):
    """An analysis: what was asked for, and how it stands."""

    id: UUID
    name: str | None = Field(description="What its owner calls it.")
    notes: str | None = Field(description="What its owner noted.")
    state: State
    waiting_for: str | None = Field(description="What holds it up: null, `quota`, `youtube_key`, …")
    paused_until: datetime | None = Field(description="When the empty quota bucket is refilled.")
    created_at: datetime = Field(description="World time of the start.")
    as_of: datetime = Field(description="The moment from which ages are counted.")
    completed_at: datetime | None
    source_analysis_id: UUID | None = Field(description="The analysis whose recording this one judges anew.")
    spec: SpecView
    progress: ProgressView
    topics: list[TopicView]
    not_found: list[str] = Field(description="Exclusion channels that YouTube does not know.")
    funnel: FunnelView | None
    quota: QuotaSpent = Field(description="Calls spent on YouTube, by bucket.")
    counts: Counts
    error: ErrorView | None


class AnalysisPage(_View):
    """Some analyses, newest first."""

    items: list[AnalysisView]
    next_cursor: str | None


def view_of(row: Row[Any], now: datetime, hindrance: str | None = None) -> AnalysisView:
    """The row of an analysis, as it stands at `now`.

    Args:
        row: Of `reading.whole`.
        now: World time.
        hindrance: What the services wait for, where they do.
    """
    facts = facts_of(row)
    state = state_of(facts, now)
    pause = paused_until(facts, now) if state is State.PAUSED else None
    progress = progress_of(facts, row.channels_selected, row.channels_decided)
    spec = facts.spec or {}
    return AnalysisView(
        id=row.id,
        name=row.name,
        notes=row.notes,
        state=state,
        waiting_for="quota" if pause else None if state.is_final else hindrance,
        paused_until=pause,
        created_at=facts.requested_at or now,
        as_of=spec["as_of"],
        completed_at=facts.completed["completed_at"] if facts.completed else None,
        source_analysis_id=facts.source_analysis_id,
        spec=SpecView.of(spec),
        progress=_progress_view(progress),
        topics=[TopicView(**topic) for topic in (facts.topics or {}).get("topics", ())],
        not_found=(facts.exclusion or {}).get("not_found", []),
        funnel=_funnel_view(facts),
        quota=spent_of(row),
        counts=counts_of(row),
        error=_error_view(facts) if state is State.FAILED else None,
    )


def _progress_view(progress: Progress) -> ProgressView:
    return ProgressView(
        stage=progress.stage, done=progress.done, total=progress.total, percent=round(progress.percent, 1)
    )


def _funnel_view(facts: Facts) -> FunnelView | None:
    decision = facts.decision
    if decision is None:
        return None
    return FunnelView(
        candidates=decision["accepted"] + sum(decision["rejected"].values()),
        accepted=decision["accepted"],
        rejected=decision["rejected"],
        queries=[QueryView(**query) for query in decision["queries"]],
        partial=decision["partial"],
        note=decision["note"],
    )


def _error_view(facts: Facts) -> ErrorView | None:
    failure = failure_of(facts)
    if failure is None:
        return None
    return ErrorView(stage=failure["stage"], reason=failure["reason"], detail=failure["detail"])
