"""Events about channels as rows of the projection."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from common.events import (
    AcceptedChannel,
    ChannelScored,
    ChannelSkipped,
    ChannelsQualified,
    RecordingSelected,
    ScoredVideo,
)
from pydantic_core import to_json

from gateway.domain.outcomes import score_rank, skip_rank
from gateway.domain.texts import without_nul

Row = dict[str, Any]
SHOWN = "shown"
_OF_RESULTS = (
    "analysis_id",
    "channel_id",
    "observed_at",
    "channel_title",
    "channel_subscribers",
    "channel_position",
)
_INFINITE: Literal["strings"] = "strings"
"""PostgreSQL reads `Infinity` from a text; JSON has no such number."""


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


def outcome(event: ChannelScored | ChannelSkipped, seq: int) -> Row:
    """What became of one channel."""
    return _scored(event, seq) if isinstance(event, ChannelScored) else _skipped(event, seq)


def _skipped(event: ChannelSkipped, seq: int) -> Row:
    return _common(event, seq, skip_rank(event)) | {
        "outcome": "skipped",
        "reason": event.reason.value,
        "detail": event.detail,
        "videos_scored": 0,
        "outliers": 0,
        SHOWN: (),
        "videos": None,
    }


def _scored(event: ChannelScored, seq: int) -> Row:
    videos = to_json(event.videos, inf_nan_mode=_INFINITE)
    rest = to_json([event.channel, event.method, event.baseline, event.window_cut, event.spent], inf_nan_mode=_INFINITE)
    return _common(event, seq, score_rank(event.observed_at, videos + rest)) | {
        "outcome": "scored",
        "method": event.method.value,
        "baseline": event.baseline,
        "window_cut": event.window_cut,
        "observed_at": event.observed_at,
        "videos_scored": len(event.videos),
        "outliers": sum(video.outlier for video in event.videos),
        SHOWN: tuple(video for video in event.videos if _worth_showing(video)),
        "channel_title": event.channel.title,
        "channel_subscribers": event.channel.subscriber_count,
        "channel_position": event.channel.position,
        "videos": [_upload(video) for video in event.videos],
    }


def _upload(video: ScoredVideo) -> Row:
    """What trends read of every video; the rest of it stays in the log, where it is not shown as a result."""
    return {
        "video_id": video.video_id,
        "title": video.title,
        "published_at": video.published_at,
        "score": video.score,
        "outlier": video.outlier,
    }


def _common(event: ChannelScored | ChannelSkipped, seq: int, rank: str) -> Row:
    return {
        "analysis_id": event.analysis_id,
        "channel_id": channel_of(event),
        "seq": seq,
        "outcome_rank": rank,
        "spent_queries": event.spent.queries,
        "spent_search": event.spent.search,
        "spent_batch_stats": event.spent.batch_stats,
        "spent_cached": event.spent.cached,
    }


def _worth_showing(video: ScoredVideo) -> bool:
    """What is no outlier is shown only where nothing but its topic may have kept it out."""
    return video.score is not None and (video.outlier or video.excluded_by is not None)


def outcomes_json(rows: Iterable[Row]) -> str:
    """Rows of outcomes as one JSON document."""
    parts = [{name: value for name, value in row.items() if name != SHOWN} for row in rows]
    return without_nul(to_json(parts, inf_nan_mode=_INFINITE).decode())


def results_json(rows: Iterable[Row]) -> str:
    """The videos of outcomes that can be results as one JSON document, an entry a channel."""
    shown = [{name: row[name] for name in _OF_RESULTS} | {"videos": row[SHOWN]} for row in rows]
    return without_nul(to_json(shown, inf_nan_mode=_INFINITE).decode())
