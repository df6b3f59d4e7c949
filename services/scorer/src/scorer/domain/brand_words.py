"""Brand fit of `adjusted`: by the brand's words and example titles, and by the profile's rules on top."""

from collections.abc import Sequence

from common.events import BrandFitRules, Video
from common.events.values import SHORT_PHRASE_BYTES, cut_to_json_bytes
from topics.brand import Brand
from topics.corpus import Corpus

from scorer.domain.brand_rules import HIGHEST, LOWEST, SHOWN_REASONS, BrandFit, Finds, brand_fit
from scorer.domain.terms import Exclusion


def brand_fits(
    videos: Sequence[Video], rules: BrandFitRules, exclusion: Exclusion, *, finds: Finds
) -> list[BrandFit | None]:
    """How well each of a channel's videos fits the brand, 0–10; None where the profile says nothing of the brand.

    Words and examples give the fit; each indicator adds its score to that, as it does to the base score elsewhere.
    """
    by_rules = [
        brand_fit(video.title, video.description, rules, finds=finds)
        if rules.positive_indicators or rules.negative_indicators
        else None
        for video in videos
    ]
    if not rules.words and not rules.example_titles:
        return by_rules
    titles = (*rules.example_titles, *(video.title for video in videos))
    corpus = Corpus(titles, exclusion.background(titles))
    brand = Brand(corpus, rules.words, [corpus.number[title] for title in rules.example_titles])
    fits: list[BrandFit | None] = []
    for video, ruled in zip(videos, by_rules, strict=True):
        found = brand.fit(corpus.number[video.title])
        added = 0.0 if ruled is None else ruled.fit - rules.base_score
        reasons = (*found.reasons, *(() if ruled is None else ruled.reasons))
        fits.append(
            BrandFit(
                max(LOWEST, min(HIGHEST, found.score + added)),
                tuple(cut_to_json_bytes(reason, SHORT_PHRASE_BYTES) for reason in reasons[:SHOWN_REASONS]),
            )
        )
    return fits
