"""What is known of one analysis as a whole, merged from events in any order and number.

Each merge keeps the greater of two, a union, or a flag that only ever turns on: commutative, associative, idempotent.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from common.events import (
    AnalysisCancelled,
    AnalysisCompleted,
    AnalysisDeleted,
    AnalysisFailed,
    AnalysisPaused,
    AnalysisRequested,
    ChannelsQualified,
    Event,
    ExclusionListBuilt,
    ExclusionVideosFetched,
    ProgressReported,
    QuotaSpent,
    RecordingSelected,
    RescoreRequested,
    Topic,
)

JsonObject = dict[str, Any]


@dataclass(slots=True)
class Facts:
    """The single-message facts of an analysis. Channels and their outcomes are rows of their own."""

    owner: str | None = None
    requested_at: datetime | None = None
    source_analysis_id: UUID | None = None
    spec: JsonObject | None = None
    exclusion: JsonObject | None = None
    topics: JsonObject | None = None
    decision: JsonObject | None = None
    progress: JsonObject = field(default_factory=dict)
    """Stage → `{done, total}`, the furthest report of each."""
    pauses: JsonObject = field(default_factory=dict)
    """Bucket → the latest moment until which it is empty, ISO 8601 in UTC."""
    failures: JsonObject = field(default_factory=dict)
    """Stage → why it gave up."""
    completed: JsonObject | None = None
    cancelled: bool = False
    deleted: bool = False


def merged(facts: Facts, event: Event) -> Facts:
    """`facts` and what `event` adds. A deleted analysis keeps nothing but that it is deleted.

    `facts` itself is changed and returned, unless it becomes a tombstone.
    """
    if facts.deleted or isinstance(event, AnalysisDeleted):
        return Facts(deleted=True)
    _add(event, facts)
    return facts


@singledispatch
def _add(event: Event, facts: Facts) -> None:
    """Channels' outcomes are no facts of the analysis as a whole."""


@_add.register
def _(event: AnalysisRequested, facts: Facts) -> None:
    _request(event, facts)


@_add.register
def _(event: RescoreRequested, facts: Facts) -> None:
    _request(event, facts)
    facts.source_analysis_id = event.source_analysis_id


def _request(event: AnalysisRequested | RescoreRequested, facts: Facts) -> None:
    facts.owner = event.owner
    facts.requested_at = event.requested_at
    facts.spec = event.spec.model_dump(mode="json", by_alias=True)


@_add.register
def _(event: ExclusionVideosFetched, facts: Facts) -> None:
    facts.exclusion = _greater(
        facts.exclusion,
        {
            "rank": f"{iso(event.observed_at)}/{digest(event)}",
            "channels": [
                {"name": found.name, "channel_id": found.channel.id, "title": found.channel.title}
                for found in event.channels
            ],
            "not_found": list(event.not_found),
            "videos": len(event.videos),
            "observed_at": iso(event.observed_at),
            "spent": event.spent.model_dump(mode="json"),
        },
    )


@_add.register
def _(event: ExclusionListBuilt, facts: Facts) -> None:
    _build_topics(event, event.topics, event.queries, facts)


def _build_topics(event: Event, topics: Sequence[Topic], queries: Sequence[str], facts: Facts) -> None:
    facts.topics = _greater(
        facts.topics,
        {
            "rank": digest(event),
            "topics": [topic.model_dump(mode="json") for topic in topics],
            "queries": list(queries),
        },
    )


@_add.register
def _(event: ChannelsQualified, facts: Facts) -> None:
    facts.decision = _greater(
        facts.decision,
        {
            "rank": f"{len(event.accepted):06}/{digest(event)}",
            "accepted": len(event.accepted),
            "rejected": dict(sorted(Counter(rejected.reason.value for rejected in event.rejected).items())),
            "queries": [query.model_dump(mode="json") for query in event.queries],
            "partial": event.partial,
            "note": event.note,
            "spent": event.spent.model_dump(mode="json"),
        },
    )


@_add.register
def _(event: RecordingSelected, facts: Facts) -> None:
    _build_topics(event, event.topics, (), facts)
    facts.decision = _greater(
        facts.decision,
        {
            "rank": f"{len(event.accepted):06}/{digest(event)}",
            "accepted": len(event.accepted),
            "rejected": {},
            "queries": [],
            "partial": False,
            "note": f"the channels of analysis {event.source_analysis_id}, as they were recorded",
            "spent": QuotaSpent().model_dump(mode="json"),
        },
    )


@_add.register
def _(event: ProgressReported, facts: Facts) -> None:
    known = facts.progress.get(event.stage.value)
    report = {"done": event.done, "total": event.total}
    if known is None or (known["done"], known["total"]) < (event.done, event.total):
        facts.progress = dict(sorted((facts.progress | {event.stage.value: report}).items()))


@_add.register
def _(event: AnalysisPaused, facts: Facts) -> None:
    until = iso(event.until)
    if facts.pauses.get(event.bucket.value, "") < until:
        facts.pauses = dict(sorted((facts.pauses | {event.bucket.value: until}).items()))


@_add.register
def _(event: AnalysisFailed, facts: Facts) -> None:
    failure = {
        "rank": f"{iso(event.failed_at) if event.failed_at else ''}/{digest(event)}",
        "stage": event.stage.value,
        "reason": event.reason.value,
        "detail": event.detail,
        "failed_at": iso(event.failed_at) if event.failed_at else None,
    }
    kept = _greater(facts.failures.get(event.stage.value), failure)
    facts.failures = dict(sorted((facts.failures | {event.stage.value: kept}).items()))


@_add.register
def _(event: AnalysisCancelled, facts: Facts) -> None:  # noqa: ARG001  that it happened is all it says
    facts.cancelled = True


@_add.register
def _(event: AnalysisCompleted, facts: Facts) -> None:
    completion = completion_of(event)
    known = facts.completed
    if known is None or _order(completion) < _order(known):
        facts.completed = completion


def completion_of(event: AnalysisCompleted) -> JsonObject:
    """What is kept of a completion."""
    return {"completed_at": iso(event.completed_at), "counts": event.counts.model_dump(mode="json")}


def _order(completion: JsonObject) -> tuple[str, list[tuple[str, int]]]:
    """The earliest completion counts."""
    return completion["completed_at"], sorted(completion["counts"].items())


def _greater(known: JsonObject | None, new: JsonObject) -> JsonObject:
    return new if known is None or known["rank"] < new["rank"] else known


def iso(moment: datetime) -> str:
    """A moment as text that sorts as moments do: UTC, microseconds always there."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def digest(event: Event) -> str:
    """What tells two versions of a fact apart when nothing else does."""
    return hashlib.sha256(event.model_dump_json(by_alias=True).encode()).hexdigest()[:16]
