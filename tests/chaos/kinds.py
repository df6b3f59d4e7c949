"""The kinds of analyses that are run: small, and of both methods."""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]
"""The body of a start."""

UNKNOWN = "Nobody Has This Name 4711"
"""YouTube knows no such channel: it is told in `not_found`, and the analysis goes on."""

_SIZE = {"max_channels": 8, "max_results": 1000}


def _classic(queries: list[str], *names: str) -> Body:
    return {
        "exclusion_channels": list(names),
        "method": "classic",
        "min_score": 2,
        "profile": {"searchQueries": queries, "outlierThreshold": 2, "brandFit": {"threshold": 1}},
        **_SIZE,
    }


KINDS: Mapping[str, Body] = {
    "classic fitness": _classic(["home workout no equipment"], "Coach Lindqvist"),
    "classic cooking": _classic(["easy dinner one pot meals", "sourdough bread recipe"], "June's Kitchen", UNKNOWN),
    "classic coding": _classic(["learn python tutorial"]),
    "classic woodworking": _classic(["woodworking projects beginner"]),
    "adjusted fitness": {"exclusion_channels": [], "profile": "home-fitness", **_SIZE},
    "adjusted cooking": {
        "exclusion_channels": ["June's Kitchen", "Kwame & Fork"],
        "profile": "home-cooking",
        **_SIZE,
    },
}
"""By name."""

ANEW = " anew"
"""Ends the names of kinds that are re-scores of others."""


def is_steady(kind: str) -> bool:
    """Whether an analysis of that kind looks into the same channels whenever it runs.

    `classic` asks YouTube the same questions each time. `adjusted` first offers channels that are known, and asks for
    what the cache can answer for nothing: other channels, once the cache was wiped.
    """
    return kind.startswith("classic")


RESCORED = {"min_score": 0.0, "min_brand_fit": 0.0}
"""What a re-score changes: everything that was recorded is shown."""
