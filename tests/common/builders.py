"""Events for tests of delivery: small, and each its own."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from common.delivery import Outgoing, seal
from common.events import AnalysisSpec, Bucket, ChannelSkipped, ProgressReported, SkipReason, Stage
from common.streams import Stream

WORLD_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def spec(**changes: object) -> AnalysisSpec:
    return AnalysisSpec(as_of=WORLD_NOW, **changes)


def progress(analysis_id: UUID | None = None, done: int = 0) -> ProgressReported:
    return ProgressReported(
        analysis_id=analysis_id or uuid4(), stage=Stage.CANDIDATES, done=done, total=10_000, observed_at=WORLD_NOW
    )


def skipped(analysis_id: UUID, channel_id: str = "UCa") -> ChannelSkipped:
    return ChannelSkipped(analysis_id=analysis_id, channel_id=channel_id, reason=SkipReason.NO_UPLOADS)


def sealed(stream: Stream, event: ProgressReported | ChannelSkipped, cause: str = "test") -> Outgoing:
    return seal(stream, event, source="test", cause_id=cause)


__all__ = ["WORLD_NOW", "Bucket", "progress", "sealed", "skipped", "spec"]
