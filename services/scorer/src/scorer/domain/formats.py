"""What the formats of a channel show as a whole, and what they let expect of one another's growth."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scorer.domain.channel_growth import Fit, Prior, Uploads, fit_growth
from scorer.domain.leave_one_out import at_share
from scorer.domain.model import FORMATS, ChannelGrowth, Floats, Integers
from scorer.domain.tables import Groups, pieces

UploadsOf = Callable[[Integers, Integers], Uploads]


@dataclass(frozen=True, slots=True)
class Formats:
    """One element a group; a group is a channel's uploads of one format, channel · 3 + format."""

    count: Integers
    log_normal: Floats
    """ln(views + 1) that its normal video has in the end; NaN without uploads."""
    kappa: Floats
    """How fast its videos grow; NaN without uploads."""
    prior_mean: Floats
    """κ that is believed of it beforehand."""
    prior_precision: Floats

    def prior(self, groups: Integers) -> Prior:
        """What is believed of these groups' κ beforehand."""
        return Prior(self.prior_mean[groups][:, None], self.prior_precision[groups][:, None])


def formats_of(groups: Groups, uploads_of: UploadsOf, rules: ChannelGrowth) -> Formats:
    """One fit a group. A group's κ is expected near what the channel's other formats show: the viewers are the same."""
    size, own = len(groups.count), 1 / rules.prior_spread**2
    log_normal, kappa = np.full(size, np.nan), np.full(size, np.nan)
    weight, product = np.zeros(size), np.zeros(size)
    some = np.flatnonzero(groups.count)
    for rows, _ in pieces(some, groups.count[some], np.ones_like(some)):
        uploads = uploads_of(groups.table(rows), groups.count[rows][:, None])
        flat = np.full((len(rows), 1), rules.prior_mean)
        fit = fit_growth(uploads, Prior(flat, np.full_like(flat, own)), left_out=None, rules=rules)
        kappa[rows], log_normal[rows] = fit.kappa[:, 0], _normal(uploads, fit.kappa)
        weight[rows], product[rows] = _told(fit, uploads.count, rules)
    precision = own + _of_other_formats(weight)
    pull = own * rules.prior_mean + _of_other_formats(product)
    return Formats(groups.count, log_normal, kappa, pull / precision, precision)


def _of_other_formats(values: Floats) -> Floats:
    """What the channel's other formats sum up to, for each group."""
    by_channel = values.reshape(-1, FORMATS)
    others: Floats = (by_channel.sum(axis=1, keepdims=True) - by_channel).ravel()
    return others


def _normal(uploads: Uploads, kappa: Floats) -> Floats:
    final = uploads.log_views + kappa * uploads.remaining
    if (padding := uploads.padding) is not None:
        final[padding] = np.inf
    return at_share(np.sort(final, axis=1)[:, None, :], uploads.count, 0.5)[:, 0]


def _told(fit: Fit, count: Integers, rules: ChannelGrowth) -> tuple[Floats, Floats]:
    """What one format's uploads tell of κ in another: its precision, and the same times its value."""
    weight = fit.slope_weight[:, 0]
    told = np.zeros_like(weight)
    some = (weight > 0) & (count[:, 0] >= rules.fewest_to_tell)
    told[some] = 1 / (1 / weight[some] + rules.between_formats**2)
    slope = np.clip(fit.slope_product[:, 0] / np.where(some, weight, 1), 0, rules.highest)
    return told, told * slope
