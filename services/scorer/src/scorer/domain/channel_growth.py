"""How fast the views of one channel's uploads grow against the general curve: a robust regression, many at once.

Over a channel's uploads of one format, ln(views + 1) = μ − κ·g(age) + noise. κ tells whether this channel's videos
gather their views sooner (κ < 1) or later (κ > 1) than usual. A video that is scored must stay out of its own κ,
so that there is one regression a video, over the others.
"""

from dataclasses import dataclass

import numpy as np

from scorer.domain.leave_one_out import at_share, medians_of_others
from scorer.domain.model import ChannelGrowth, Floats, Integers

LEAST_WEIGHT = 1e-300
"""Keeps 0 / 0 from arising where a row has no other upload."""
LEAST_RESIDUAL = 1e-12


@dataclass(frozen=True, slots=True)
class Uploads:
    """The uploads of channels, a row each: arrays of the shape `(rows, n)`, padded beyond a row's count."""

    log_views: Floats
    """ln(views + 1)."""
    remaining: Floats
    """g at each upload's age."""
    noise: Floats
    """Variance of ln(views) by growth noise at each upload's age."""
    count: Integers
    """Uploads of each row, shape `(rows, 1)`."""

    @property
    def padding(self) -> tuple[Integers, Integers] | None:
        """Row and column of what is no upload; None: every row is full."""
        width = self.log_views.shape[1]
        if int(self.count.min()) == width:
            return None
        row, column = np.nonzero(np.arange(width) >= self.count)
        return row, column


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of each row's κ beforehand: shapes `(rows, 1)`."""

    mean: Floats
    precision: Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """κ of each row, shape `(rows, k)`, and what the data alone said."""

    kappa: Floats
    slope_weight: Floats
    """How much the uploads tell of κ: the inverse of its variance by the data alone."""
    slope_product: Floats
    """κ by the data alone, times `slope_weight`."""


def fit_growth(uploads: Uploads, prior: Prior, *, left_out: slice | None, rules: ChannelGrowth) -> Fit:
    """κ from all uploads of a row, or for each upload of some columns from the others.

    Iteratively reweighted least squares after Huber: beyond `rules.clip` standard deviations an upload pulls no harder,
    so that it does not matter how far above the rest the best one is. It begins at the median of what the uploads
    would have in the end, which no single upload can move either: two rounds do.

    Args:
        uploads: At least one other upload a row.
        prior: What is believed of κ.
        left_out: The columns that are scored, each left out in turn; None: one fit of everything.
        rules: The fitted numbers.

    Returns:
        Shapes `(rows, columns left out)`, or `(rows, 1)`.
    """
    y, x, padding = uploads.log_views, uploads.remaining, uploads.padding
    # Differences alone matter; near zero they keep their digits.
    y = y - y.mean(axis=1, keepdims=True)
    kappa, middle = _start(y, x, uploads, prior, left_out)
    others = uploads.count - (left_out is not None)
    own = None if left_out is None else np.arange(left_out.start, left_out.stop)
    moments = np.stack((np.ones_like(x), x, y, x * x, x * y), axis=2)
    squared_spread = np.full(middle.shape, rules.upload_spread**2)
    expected = rules.upload_spread_weight * rules.upload_spread**2
    lowest, highest = rules.upload_spread_lowest**2, rules.upload_spread_highest**2
    shape = (*middle.shape, y.shape[1])
    residual, variance, pull, weight = (np.empty(shape) for _ in range(4))

    for turn in range(rules.rounds):
        np.multiply(kappa[:, :, None], x[:, None, :], out=residual)
        residual += y[:, None, :]
        residual -= middle[:, :, None]
        if turn:
            # How hard each upload pulled in the round before tells how much of its distance now is spread.
            np.multiply(pull, residual, out=pull)
            spread = np.einsum("rkn,rkn->rk", pull, pull)
            squared_spread = np.clip((spread + expected) / (others + rules.upload_spread_weight), lowest, highest)
        np.add(squared_spread[:, :, None], uploads.noise[:, None, :], out=variance)
        np.sqrt(variance, out=pull)
        pull *= rules.clip
        np.abs(residual, out=residual)
        np.maximum(residual, LEAST_RESIDUAL, out=residual)
        pull /= residual
        np.minimum(pull, 1, out=pull)
        if own is not None:
            pull[:, own - own[0], own] = 0
        if padding is not None:
            pull[padding[0], :, padding[1]] = 0
        np.divide(pull, variance, out=weight)
        total, sum_x, sum_y, sum_xx, sum_xy = np.moveaxis(weight @ moments, 2, 0)
        total = np.maximum(total, LEAST_WEIGHT)
        mean_x, mean_y = sum_x / total, sum_y / total
        slope_weight = np.maximum(sum_xx - mean_x * sum_x, 0)
        slope_product = mean_x * sum_y - sum_xy
        kappa = (prior.precision * prior.mean + slope_product) / (prior.precision + slope_weight)
        kappa = np.clip(kappa, rules.lowest, rules.highest)
        middle = mean_y + kappa * mean_x
    kappa = np.where(others < rules.fewest, prior.mean, kappa)
    return Fit(kappa=kappa, slope_weight=slope_weight, slope_product=slope_product)


def _start(y: Floats, x: Floats, uploads: Uploads, prior: Prior, left_out: slice | None) -> tuple[Floats, Floats]:
    """κ as believed beforehand, and the middle of what the uploads would then have in the end."""
    final = y + prior.mean * x
    if (padding := uploads.padding) is not None:
        final[padding] = np.inf
    if left_out is None:
        middle = at_share(np.sort(final, axis=1)[:, None, :], uploads.count, 0.5)
    else:
        middle = medians_of_others(final, uploads.count)[:, left_out]
    return np.broadcast_to(prior.mean, middle.shape), middle
