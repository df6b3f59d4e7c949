"""Events about channels as rows of the projection."""

from collections.abc import Iterable, Iterator
from typing import Any

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
VIDEOS = "videos"
SHOWN = "shown"
_JSON = frozenset({VIDEOS, SHOWN})
"""What is JSON already: it is most of a row, and written once for its digest and for PostgreSQL."""
_OF_RESULTS = (
    "analysis_id",
    "channel_id",
    "observed_at",
    "channel_title",
    "channel_subscribers",
    "channel_position",
)


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
        SHOWN: b"",
        VIDEOS: b"null",
    }


def _scored(event: ChannelScored, seq: int) -> Row:
    worth_showing = [video for video in event.videos if _worth_showing(video)]
    shown = _to_json(worth_showing) if worth_showing else b""
    videos = _to_json([_upload(video) for video in event.videos])
    rest = _to_json([event.channel, event.method, event.baseline, event.window_cut, event.spent])
    # A digest of what is kept: two scores of one moment that differ in nothing of it give the same rows.
    return _common(event, seq, score_rank(event.observed_at, b"".join((videos, shown, rest)))) | {
        "outcome": "scored",
        "method": event.method.value,
        "baseline": event.baseline,
        "window_cut": event.window_cut,
        "observed_at": event.observed_at,
        "videos_scored": len(event.videos),
        "outliers": sum(video.outlier for video in event.videos),
        "channel_title": event.channel.title,
        "channel_subscribers": event.channel.subscriber_count,
        "channel_position": event.channel.position,
        SHOWN: shown,
        VIDEOS: videos,
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
    return _document(({name: value for name, value in row.items() if name not in _JSON}, row[VIDEOS]) for row in rows)


def results_json(rows: Iterable[Row]) -> str:
    """The videos of outcomes that can be results as one JSON document, an entry a channel."""
    return _document(({name: row[name] for name in _OF_RESULTS}, row[SHOWN]) for row in rows)


def _document(entries: Iterable[tuple[Row, bytes]]) -> str:
    """Objects, each with its videos, which are JSON already."""
    parts = [_to_json(entry)[:-1] + b',"videos":' + videos + b"}" for entry, videos in entries]
    return without_nul((b"[" + b",".join(parts) + b"]").decode())


def _to_json(value: Any) -> bytes:  # noqa: ANN401  whatever a row can hold
    return to_json(value, inf_nan_mode="strings")  # PostgreSQL reads `Infinity` from a text; JSON has no such number
