"""A channel's normal by format, as results show it."""

import math
from dataclasses import dataclass

import numpy as np
from common.events import Baseline

from scorer.domain.model import FORMATS, LIVE, LONG, SHORT, Floats, Integers
from scorer.domain.unchecked import unchecked


@dataclass(frozen=True, slots=True)
class Normals:
    """One element a channel and format, channel · 3 + format."""

    count: Integers
    """Uploads that make it up."""
    views: Floats
    """What a normal one has in the end; NaN without uploads."""
    growth: Floats
    """How fast they grow, 1 = as usual; NaN where it is not known."""

    def baselines(self) -> list[Baseline]:
        """One a channel; its growth is that of the format with most uploads."""
        counts: list[list[int]] = np.reshape(self.count, (-1, FORMATS)).tolist()
        views: list[list[float]] = np.reshape(self.views, (-1, FORMATS)).tolist()
        growths: list[list[float]] = np.reshape(self.growth, (-1, FORMATS)).tolist()
        return [
            _baseline(count, normal, growth[count.index(max(count))])
            for count, normal, growth in zip(counts, views, growths, strict=True)
        ]


def _baseline(count: list[int], views: list[float], growth: float) -> Baseline:
    return unchecked(
        Baseline,
        {
            "short_views": _known(views[SHORT]),
            "short_videos": count[SHORT],
            "long_views": _known(views[LONG]),
            "long_videos": count[LONG],
            "live_views": _known(views[LIVE]),
            "live_videos": count[LIVE],
            "growth": _known(growth),
        },
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
