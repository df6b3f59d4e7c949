"""Brand fit by the original's rules: words and patterns that add to a base score, clamped to 0–10.

Source: the recordings of the original (`../shared/parity`), rule 7. Everything is tested on lower-cased text, so a
pattern of capitals never applies (its R8), and words match inside other words.
"""

from collections.abc import Callable, Iterable

from common.events import BrandFitRules, BrandIndicator

LOWEST, HIGHEST = 0.0, 10.0
Finds = Callable[[str, str], bool]
"""Whether a regular expression (first) is found anywhere in a text (second)."""


def brand_fit(title: str, description: str | None, rules: BrandFitRules, *, finds: Finds) -> float:
    """How well a video's texts fit the brand, 0–10.

    Args:
        title: As YouTube sent it.
        description: Likewise; None is the same as empty.
        rules: The content profile's.
        finds: Runs a pattern; the engine is the caller's, because patterns are written by users.
    """
    lower_title, lower_description = title.lower(), (description or "").lower()
    fit = rules.base_score
    for indicator in (*rules.positive_indicators, *rules.negative_indicators):
        if _applies(indicator, lower_title, lower_description, finds):
            fit += indicator.score
    return max(LOWEST, min(HIGHEST, fit))


def _applies(indicator: BrandIndicator, title: str, description: str, finds: Finds) -> bool:
    if _any_in(indicator.exclude_keywords, title):
        return False
    return (
        _any_in(indicator.keywords, title)
        or _any_in(indicator.description_keywords, description)
        or (indicator.pattern is not None and finds(indicator.pattern, title))
    )


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word.lower() in text for word in words)
