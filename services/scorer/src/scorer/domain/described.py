"""What a result shows of a video, whatever the method."""

from common.events import Coverage, Evidence, LiveState, ScoredVideo, Video, VideoFormat
from common.events.values import cut_to_json_bytes

from scorer.domain.brand_rules import BrandFit
from scorer.domain.verdict import format_by_duration

SNIPPET_BYTES = 300
"""What an outcome keeps of a description (`ScoredVideo.description`)."""


def format_of(video: Video) -> VideoFormat:
    """Its format: by the tab it stands in where that was asked for, else by live state and duration.

    Many long-form uploads are under three minutes too: by duration alone they count as Shorts.
    """
    if video.tab is not None:
        return video.tab
    if video.live is not LiveState.NONE:
        return VideoFormat.LIVE
    return format_by_duration(video.duration_seconds)


def described(  # noqa: PLR0913  what a scored video says
    video: Video,
    *,
    score: float | None,
    brand: BrandFit | None,
    excluded_by: str | None,
    outlier: bool,
    evidence: Evidence,
    low: float | None = None,
    high: float | None = None,
) -> ScoredVideo:
    """A video with what was found of it.

    Args:
        video: As it was recorded.
        score: None: undecidable, and `evidence` says why.
        brand: None: the profile says nothing of the brand.
        excluded_by: The covered topic; None: its topic is new.
        outlier: Whether it meets every gate of the spec.
        evidence: What the score rests on.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """
    # Every text comes from a validated `Video`, whose limits are the same or narrower; validating again would cost
    # most of what scoring does.
    return ScoredVideo.model_construct(
        video_id=video.id,
        title=video.title,
        description=cut_to_json_bytes(video.description, SNIPPET_BYTES),
        published_at=video.published_at,
        duration_seconds=video.duration_seconds,
        view_count=video.view_count,
        format=format_of(video),
        category_id=video.category_id,
        language=video.language,
        first_tag=video.tags[0] if video.tags else None,
        score=score,
        low=low,
        high=high,
        brand_fit=brand.fit if brand else None,
        brand_reasons=brand.reasons if brand else (),
        coverage=Coverage.COVERED if excluded_by is not None else Coverage.NEW,
        excluded_by=excluded_by,
        outlier=outlier,
        evidence=evidence,
    )
