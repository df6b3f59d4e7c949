"""`adjusted-0`: views over the median views of the channel's other videos of the format, whatever their age."""

from statistics import median

from common.events import (
    ChannelScored,
    ChannelVideosFetched,
    Coverage,
    Evidence,
    LiveState,
    ScoredVideo,
    Video,
)

from scorer.domain.brand_rules import Finds, brand_fit
from scorer.domain.classic import first_excluding, window_start
from scorer.domain.described import described, format_of

FEWEST_PEERS = 5


def score_adjusted_0(event: ChannelVideosFetched, finds: Finds) -> ChannelScored:
    """Every video in the window against the channel's other videos of its format."""
    since = window_start(event.window.as_of, event.window.days)
    inside = [video for video in event.videos if video.published_at and since <= video.published_at]
    return ChannelScored(
        analysis_id=event.analysis_id,
        channel=event.channel,
        method=event.scoring.method,
        videos=tuple(_scored(video, event, finds) for video in inside if video.available),
        window_cut=event.window_cut,
        observed_at=event.observed_at,
        spent=event.spent,
    )


def _scored(video: Video, event: ChannelVideosFetched, finds: Finds) -> ScoredVideo:
    scoring = event.scoring
    evidence = _evidence(video, event)
    score = (video.view_count or 0) / evidence.normal_views if evidence.normal_views else None
    fit = brand_fit(video.title, video.description, scoring.brand_fit, finds=finds)
    excluded_by = first_excluding(video.title, video.description, [topic.name for topic in event.terms.topics])
    fits = scoring.min_brand_fit is None or fit >= scoring.min_brand_fit
    return described(video).model_copy(
        update={
            "score": score,
            "brand_fit": fit,
            "coverage": Coverage.COVERED if excluded_by else Coverage.NEW,
            "excluded_by": excluded_by,
            "outlier": score is not None and score >= scoring.min_score and fits and excluded_by is None,
            "evidence": evidence,
        }
    )


def _evidence(video: Video, event: ChannelVideosFetched) -> Evidence:
    peers = [
        other.view_count
        for other in event.videos
        if other.id != video.id
        and other.view_count is not None
        and other.live is LiveState.NONE
        and format_of(other) is format_of(video)
    ]
    if video.live is not LiveState.NONE:
        return Evidence(peers=len(peers), views=video.view_count, reason="live_or_upcoming")
    if len(peers) < FEWEST_PEERS:
        return Evidence(peers=len(peers), views=video.view_count, reason="too_few_peers")
    normal = float(median(peers))
    return Evidence(
        peers=len(peers),
        views=video.view_count,
        normal_views=normal,
        reason=None if normal else "no_normal",
        sentence=f"{len(peers)} others of its format have {normal:,.0f} views; this one has {video.view_count or 0:,}",
    )
