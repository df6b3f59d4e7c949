"""The numbers that `adjusted-1` rests on: how views grow, how uncertain growth is, how wide the interval.

They are an artefact with a version and a data card (`scorer/models`), refitted by `python -m scorer.evaluation`.
Source: docs/adr/0004-outlier-score.md
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SHORT, LONG, LIVE = 0, 1, 2
FORMATS = 3
YOUNGEST_AGE_DAYS = 1e-6
"""Ages are raised to this before a power of them is taken: it only keeps the arithmetic finite."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The share of its final views that a video still lacks at an age, as a logarithm.

    ln(final / now) = κ · g(age), g(age) = ln(1 + scale · age^-power); κ is the channel's own, 1 = as usual.
    """

    scale_short: float = 0.80
    scale_long: float = 1.38
    power: float = 1.21

    def remaining(self, age_days: Floats, format_index: Integers) -> Floats:
        """g: of the shape of `age_days`, dimensionless, ≥ 0, falling with age; live videos grow like long ones."""
        scale = np.where(format_index == SHORT, self.scale_short, self.scale_long)
        return np.log1p(scale * np.maximum(age_days, YOUNGEST_AGE_DAYS) ** -self.power)


@dataclass(frozen=True, slots=True)
class GrowthNoise:
    """How far a video's growth strays from the curve: a standard deviation of ln(final / now), by age."""

    at_one_day: float = 0.374
    power: float = 0.718
    lowest: float = 0.03
    highest: float = 1.5
    short_factor: float = 0.8
    """Shorts younger than a day stray less than long videos do."""

    def spread(self, age_days: Floats, format_index: Integers) -> Floats:
        """σ: of the shape of `age_days`, in units of ln(views)."""
        scale = np.where(format_index == SHORT, self.short_factor, 1.0) * self.at_one_day
        return np.clip(scale * np.maximum(age_days, YOUNGEST_AGE_DAYS) ** -self.power, self.lowest, self.highest)


@dataclass(frozen=True, slots=True)
class ChannelGrowth:
    """How a channel's own growth κ is learnt from its other uploads: a robust regression of ln(views) on g."""

    prior_mean: float = 1.0
    prior_spread: float = 0.7
    between_formats: float = 0.5
    """How far κ of one format may lie from κ of another of the same channel (a standard deviation)."""
    lowest: float = 0.15
    highest: float = 3.0
    upload_spread: float = 0.8
    """What ln(views) of a channel's uploads is expected to vary by, before any is seen."""
    upload_spread_weight: float = 3.0
    """How many uploads that expectation counts for."""
    upload_spread_lowest: float = 0.2
    upload_spread_highest: float = 2.0
    clip: float = 1.345
    """Standard deviations beyond which an upload pulls no harder: a viral one does not steer κ."""
    rounds: int = 2
    fewest: int = 3
    """With fewer other uploads κ is what is expected beforehand."""
    fewest_to_tell: int = 7
    """A format with fewer uploads says nothing of κ in the channel's other formats."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a channel's uploads lie from its normal: what an early excess is weighed against."""

    expected: float = 0.8
    expected_weight: float = 4.0
    from_below: float = 0.5
    """The part of it that is told by the lower quartile alone, which no viral upload moves; the rest by both sides."""
    growth_noise: float = 0.85
    """The part of the growth noise that shrinks a young score towards 1."""


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """The interval that holds 80 % of outcomes, and the chance of twice the normal.

    Its width follows the channel's own spread, so that it needs to know neither niche nor country.
    """

    spread_reference: float = 0.8
    spread_power: float = 0.8
    excess: float = 0.2
    """The further from normal, the less certain: per unit of |ln score|."""
    excess_highest: float = 3.0
    normal_noise: float = 0.02
    """Variance of the channel's normal, times the number of uploads it rests on."""
    youth: float = 0.3
    """The more growth lies ahead, the wider than the growth noise alone would have it."""
    youth_highest: float = 2.0
    widest: float = 1.2
    """No interval is wider: beyond this it holds no more outcomes, and says nothing."""
    below: float = 1.7
    above: float = 2.9


@dataclass(frozen=True, slots=True)
class Model:
    """Everything fitted, with its version."""

    version: str = "adjusted-1"
    growth: Growth = Growth()
    noise: GrowthNoise = GrowthNoise()
    channel: ChannelGrowth = ChannelGrowth()
    spread: Spread = Spread()
    interval: IntervalRule = IntervalRule()

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The model that an artefact's JSON object holds; unknown keys are an error.

        Raises:
            TypeError: A key is unknown.
            KeyError: A part is missing.
        """
        return cls(
            version=document["version"],
            growth=Growth(**document["growth"]),
            noise=GrowthNoise(**document["noise"]),
            channel=ChannelGrowth(**document["channel"]),
            spread=Spread(**document["spread"]),
            interval=IntervalRule(**document["interval"]),
        )

    def to_document(self) -> dict[str, Any]:
        """The JSON object of `from_document`."""
        return asdict(self)

    def with_part(self, part: str, **values: float) -> Self:
        """A copy in which some numbers of one part differ."""
        return replace(self, **{part: replace(getattr(self, part), **values)})
