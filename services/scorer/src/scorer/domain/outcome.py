"""The two outcomes that a channel's recording can have."""

from collections.abc import Sequence

from common.events import Baseline, ChannelScored, ChannelSkipped, ChannelVideosFetched, ScoredVideo, SkipReason

Outcome = ChannelScored | ChannelSkipped


def scored(
    event: ChannelVideosFetched, *, videos: Sequence[ScoredVideo], baseline: Baseline | None = None
) -> ChannelScored:
    """The channel's videos with their scores, newest first."""
    return ChannelScored.model_construct(
        analysis_id=event.analysis_id,
        channel=event.channel,
        method=event.scoring.method,
        baseline=baseline or Baseline(),
        videos=tuple(videos),
        window_cut=event.window_cut,
        observed_at=event.observed_at,
        spent=event.spent,
    )


def skipped(event: ChannelVideosFetched, reason: SkipReason, detail: str = "") -> ChannelSkipped:
    """Nothing came of the channel, for a reason that users read."""
    return ChannelSkipped(
        analysis_id=event.analysis_id, channel_id=event.channel.id, reason=reason, detail=detail, spent=event.spent
    )
