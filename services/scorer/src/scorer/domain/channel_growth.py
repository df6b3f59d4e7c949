"""How fast the views of one channel's uploads grow against the general curve: a robust regression, many at once.

Over a channel's uploads of one format, ln(views + 1) = μ − κ·g(age) + noise. κ tells whether this channel's videos
gather their views sooner (κ < 1) or later (κ > 1) than usual. A video that is scored must stay out of its own κ,
so that there is one regression a video, over the others.
"""

from dataclasses import dataclass

import numpy as np

from scorer.domain.leave_one_out import medians_of_others
from scorer.domain.model import ChannelGrowth, Floats

LEAST_WEIGHT = 1e-300
"""Keeps 0 / 0 from arising where a row has no other upload."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Uploads of channels that have equally many: each array has the shape `(rows, n)`."""

    log_views: Floats
    """ln(views + 1)."""
    remaining: Floats
    """g at each upload's age."""
    noise: Floats
    """Variance of ln(views) by growth noise at each upload's age."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of each row's κ beforehand: shapes `(rows, 1)`."""

    mean: Floats
    precision: Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """κ of each row and scored video, shape `(rows, 1)` or `(rows, n)`, and what the data alone said."""

    kappa: Floats
    slope_weight: Floats
    """How much the uploads tell of κ: the inverse of its variance by the data alone."""
    slope_product: Floats
    """κ by the data alone, times `slope_weight`."""


def fit_growth(uploads: Uploads, prior: Prior, *, leave_one_out: bool, rules: ChannelGrowth) -> Fit:
    """κ from all uploads of a row, or for each upload from the others.

    Iteratively reweighted least squares with the weights of a t distribution, begun at the median of what the uploads
    would have in the end: a start that no single upload can move, so that three rounds do.

    Returns:
        Shapes `(rows, n)` with `leave_one_out`, else `(rows, 1)`.
    """
    y, x, noise = uploads.log_views, uploads.remaining, uploads.noise
    rows, n = y.shape
    others = n - 1 if leave_one_out else n
    # Differences alone matter; near zero they keep their digits.
    centre = y.mean(axis=1, keepdims=True)
    y = y - centre
    final = y + prior.mean * x
    middle = medians_of_others(final) if leave_one_out else np.median(final, axis=1, keepdims=True)
    kappa = np.broadcast_to(prior.mean, middle.shape)
    moments = np.stack((np.ones_like(x), x, y, x * x, x * y), axis=2)
    prior_pull = prior.precision * prior.mean
    squared_spread = np.full(middle.shape, rules.upload_spread**2)
    expected = rules.upload_spread_weight * rules.upload_spread**2
    lowest, highest = rules.upload_spread_lowest**2, rules.upload_spread_highest**2
    shape = (rows, middle.shape[1], n)
    residual, variance, weight = np.empty(shape), np.empty(shape), np.empty(shape)
    own = np.arange(n) if leave_one_out else None

    for turn in range(rules.rounds):
        _residuals(y, x, kappa, middle, out=residual)
        np.multiply(residual, residual, out=residual)
        if turn:
            # The weights of the round before, which the residuals before gave, judge the residuals now.
            np.multiply(weight, variance, out=weight)
            spread = np.einsum("rtn,rtn->rt", weight, residual)
            squared_spread = np.clip((spread + expected) / (others + rules.upload_spread_weight), lowest, highest)
        # The t distribution's weight over the variance v, (tail + 1) / (tail + r²/v) / v, with one division.
        np.add(squared_spread[:, :, None], noise[:, None, :], out=variance)
        np.multiply(variance, rules.tail, out=weight)
        np.add(weight, residual, out=weight)
        np.divide(rules.tail + 1, weight, out=weight)
        if own is not None:
            weight[:, own, own] = 0
        total, sum_x, sum_y, sum_xx, sum_xy = np.moveaxis(weight @ moments, 2, 0)
        total = np.maximum(total, LEAST_WEIGHT)
        mean_x, mean_y = sum_x / total, sum_y / total
        slope_weight = np.maximum(sum_xx - mean_x * sum_x, 0)
        slope_product = mean_x * sum_y - sum_xy
        kappa = np.clip((prior_pull + slope_product) / (prior.precision + slope_weight), rules.lowest, rules.highest)
        middle = mean_y + kappa * mean_x
    if others < rules.fewest:
        kappa = np.broadcast_to(prior.mean, kappa.shape)
    return Fit(kappa=kappa, slope_weight=slope_weight, slope_product=slope_product)


def _residuals(y: Floats, x: Floats, kappa: Floats, middle: Floats, *, out: Floats) -> None:
    """Y + κ·x − middle, of every upload (last axis) against every fit (middle axis)."""
    np.multiply(kappa[:, :, None], x[:, None, :], out=out)
    np.add(out, y[:, None, :], out=out)
    np.subtract(out, middle[:, :, None], out=out)
