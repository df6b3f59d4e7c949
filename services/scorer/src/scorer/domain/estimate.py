"""`adjusted-1` for many channels in one numpy pass: what a video will have in the end, over its channel's normal.

For a video with V views at age a, from the other uploads of its channel and format:

1. κ, the channel's own growth (`channel_growth`), expected near what the channel's other formats show;
2. the normal m: the median of what each other upload will have in the end, ln(views + 1) + κ·g(age);
3. the excess z₀ = ln(V + 1) + κ·g(a) − m, shrunk by the growth noise σ of the age: z = z₀ · s² / (s² + (.85 σ)²),
   where s is the spread of the other uploads about m;
4. the interval by `IntervalRule`. The score is e^z.

Source: docs/adr/0004-outlier-score.md
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scorer.domain.channel_growth import Fit, Prior, Uploads, fit_growth
from scorer.domain.leave_one_out import medians
from scorer.domain.model import FORMATS, ChannelGrowth, Floats, Integers, Model

MAD_TO_DEVIATION = 1.4826
"""Turns a median absolute deviation into the standard deviation of a normal distribution."""
CHUNK_ELEMENTS = 1 << 15
"""Elements of the largest array of a step: it stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class VideoColumns:
    """The uploads of many channels, one element a video, in any order."""

    channel: Integers
    """Which channel, 0 to the number of channels - 1."""
    format_index: Integers
    """`SHORT`, `LONG` or `LIVE`."""
    age_days: Floats
    views: Floats
    is_peer: NDArray[np.bool_]
    """Whether it belongs to its channel's normal. Those that do not are scored all the same."""

    def __len__(self) -> int:
        return len(self.channel)


@dataclass(frozen=True, slots=True)
class Estimates:
    """One element a video, in the order of the `VideoColumns`. NaN where there is no other upload to judge by."""

    log_score: Floats
    log_low: Floats
    log_high: Floats
    log_normal: Floats
    """ln(views + 1) that the channel's normal video of the format has in the end."""
    kappa: Floats
    peers: Integers
    """How many other uploads it was judged by."""
    width: Floats
    """q of the interval, before its two factors."""

    @classmethod
    def empty(cls, size: int) -> "Estimates":
        """Nothing known of `size` videos."""
        unknown = {field.name: np.full(size, np.nan) for field in fields(cls) if field.name != "peers"}
        return cls(**unknown, peers=np.zeros(size, dtype=np.int64))


def estimate(columns: VideoColumns, model: Model) -> Estimates:
    """What every video is worth against the other uploads of its channel and format."""
    result = Estimates.empty(len(columns))
    if not len(columns):
        return result
    prepared = _Prepared.of(columns, model)
    group = columns.channel * FORMATS + columns.format_index
    peers = np.flatnonzero(columns.is_peer)
    peers = peers[np.argsort(group[peers], kind="stable")]
    groups = int(columns.channel.max() + 1) * FORMATS
    count = np.bincount(group[peers], minlength=groups)
    start = np.cumsum(count) - count
    prior = _priors(prepared, peers, start, count, model)

    for size, members in _by_size(count):
        if size > 1:
            for rows in _chunks(members, size * size):
                table = peers[start[rows, None] + np.arange(size)]
                _score(prepared, table, table, prior.of(rows), model, result)
    outside = np.flatnonzero(~columns.is_peer)
    for size, members in _by_size(count[group[outside]]):
        if size:
            for rows in _chunks(outside[members], size):
                table = peers[start[group[rows], None] + np.arange(size)]
                _score(prepared, rows[:, None], table, prior.of(group[rows]), model, result)
    return result


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the age and the views of each video come to."""

    log_views: Floats
    remaining: Floats
    spread: Floats

    @classmethod
    def of(cls, columns: VideoColumns, model: Model) -> "_Prepared":
        return cls(
            log_views=np.log1p(columns.views),
            remaining=model.growth.remaining(columns.age_days, columns.format_index),
            spread=model.noise.spread(columns.age_days, columns.format_index),
        )

    def uploads(self, table: Integers) -> Uploads:
        return Uploads(self.log_views[table], self.remaining[table], self.spread[table] ** 2)


@dataclass(frozen=True, slots=True)
class _Priors:
    """What is believed of each group's κ beforehand; a group is a channel's uploads of one format."""

    mean: Floats
    precision: Floats

    def of(self, groups: Integers) -> Prior:
        return Prior(self.mean[groups][:, None], self.precision[groups][:, None])


def _priors(prepared: _Prepared, peers: Integers, start: Integers, count: Integers, model: Model) -> _Priors:
    """A group's κ is expected near what the channel's other formats show: its viewers are the same people."""
    rules = model.channel
    own = 1 / rules.prior_spread**2
    told_weight, told_product = np.zeros(len(count)), np.zeros(len(count))
    channels_with_more = np.repeat((count.reshape(-1, FORMATS) > 0).sum(axis=1) > 1, FORMATS)
    for size, members in _by_size(np.where(channels_with_more, count, 0)):
        if size < rules.fewest:
            continue
        for rows in _chunks(members, size):
            flat = np.full((len(rows), 1), rules.prior_mean)
            prior = Prior(flat, np.full_like(flat, own))
            uploads = prepared.uploads(peers[start[rows, None] + np.arange(size)])
            told_weight[rows], told_product[rows] = _told(
                fit_growth(uploads, prior, leave_one_out=False, rules=rules), rules
            )
    weight, product = told_weight.reshape(-1, FORMATS), told_product.reshape(-1, FORMATS)
    precision = own + (weight.sum(axis=1, keepdims=True) - weight).ravel()
    pull = own * rules.prior_mean + (product.sum(axis=1, keepdims=True) - product).ravel()
    return _Priors(mean=pull / precision, precision=precision)


def _told(fit: Fit, rules: ChannelGrowth) -> tuple[Floats, Floats]:
    """What one format's uploads tell of κ in another: its precision, and the same times its value."""
    weight = fit.slope_weight[:, 0]
    told = np.zeros_like(weight)
    some = weight > 0
    told[some] = 1 / (1 / weight[some] + rules.between_formats**2)
    slope = np.clip(fit.slope_product[:, 0] / np.where(some, weight, 1), 0, rules.highest)
    return told, told * slope


def _score(
    prepared: _Prepared, scored: Integers, table: Integers, prior: Prior, model: Model, result: Estimates
) -> None:
    """Fill in the videos `scored`, shape `(rows, n)` = `table` itself or `(rows, 1)`, from the peers in `table`."""
    leave_one_out = scored is table
    uploads = prepared.uploads(table)
    size = table.shape[1]
    peers = size - 1 if leave_one_out else size
    kappa = fit_growth(uploads, prior, leave_one_out=leave_one_out, rules=model.channel).kappa
    final = kappa[:, :, None] * uploads.remaining[:, None, :] + uploads.log_views[:, None, :]
    if leave_one_out:
        own = np.arange(size)
        final[:, own, own] = np.inf
    normal = medians(final, missing=size - peers)
    np.subtract(final, normal[:, :, None], out=final)
    deviation = MAD_TO_DEVIATION * medians(np.abs(final, out=final), missing=size - peers)

    expected = model.spread.expected_weight * model.spread.expected**2
    variance = (peers * deviation**2 + expected) / (peers + model.spread.expected_weight)
    growth_variance = prepared.spread[scored] ** 2
    kept = variance / (variance + model.spread.growth_noise**2 * growth_variance)
    log_score = kept * (prepared.log_views[scored] + kappa * prepared.remaining[scored] - normal)

    rule = model.interval
    youth = 1 + rule.youth * np.minimum(prepared.remaining[scored], rule.youth_highest)
    width = (
        (np.sqrt(variance) / rule.spread_reference) ** rule.spread_power
        * np.exp(rule.excess * np.minimum(np.abs(log_score), rule.excess_highest))
        * np.sqrt(kept * growth_variance * youth + rule.normal_noise / peers)
    )
    result.log_score[scored] = log_score
    result.log_low[scored] = log_score - rule.below * width
    result.log_high[scored] = log_score + rule.above * width
    result.log_normal[scored] = normal
    result.kappa[scored] = kappa
    result.peers[scored] = peers
    result.width[scored] = width


def _by_size(counts: Integers) -> list[tuple[int, Integers]]:
    """Indices of equal counts together: rows of one length need no padding."""
    order = np.argsort(counts, kind="stable")
    sizes, first = np.unique(counts[order], return_index=True)
    bounds = [*first.tolist(), len(order)]
    return [(size, order[bounds[i] : bounds[i + 1]]) for i, size in enumerate(sizes.tolist())]


def _chunks(indices: Integers, elements: int) -> list[Integers]:
    """Pieces of `indices`, each of which takes about `CHUNK_ELEMENTS` at `elements` a piece."""
    step = max(CHUNK_ELEMENTS // elements, 1)
    return [indices[at : at + step] for at in range(0, len(indices), step)]
