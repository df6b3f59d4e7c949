"""Content profiles: merged, validated, with the place of what is wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

from common.events import ContentProfile
from topics.patterns import JavaScriptPattern, PatternError

JsonObject = Mapping[str, Any]


def merged(base: JsonObject, over: JsonObject) -> dict[str, Any]:
    """`over` laid on `base`: objects part by part, everything else replaced.

    >>> merged({"a": 1, "b": {"c": [1], "d": 2}}, {"b": {"c": []}})
    {'a': 1, 'b': {'c': [], 'd': 2}}
    """
    result = dict(base)
    for name, value in over.items():
        known = result.get(name)
        result[name] = merged(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return result


def pattern_errors(profile: ContentProfile) -> Iterator[tuple[str, str]]:
    """Where a pattern of `profile` cannot be used, and why."""
    for number, topic in enumerate(profile.game_patterns):
        yield from _error(f"gamePatterns[{number}].pattern", topic.pattern, topic.flags)
    for name, indicators in (
        ("positiveIndicators", profile.brand_fit.positive_indicators),
        ("negativeIndicators", profile.brand_fit.negative_indicators),
    ):
        for number, indicator in enumerate(indicators):
            if indicator.pattern is not None:
                yield from _error(f"brandFit.{name}[{number}].pattern", indicator.pattern, "g")


def _error(place: str, pattern: str, flags: str) -> Iterator[tuple[str, str]]:
    try:
        JavaScriptPattern(pattern, flags)
    except PatternError as error:
        yield place, str(error)
