"""One channel by verdicts on its uploads: those of the window, with brand fit, exclusion and gates."""

from collections.abc import Sequence

from common.events import Baseline, ChannelVideosFetched, ScoredVideo, SkipReason, Video
from topics.covering import Covering

from scorer.domain.brand_rules import BrandFit, Finds
from scorer.domain.brand_words import brand_fits
from scorer.domain.described import described, excluded_by
from scorer.domain.outcome import Outcome, scored, skipped
from scorer.domain.terms import Exclusion
from scorer.domain.verdict import Floors, Undecidable, Verdict
from scorer.domain.wording import evidence, told_by


def score_adjusted(
    event: ChannelVideosFetched,
    videos: Sequence[Video],
    verdicts: Sequence[Verdict],
    exclusion: Exclusion,
    *,
    baseline: Baseline,
    floors: Floors,
    finds: Finds,
) -> Outcome:
    """The videos of the window with their verdicts; skipped where none can be judged for want of other uploads.

    Args:
        event: The recording.
        videos: Those inside the window.
        verdicts: One for each of them, in order.
        exclusion: The covered topics.
        baseline: The channel's normal.
        floors: What the verdicts were reached with.
        finds: Runs the patterns of brand fit.
    """
    if not event.videos:
        return skipped(event, SkipReason.NO_UPLOADS)
    if not videos:
        return skipped(event, SkipReason.NOTHING_IN_WINDOW, f"no video in {event.window.days} days")
    if all(verdict.reason is Undecidable.TOO_FEW_UPLOADS for verdict in verdicts):
        most = max(verdict.peers for verdict in verdicts)
        detail = f"at most {most} other uploads of a format, {floors.min_peers} are needed"
        return skipped(event, SkipReason.NO_BASELINE, detail)
    brands = brand_fits(videos, event.scoring.brand_fit, exclusion, finds=finds)
    judged = zip(videos, verdicts, exclusion.judge(videos), brands, strict=True)
    return scored(event, baseline=baseline, videos=[_judged(event, *one, floors) for one in judged])


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
        evidence=evidence(verdict, floors, format_by=told_by(video.duration_seconds, video.tab)),
    )
