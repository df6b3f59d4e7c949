"""What a result shows of a video, whatever the method."""

from common.events import LiveState, ScoredVideo, Video, VideoFormat

SHORT_SECONDS = 180
"""Shorts run up to three minutes since October 2024."""


def format_of(video: Video) -> VideoFormat:
    """Its format: by the tab it stands in where that was asked for, else by live state and duration.

    Many long-form uploads are under three minutes too: by duration alone they count as Shorts.
    """
    if video.tab is not None:
        return video.tab
    if video.live is not LiveState.NONE:
        return VideoFormat.LIVE
    if video.duration_seconds is not None and video.duration_seconds <= SHORT_SECONDS:
        return VideoFormat.SHORT
    return VideoFormat.LONG


def described(video: Video) -> ScoredVideo:
    """What a result shows of a video, whatever its score."""
    return ScoredVideo(
        video_id=video.id,
        title=video.title,
        description=video.description,
        published_at=video.published_at,
        duration_seconds=video.duration_seconds,
        view_count=video.view_count,
        format=format_of(video),
        category_id=video.category_id,
        language=video.language,
        first_tag=next(iter(video.tags), None),
    )
