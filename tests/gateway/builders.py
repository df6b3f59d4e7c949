"""Events of one analysis, as the services would tell them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from common.events import (
    AcceptedChannel,
    AnalysisCancelled,
    AnalysisCompleted,
    AnalysisDeleted,
    AnalysisFailed,
    AnalysisPaused,
    AnalysisRequested,
    AnalysisSpec,
    Bucket,
    Channel,
    ChannelScored,
    ChannelSkipped,
    ChannelsQualified,
    Counts,
    Event,
    Evidence,
    ExclusionChannel,
    ExclusionListBuilt,
    ExclusionVideosFetched,
    FailureReason,
    Found,
    Method,
    Origin,
    ProgressReported,
    QueryOutcome,
    QueryReport,
    QuotaSpent,
    RecordingSelected,
    RejectedChannel,
    Rejection,
    ScoredVideo,
    SelectedChannel,
    SkipReason,
    Stage,
    Terms,
    Topic,
    TopicsMethod,
    Video,
    VideoFormat,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANALYSIS = UUID(int=1)
SOURCE = UUID(int=77)
"""An analysis that was judged before."""
LOCAL = "local"


def spec(**changes) -> AnalysisSpec:
    return AnalysisSpec(exclusion_channels=("Pixel Panda",), as_of=NOW, method=Method.ADJUSTED_1, **changes)


def requested(analysis: UUID = ANALYSIS, owner: str = LOCAL, **changes) -> AnalysisRequested:
    return AnalysisRequested(analysis_id=analysis, owner=owner, spec=spec(**changes), requested_at=NOW)


def exclusion(analysis: UUID = ANALYSIS, *, not_found: tuple[str, ...] = (), later: int = 0) -> ExclusionVideosFetched:
    return ExclusionVideosFetched(
        analysis_id=analysis,
        owner=LOCAL,
        spec=spec(),
        channels=(ExclusionChannel(name="Pixel Panda", channel=Channel(id="UCpanda", title="Pixel Panda")),),
        not_found=not_found,
        videos=(Video(id="ex1", channel_id="UCpanda", title="Doors again", published_at=NOW),),
        observed_at=NOW + timedelta(seconds=later),
        spent=QuotaSpent(queries=3),
    )


def terms() -> Terms:
    return Terms(method=TopicsMethod.TOPICS_1)


def topics(analysis: UUID = ANALYSIS) -> ExclusionListBuilt:
    return ExclusionListBuilt(
        analysis_id=analysis,
        owner=LOCAL,
        spec=spec(),
        topics=(Topic(name="doors", count=4, video_ids=("ex1",), aliases=("doors game",)),),
        terms=terms(),
        queries=("roblox doors",),
    )


def selected(number: int) -> SelectedChannel:
    return SelectedChannel(
        id=f"UC{number}", title=f"Channel {number}", subscriber_count=20_000 + number, position=number
    )


def qualified(*numbers: int, analysis: UUID = ANALYSIS) -> ChannelsQualified:
    return ChannelsQualified(
        analysis_id=analysis,
        owner=LOCAL,
        spec=spec(),
        terms=terms(),
        accepted=tuple(
            AcceptedChannel(channel=selected(number), origin=Origin(way=Found.SEARCH, query="roblox doors"))
            for number in numbers
        ),
        rejected=(RejectedChannel(id="UCbig", reason=Rejection.TOO_MANY_SUBSCRIBERS),),
        queries=(QueryReport(query="roblox doors", outcome=QueryOutcome.RAN, channels=len(numbers)),),
        spent=QuotaSpent(search=1, queries=1),
    )


def taken_over(*numbers: int, analysis: UUID = ANALYSIS, source: UUID = SOURCE) -> RecordingSelected:
    """The decision of `source`, as a re-score takes it over."""
    decision = qualified(*numbers, analysis=source)
    return RecordingSelected(
        analysis_id=analysis, source_analysis_id=source, accepted=decision.accepted, topics=topics().topics
    )


def video(name: str, score: float | None = 3.0, *, excluded_by: str | None = None, **changes) -> ScoredVideo:
    values = {
        "title": f"Video {name}",
        "published_at": NOW - timedelta(days=2),
        "duration_seconds": 600,
        "view_count": 12_345,
        "format": VideoFormat.LONG,
        "brand_fit": 6.5,
        "outlier": score is not None and score >= 2 and excluded_by is None,
        "evidence": Evidence(peers=20, normal_views=4_000.0, age_days=2.0, views=12_345),
    }
    return ScoredVideo(video_id=name, score=score, excluded_by=excluded_by, **(values | changes))


def scored(number: int, *videos: ScoredVideo, analysis: UUID = ANALYSIS, later: int = 0) -> ChannelScored:
    return ChannelScored(
        analysis_id=analysis,
        channel=selected(number),
        method=Method.ADJUSTED_1,
        videos=videos or (video(f"v{number}"),),
        observed_at=NOW + timedelta(seconds=later),
        spent=QuotaSpent(queries=1, batch_stats=1),
    )


def skipped(number: int, reason: SkipReason = SkipReason.NO_UPLOADS, *, analysis: UUID = ANALYSIS) -> ChannelSkipped:
    return ChannelSkipped(analysis_id=analysis, channel_id=f"UC{number}", reason=reason, spent=QuotaSpent(queries=1))


def paused(analysis: UUID = ANALYSIS, *, hours: int = 2, bucket: Bucket = Bucket.SEARCH) -> AnalysisPaused:
    return AnalysisPaused(analysis_id=analysis, bucket=bucket, until=NOW + timedelta(hours=hours))


def failed(
    analysis: UUID = ANALYSIS, stage: Stage = Stage.CANDIDATES, reason: FailureReason = FailureReason.DEAD_LETTERED
) -> AnalysisFailed:
    return AnalysisFailed(analysis_id=analysis, stage=stage, reason=reason, failed_at=NOW)


def progress(done: int, total: int = 8, *, analysis: UUID = ANALYSIS) -> ProgressReported:
    return ProgressReported(
        analysis_id=analysis, stage=Stage.CANDIDATES, done=done, total=total, observed_at=NOW + timedelta(seconds=done)
    )


def cancelled(analysis: UUID = ANALYSIS) -> AnalysisCancelled:
    return AnalysisCancelled(analysis_id=analysis)


def deleted(analysis: UUID = ANALYSIS) -> AnalysisDeleted:
    return AnalysisDeleted(analysis_id=analysis)


def completed(analysis: UUID = ANALYSIS, *, later: int = 9) -> AnalysisCompleted:
    return AnalysisCompleted(analysis_id=analysis, counts=Counts(), completed_at=NOW + timedelta(seconds=later))


def whole_story(analysis: UUID = ANALYSIS) -> list[Event]:
    """An analysis from start to end over two channels, with a pause, a failure that heals and a late score."""
    return [
        requested(analysis),
        exclusion(analysis, not_found=("Nobody",)),
        topics(analysis),
        paused(analysis),
        progress(3, analysis=analysis),
        failed(analysis),
        progress(8, analysis=analysis),
        qualified(0, 1, analysis=analysis),
        scored(0, video("a", 5.0), video("b", 3.0, excluded_by="doors"), video("c", 1.0), analysis=analysis),
        skipped(1, SkipReason.DEAD_LETTERED, analysis=analysis),
        scored(1, video("d", None), video("e", 2.5), analysis=analysis),
        completed(analysis),
    ]
