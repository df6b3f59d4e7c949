"""What the fetcher's handlers tell: events made of what was found and what it cost."""

from common import streams
from common.events import (
    AnalysisFailed,
    AnalysisRequested,
    ChannelSelected,
    ChannelSkipped,
    ChannelVideosFetched,
    Event,
    ExclusionListBuilt,
    ExclusionVideosFetched,
    FailureReason,
    ProgressReported,
    Stage,
)
from common.streams import Stream
from common.worldtime import Clock

from youtube_fetcher.account import Account
from youtube_fetcher.domain.rereading import Recorded
from youtube_fetcher.finding.exclusion import Exclusion
from youtube_fetcher.finding.recording import Nothing, Recording


def exclusion_fact(event: AnalysisRequested, found: Exclusion, account: Account) -> tuple[Stream, Event]:
    """The exclusion channels that were found; a failure where the quota left none, and nobody was to wait for it."""
    if found.cut_short and not found.channels:
        failed = AnalysisFailed(
            analysis_id=event.analysis_id,
            stage=Stage.EXCLUSION,
            reason=FailureReason.QUOTA_EXHAUSTED,
            detail="the quota ran out before any exclusion channel was found, and the analysis was not to wait",
            failed_at=found.observed_at,
        )
        return streams.ANALYSIS_LIFECYCLE, failed
    fetched = ExclusionVideosFetched(
        analysis_id=event.analysis_id,
        owner=event.owner,
        spec=event.spec,
        channels=found.channels,
        not_found=found.not_found,
        videos=found.videos,
        featured_channel_ids=found.featured,
        observed_at=found.observed_at,
        spent=account.spent,
    )
    return streams.EXCLUSION_VIDEOS_FETCHED, fetched


def recorded(event: ChannelSelected, found: Recording) -> Recorded:
    """A recording as it waits to be read again."""
    return Recorded(
        channel_id=event.channel.id,
        analysis_id=event.analysis_id,
        recorded_at=found.observed_at,
        video_ids=tuple(video.id for video in found.videos if video.available),
    )


def channel_fact(event: ChannelSelected, found: Recording | Nothing, account: Account) -> tuple[Stream, Event]:
    """A channel's recording, or why there is none."""
    if isinstance(found, Nothing):
        skipped = ChannelSkipped(
            analysis_id=event.analysis_id,
            channel_id=event.channel.id,
            reason=found.reason,
            detail=found.detail,
            spent=account.spent,
        )
        return streams.CHANNEL_OUTCOMES, skipped
    fetched = ChannelVideosFetched(
        analysis_id=event.analysis_id,
        channel=event.channel,
        window=event.window,
        scoring=event.scoring,
        terms=event.terms,
        videos=found.videos,
        window_cut=found.window_cut,
        observed_at=found.observed_at,
        spent=account.spent,
    )
    return streams.CHANNEL_VIDEOS_FETCHED, fetched


def progress(
    event: AnalysisRequested | ExclusionListBuilt, stage: Stage, total: int, clock: Clock
) -> tuple[Stream, Event]:
    """A step of one message has begun."""
    report = ProgressReported(analysis_id=event.analysis_id, stage=stage, done=0, total=total, observed_at=clock.now())
    return streams.ANALYSIS_PROGRESS, report
