"""What a result shows of a video, whatever the method."""

from common.events import Coverage, Evidence, ExclusionEvidence, LiveState, ScoredVideo, Video, VideoFormat
from common.events.values import PHRASE_BYTES, SHORT_PHRASE_BYTES, SNIPPET_BYTES, cut_to_json_bytes
from topics.covering import Covering

from scorer.domain.brand_rules import BrandFit
from scorer.domain.unchecked import unchecked
from scorer.domain.uploads import format_by_duration


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
    format_: VideoFormat,
    *,
    score: float | None,
    brand: BrandFit | None,
    covering: Covering,
    outlier: bool,
    evidence: Evidence,
    low: float | None = None,
    high: float | None = None,
) -> ScoredVideo:
    """A video with what was found of it.

    Args:
        video: As it was recorded.
        format_: Among which videos it was judged.
        score: None: undecidable, and `evidence` says why.
        brand: None: the profile says nothing of the brand.
        covering: Whether its topic is covered, and by what.
        outlier: Whether it meets every gate of the spec.
        evidence: What the score rests on.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """
    # The texts come from a validated `Video` and are cut here where the limits are narrower; validating all again
    # would cost most of what scoring does.
    return unchecked(
        ScoredVideo,
        {
            "video_id": video.id,
            "title": video.title,
            "description": cut_to_json_bytes(video.description, SNIPPET_BYTES),
            "published_at": video.published_at,
            "duration_seconds": video.duration_seconds,
            "view_count": video.view_count,
            "format": format_,
            "category_id": video.category_id,
            "language": video.language,
            "first_tag": cut_to_json_bytes(video.tags[0], SHORT_PHRASE_BYTES) if video.tags else None,
            "score": score,
            "low": low,
            "high": high,
            "brand_fit": brand.fit if brand else None,
            "brand_reasons": brand.reasons if brand else (),
            "coverage": covering.coverage,
            "coverage_probability": covering.probability,
            "excluded_by": excluded_by(covering),
            "nearest_title": _nearest(covering),
            "topic": None if covering.subject is None else cut_to_json_bytes(covering.subject, SHORT_PHRASE_BYTES),
            "outlier": outlier,
            "evidence": evidence,
        },
    )


def excluded_by(covering: Covering) -> str | None:
    """The covered topic that keeps a video out of the results; None: it is not certain enough to be kept out."""
    if covering.coverage is not Coverage.COVERED:
        return None
    return cut_to_json_bytes(covering.topic or covering.nearest_title or Coverage.COVERED, PHRASE_BYTES)


def _nearest(covering: Covering) -> ExclusionEvidence | None:
    if covering.nearest_video_id is None or covering.nearest_title is None:
        return None
    shared = None if covering.topic is None else cut_to_json_bytes(covering.topic, SHORT_PHRASE_BYTES)
    return unchecked(
        ExclusionEvidence,
        {
            "video_id": covering.nearest_video_id,
            "title": cut_to_json_bytes(covering.nearest_title, PHRASE_BYTES),
            "shared": shared,
            "times": covering.past.times,
            "best_multiple": covering.past.best_multiple,
            "last_days": covering.past.last_days,
            "gap": covering.past.gap,
        },
    )
