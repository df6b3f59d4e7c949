"""One channel by verdicts on its uploads: those of the window, with brand fit, exclusion and gates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from common.events import (
    Baseline,
    ChannelVideosFetched,
    LiveState,
    ScoredVideo,
    SkipReason,
    Video,
    VideoFormat,
)
from topics.covering import Covering

from scorer.domain.brand_rules import BrandFit, Finds
from scorer.domain.brand_words import brand_fits
from scorer.domain.classic import window_start
from scorer.domain.described import described, excluded_by, format_of
from scorer.domain.outcome import Outcome, scored, skipped
from scorer.domain.terms import Exclusion
from scorer.domain.verdict import Floors, Undecidable, Upload, Verdict
from scorer.domain.wording import evidence


def uploads_of(event: ChannelVideosFetched) -> list[Upload]:
    """What the score needs of each recorded video, in order."""
    observed_at, day = event.observed_at, timedelta(days=1)
    return [
        Upload(
            format_of(video),
            None if video.published_at is None else (observed_at - video.published_at) / day,
            video.view_count,
            video.available,
            # A broadcast has no duration before its end.
            video.live is not LiveState.NONE or video.duration_seconds == 0,
        )
        for video in event.videos
    ]


def score_adjusted(
    event: ChannelVideosFetched, verdicts: Sequence[Verdict], exclusion: Exclusion, *, floors: Floors, finds: Finds
) -> Outcome:
    """The videos of the window with their verdicts; skipped where none can be judged for want of other uploads.

    Args:
        event: The recording.
        verdicts: One for each of its videos, in order.
        exclusion: The covered topics.
        floors: What the verdicts were reached with.
        finds: Runs the patterns of brand fit.
    """
    since = window_start(event.window.as_of, event.window.days)
    inside = [
        (video, verdict)
        for video, verdict in zip(event.videos, verdicts, strict=True)
        if video.available and video.published_at is not None and video.published_at >= since
    ]
    if not event.videos:
        return skipped(event, SkipReason.NO_UPLOADS)
    if not inside:
        return skipped(event, SkipReason.NOTHING_IN_WINDOW, f"no video in {event.window.days} days")
    if all(verdict.reason is Undecidable.TOO_FEW_UPLOADS for _, verdict in inside):
        most = max(verdict.peers for _, verdict in inside)
        detail = f"at most {most} other uploads of a format, {floors.min_peers} are needed"
        return skipped(event, SkipReason.NO_BASELINE, detail)
    videos = [video for video, _ in inside]
    brands = brand_fits(videos, event.scoring.brand_fit, exclusion, finds=finds)
    judged = zip(inside, exclusion.judge(videos), brands, strict=True)
    return scored(
        event,
        baseline=baseline(verdicts),
        videos=[_judged(event, *pair, covering, brand, floors) for pair, covering, brand in judged],
    )


def baseline(verdicts: Sequence[Verdict]) -> Baseline:
    """A channel's normal by format: the middle of what each of its videos is compared with."""
    normals: dict[VideoFormat, list[float]] = defaultdict(list)
    peers: dict[VideoFormat, int] = defaultdict(int)
    for verdict in verdicts:
        if verdict.normal_views is not None:
            kind = verdict.upload.format
            normals[kind].append(verdict.normal_views)
            peers[kind] = max(peers[kind], verdict.peers)
    views = {kind: median(found) for kind, found in normals.items()}
    growth = [verdict.growth for verdict in verdicts if verdict.growth is not None]
    return Baseline(
        short_views=views.get(VideoFormat.SHORT),
        short_videos=peers[VideoFormat.SHORT],
        long_views=views.get(VideoFormat.LONG),
        long_videos=peers[VideoFormat.LONG],
        live_views=views.get(VideoFormat.LIVE),
        live_videos=peers[VideoFormat.LIVE],
        growth=median(growth) if growth else None,
    )


def _judged(
    event: ChannelVideosFetched,
    video: Video,
    verdict: Verdict,
    covering: Covering,
    brand: BrandFit | None,
    floors: Floors,
) -> ScoredVideo:
    scoring = event.scoring
    fits = scoring.min_brand_fit is None or brand is None or brand.fit >= scoring.min_brand_fit
    is_far_above = verdict.score is not None and verdict.score >= scoring.min_score
    return described(
        video,
        verdict.upload.format,
        score=verdict.score,
        low=verdict.low,
        high=verdict.high,
        brand=brand,
        covering=covering,
        outlier=is_far_above and fits and excluded_by(covering) is None,
        evidence=evidence(verdict, floors, format_by="tab" if video.tab else "duration"),
    )
