"""Brand fit by rules: words and patterns that add to a base score, clamped to 0–10.

Source: the recordings of the original (`../shared/parity`), rule 7. Everything is tested on lower-cased text, so a
pattern of capitals never applies (its R8), and words match inside other words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from common.events import BrandFitRules, BrandIndicator
from common.events.values import SHORT_PHRASE_BYTES, cut_to_json_bytes

LOWEST, HIGHEST = 0.0, 10.0
SHOWN_REASONS = 3
Finds = Callable[[str, str], bool]
"""Whether a regular expression (first) is found anywhere in a text (second)."""


@dataclass(frozen=True, slots=True)
class BrandFit:
    """How well a video's texts fit the brand, and what spoke for or against it."""

    fit: float
    reasons: tuple[str, ...]


def brand_fit(title: str, description: str | None, rules: BrandFitRules, *, finds: Finds) -> BrandFit:
    """How well a video's texts fit the brand, 0–10.

    Args:
        title: As YouTube sent it.
        description: Likewise; None is the same as empty.
        rules: The content profile's.
        finds: Runs a pattern; the engine is the caller's, because patterns are written by users.
    """
    lower_title, lower_description = title.lower(), (description or "").lower()
    fit, reasons = rules.base_score, []
    for indicator in (*rules.positive_indicators, *rules.negative_indicators):
        reason = next(_signs(indicator, lower_title, lower_description, finds), None)
        if reason is not None:
            fit += indicator.score
            reasons.append(cut_to_json_bytes(f"{indicator.score:+g} {reason}", SHORT_PHRASE_BYTES))
    return BrandFit(max(LOWEST, min(HIGHEST, fit)), tuple(reasons[:SHOWN_REASONS]))


def _signs(indicator: BrandIndicator, title: str, description: str, finds: Finds) -> Iterator[str]:
    """What an indicator finds in a video's texts."""
    if any(word.lower() in title for word in indicator.exclude_keywords):
        return
    yield from (word for word in indicator.keywords if word.lower() in title)
    yield from (word for word in indicator.description_keywords if word.lower() in description)
    if indicator.pattern is not None and finds(indicator.pattern, title):
        yield indicator.description or indicator.pattern
