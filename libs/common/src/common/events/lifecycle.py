"""The life of an analysis: what was asked for, and how it ended."""

from enum import StrEnum
from uuid import UUID

from common.events.event import Event
from common.events.spec import AnalysisSpec, Owner
from common.events.values import Count, MomentUtc, Reason, Stage, Value


class AnalysisRequested(Event):
    """Somebody asked for an analysis."""

    owner: Owner
    spec: AnalysisSpec
    requested_at: MomentUtc


class RescoreRequested(Event):
    """Somebody asked to judge the recording of an earlier analysis anew, without YouTube."""

    owner: Owner
    source_analysis_id: UUID
    recorded_from: MomentUtc
    recorded_until: MomentUtc
    spec: AnalysisSpec
    requested_at: MomentUtc


class AnalysisCancelled(Event):
    """The owner stopped an analysis; what was found stays."""


class AnalysisDeleted(Event):
    """The owner deleted an analysis; it is gone from every answer at once."""


class Counts(Value):
    """What an analysis found, as numbers."""

    channels_found: Count = 0
    channels_selected: Count = 0
    channels_scored: Count = 0
    channels_skipped: Count = 0
    videos_scored: Count = 0
    outliers: Count = 0


class AnalysisCompleted(Event):
    """Every selected channel has an outcome."""

    counts: Counts
    completed_at: MomentUtc


class FailureReason(StrEnum):
    """Why an analysis failed; stable codes, shown to users with `detail`."""

    NO_EXCLUSION_CHANNEL_FOUND = "no_exclusion_channel_found"
    NO_QUERIES = "no_queries"
    QUOTA_EXHAUSTED = "quota_exhausted"
    RECORDING_EXPIRED = "recording_expired"
    DEAD_LETTERED = "dead_lettered"
    STALLED = "stalled"


class AnalysisFailed(Event):
    """A stage that concerns the whole analysis gave up. A later success of that stage outranks it."""

    stage: Stage
    reason: FailureReason
    detail: Reason = ""
    failed_at: MomentUtc | None = None

    @property
    def part(self) -> str:
        """One failure a stage."""
        return self.stage
