"""Analyses and results in the original's shapes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from gateway.analyses.view import AnalysisView
from gateway.domain.state import State
from gateway.results.view import ResultMapper, finite

_STATUS = {
    State.COMPLETED: "completed",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
}
_SIZES = {"default": ("default", 120, 90), "medium": ("mqdefault", 320, 180), "high": ("hqdefault", 480, 360)}


def status_of(view: AnalysisView) -> str:
    """The original's word for a state: whatever has not ended is processing."""
    return _STATUS.get(view.state, "processing")


def config_of(view: AnalysisView) -> dict[str, Any]:
    """The body of the original's start."""
    spec = view.spec
    return {
        "exclusionChannels": spec.exclusion_channels,
        "minSubs": spec.min_subscribers,
        "maxSubs": spec.max_subscribers,
        "timeWindow": spec.window_days,
        "outlierThreshold": spec.min_score,
    }


def analysis_shape(view: AnalysisView, name: str | None = None, notes: str | None = None) -> dict[str, Any]:
    """An analysis as its status, its history and its page show it."""
    shape = {
        "id": str(view.id),
        "name": name or default_name(view),
        "description": notes or "",
        "status": status_of(view),
        "started_at": view.created_at,
        "config": config_of(view),
        "progress": view.progress.percent,
        "total_outliers_found": view.counts.outliers,
        "total_channels_analyzed": view.counts.channels_selected,
        "completed_at": view.completed_at,
        "processing_time_ms": milliseconds(view.created_at, view.completed_at),
    }
    if view.error is not None:
        shape["error_message"] = view.error.detail or view.error.reason
    return shape


def default_name(view: AnalysisView) -> str:
    """What an analysis is called that nobody named."""
    names = view.spec.exclusion_channels
    if not names:
        return "Analysis without exclusion channels"
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""  # noqa: PLR2004  as many as are named
    return f"Not like {', '.join(names[:2])}{more}"


def milliseconds(start: datetime, end: datetime | None) -> int | None:
    """How long something took."""
    return int((end - start).total_seconds() * 1000) if end is not None else None


def summary_of(view: AnalysisView) -> dict[str, int]:
    """The summary beside the results."""
    return {
        "totalOutliers": view.counts.outliers,
        "channelsAnalyzed": view.counts.channels_selected,
        "exclusionGames": len(view.topics),
    }


def result_shape(row: Row[Any], mapper: ResultMapper, *, plain_id: bool) -> dict[str, Any]:
    """A result.

    Args:
        row: Of `results`.
        mapper: Knows where thumbnails lie.
        plain_id: The discovery page links to `id` as it is, the page of an analysis to `id.videoId`: JSON cannot be
            both, so each gets what it reads.
    """
    video_id = row.video_id
    subscribers = None if row.subscriber_count is None else str(row.subscriber_count)
    return {
        "kind": "youtube#searchResult",
        "id": video_id if plain_id else {"kind": "youtube#video", "videoId": video_id},
        "snippet": {
            "publishedAt": row.published_at,
            "channelId": row.channel_id,
            "title": row.title,
            "description": row.description,
            "tags": [tag for tag in (row.topic or row.first_tag,) if tag],
            "thumbnails": {
                size: {"url": mapper.thumbnail(video_id, name), "width": width, "height": height}
                for size, (name, width, height) in _SIZES.items()
            },
            "channelTitle": row.channel_title,
        },
        "statistics": {"viewCount": str(row.view_count or 0)},
        "channelInfo": {
            "kind": "youtube#channel",
            "id": row.channel_id,
            "snippet": {"title": row.channel_title},
            "statistics": {"subscriberCount": subscribers, "hiddenSubscriberCount": subscribers is None},
        },
        "outlierScore": finite(row.score) or 0,
        "brandFit": row.brand_fit or 0,
        "isExcluded": row.excluded_by is not None,
    }
