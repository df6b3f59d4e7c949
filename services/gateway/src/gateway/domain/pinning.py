"""From what a caller asked for to a spec with every default filled in and every version pinned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.events import AnalysisSpec, ContentProfile, Lane, Method, TopicsMethod

INTERACTIVE_CHANNELS = 100
CLASSIC_MIN_SCORE = 20.0
ADJUSTED_MIN_SCORE = 2.0
ADJUSTED_WINDOW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Pins:
    """The versions that a start pins."""

    adjusted: Method
    adjusted_topics: TopicsMethod

    def of(self, method: str) -> tuple[Method, TopicsMethod]:
        """The versions of a method that a caller named."""
        if method == "classic":
            return Method.CLASSIC_1, TopicsMethod.CLASSIC_1
        return self.adjusted, self.adjusted_topics


def pinned_spec(
    asked: Mapping[str, Any], profile: ContentProfile, profile_name: str | None, pins: Pins, as_of: datetime
) -> AnalysisSpec:
    """The spec of a new analysis.

    Args:
        asked: The fields of the start's body; None = the default.
        profile: The content profile it runs with.
        profile_name: Its name, where it has one.
        pins: Versions to pin.
        as_of: World time of the start.
    """
    method, topics_method = pins.of(asked["method"])
    defaults = {
        "min_score": CLASSIC_MIN_SCORE if method.is_classic else ADJUSTED_MIN_SCORE,
        "window_days": ADJUSTED_WINDOW_DAYS,
    }
    said = profile.model_fields_set
    if "time_window_days" in said:
        defaults["window_days"] = profile.time_window_days
    if "max_results" in said:
        defaults["max_results"] = profile.max_results
    chosen = defaults | {name: value for name, value in asked.items() if value is not None}
    return AnalysisSpec(
        **chosen
        | {
            "method": method,
            "topics_method": topics_method,
            "profile": profile,
            "profile_name": profile_name,
            "lane": Lane.INTERACTIVE if chosen["max_channels"] <= INTERACTIVE_CHANNELS else Lane.BULK,
            "as_of": as_of,
        }
    )


def method_name(method: str) -> str:
    """What callers call a pinned method.

    >>> method_name("classic-1"), method_name("adjusted-1")
    ('classic', 'adjusted')
    """
    return method.partition("-")[0]
