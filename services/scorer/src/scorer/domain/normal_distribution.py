"""The standard normal distribution, for arrays."""

import numpy as np

from scorer.domain.model import Floats

_SCALE = 0.3275911 / np.sqrt(2)
_COEFFICIENTS = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def share_above(deviations: Floats) -> Floats:
    """The share of a normal distribution that lies above so many standard deviations, to 1e-7.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.

    >>> share_above(np.array([0.0, 1.2815516, -1.2815516])).round(6)
    array([0.5, 0.1, 0.9])
    """
    distance = np.abs(deviations)
    t = 1 / (1 + _SCALE * distance)
    series = np.zeros_like(t)
    for coefficient in _COEFFICIENTS:
        series = (series + coefficient) * t
    tail: Floats = np.clip(series * np.exp(-(distance**2) / 2) / 2, 0, 0.5)
    return np.where(deviations >= 0, tail, 1 - tail)
