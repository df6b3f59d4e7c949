"""Events about channels as rows of the projection."""

from collections.abc import Iterator
from typing import Any

from common.events import AcceptedChannel, ChannelScored, ChannelSkipped, ChannelsQualified, RecordingSelected

Row = dict[str, Any]


def channel_of(outcome: ChannelScored | ChannelSkipped) -> str:
    """The id of the channel that an outcome is about."""
    return outcome.channel.id if isinstance(outcome, ChannelScored) else outcome.channel_id


def selections(event: ChannelsQualified | RecordingSelected, seq: int) -> Iterator[Row]:
    """A row for each channel that a decision accepted."""
    for accepted in event.accepted:
        channel = accepted.channel
        yield {
            "analysis_id": event.analysis_id,
            "channel_id": channel.id,
            "seq": seq,
            "selection_rank": _selection_rank(accepted),
            "title": channel.title,
            "subscriber_count": channel.subscriber_count,
            "subscribers_hidden": channel.subscribers_hidden,
            "position": channel.position,
            "origin": accepted.origin,
            "likeness": accepted.likeness,
        }


def _selection_rank(accepted: AcceptedChannel) -> str:
    """The earliest place wins where two decisions took the same channel; then any one, but the same each time."""
    return f"{9999 - accepted.channel.position:04}/{accepted.model_dump_json()}"


def outcome(event: ChannelScored | ChannelSkipped, rank: str, seq: int) -> Row:
    """What became of one channel."""
    common = {
        "analysis_id": event.analysis_id,
        "channel_id": channel_of(event),
        "seq": seq,
        "outcome_rank": rank,
        "spent_queries": event.spent.queries,
        "spent_search": event.spent.search,
        "spent_batch_stats": event.spent.batch_stats,
        "spent_cached": event.spent.cached,
    }
    if isinstance(event, ChannelSkipped):
        return common | {
            "outcome": "skipped",
            "reason": event.reason.value,
            "detail": event.detail,
            "videos_scored": 0,
            "outliers": 0,
        }
    return common | {
        "outcome": "scored",
        "method": event.method.value,
        "baseline": event.baseline,
        "videos": event.videos,
        "window_cut": event.window_cut,
        "observed_at": event.observed_at,
        "videos_scored": len(event.videos),
        "outliers": sum(video.outlier for video in event.videos),
        "channel_title": event.channel.title,
        "channel_subscribers": event.channel.subscriber_count,
        "channel_position": event.channel.position,
    }
