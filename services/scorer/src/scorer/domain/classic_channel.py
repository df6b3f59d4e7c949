"""One channel by the original's rules: views over subscribers, gates in the original's order."""

from common.events import (
    ChannelScored,
    ChannelSkipped,
    ChannelVideosFetched,
    Coverage,
    Evidence,
    ScoredVideo,
    SkipReason,
    Video,
)

from scorer.domain.brand_rules import Finds, brand_fit
from scorer.domain.classic import classic_score, first_excluding, looked_at, window_start
from scorer.domain.described import described


def score_classic(event: ChannelVideosFetched, finds: Finds) -> ChannelScored | ChannelSkipped:
    """What the original would have made of a channel; skipped where it has fewer than three videos in the window."""
    judged = looked_at(event.videos, window_start(event.window.as_of, event.window.days))
    if not judged:
        return ChannelSkipped(
            analysis_id=event.analysis_id,
            channel_id=event.channel.id,
            reason=SkipReason.TOO_FEW_VIDEOS,
            detail=f"fewer than 3 videos in {event.window.days} days",
            spent=event.spent,
        )
    return ChannelScored(
        analysis_id=event.analysis_id,
        channel=event.channel,
        method=event.scoring.method,
        videos=tuple(_scored(video, event, finds) for video in judged if video.available),
        window_cut=event.window_cut,
        observed_at=event.observed_at,
        spent=event.spent,
    )


def _scored(video: Video, event: ChannelVideosFetched, finds: Finds) -> ScoredVideo:
    rules, scoring = event.scoring.brand_fit, event.scoring
    score = classic_score(video.view_count, event.channel.subscriber_count)
    fit = brand_fit(video.title, video.description, rules, finds=finds)
    excluded_by = first_excluding(video.title, video.description, [topic.name for topic in event.terms.topics])
    passes = score > scoring.gate and fit > rules.threshold and excluded_by is None and score >= scoring.min_score
    return described(video).model_copy(
        update={
            "score": score,
            "brand_fit": fit,
            "coverage": Coverage.COVERED if excluded_by else Coverage.NEW,
            "excluded_by": excluded_by,
            "outlier": passes,
            "evidence": Evidence(
                views=video.view_count,
                sentence=f"{video.view_count or 0:,} views against {event.channel.subscriber_count or 0:,} subscribers",
            ),
        }
    )
