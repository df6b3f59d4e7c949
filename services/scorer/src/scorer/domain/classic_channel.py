"""One channel by the original's rules: views over subscribers, gates in the original's order."""

from common.events import ChannelVideosFetched, Evidence, ScoredVideo, SkipReason, Video
from topics.covering import Covering

from scorer.domain.brand_rules import Finds, brand_fit
from scorer.domain.classic import FEWEST_VIDEOS, classic_score, looked_at, window_start
from scorer.domain.described import described, excluded_by, format_of
from scorer.domain.outcome import Outcome, scored, skipped
from scorer.domain.terms import Exclusion


def score_classic(event: ChannelVideosFetched, exclusion: Exclusion, finds: Finds) -> Outcome:
    """What the original would have made of a channel; skipped where it has fewer than three videos in the window."""
    if event.channel.subscriber_count is None:
        return skipped(event, SkipReason.SUBSCRIBERS_HIDDEN, "the classic score divides by the subscribers")
    looked = looked_at(event.videos, window_start(event.window.as_of, event.window.days))
    if not looked:
        detail = f"fewer than {FEWEST_VIDEOS} videos in {event.window.days} days"
        return skipped(event, SkipReason.TOO_FEW_VIDEOS, detail)
    shown = [video for video in looked if video.available]
    coverings = exclusion.judge(shown)
    return scored(event, videos=[_judged(event, *pair, finds=finds) for pair in zip(shown, coverings, strict=True)])


def _judged(event: ChannelVideosFetched, video: Video, covering: Covering, *, finds: Finds) -> ScoredVideo:
    rules, scoring, subscribers = event.scoring.brand_fit, event.scoring, event.channel.subscriber_count
    # As text, as the API sends it: to the original the text "0" is a count, and the number 0 would be missing.
    score = classic_score(video.view_count, str(subscribers))
    brand = brand_fit(video.title, video.description, rules, finds=finds)
    kept = score > scoring.gate and brand.fit > rules.threshold and excluded_by(covering) is None
    return described(
        video,
        format_of(video),
        score=score,
        brand=brand,
        covering=covering,
        outlier=kept and score >= scoring.min_score,
        evidence=Evidence(
            views=video.view_count,
            sentence=f"{video.view_count or 0:,} views against {subscribers or 0:,} subscribers",
        ),
    )
