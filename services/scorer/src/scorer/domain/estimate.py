"""`adjusted-1` for many channels in one numpy pass: what a video will have in the end, over its channel's normal.

For a video with V views at age a, from the other uploads of its channel and format:

1. κ, the channel's own growth (`channel_growth`), expected near what the channel's other formats show (`formats`);
2. the normal m: the median of what each other upload will have in the end, ln(views + 1) + κ·g(age);
3. the excess z₀ = ln(V + 1) + κ·g(a) − m, shrunk by the growth noise σ of the age: z = z₀ · s² / (s² + (.85 σ)²),
   where s is the spread of the other uploads about m;
4. the interval by `IntervalRule`. The score is e^z.

Source: docs/adr/0004-outlier-score.md
"""

from dataclasses import dataclass, fields

import numpy as np

from scorer.domain.channel_growth import Prior, Uploads, fit_growth
from scorer.domain.formats import Formats, formats_of
from scorer.domain.leave_one_out import at_share
from scorer.domain.model import FORMATS, Floats, Integers, Model
from scorer.domain.tables import Bools, Groups, pieces

MAD_TO_DEVIATION = 1.4826
"""Turns a median absolute deviation, or the distance to a quartile, into a normal distribution's standard deviation."""
QUARTER, HALF = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class VideoColumns:
    """The uploads of many channels, one element a video, in any order."""

    channels: int
    channel: Integers
    """Which channel, 0 to `channels` - 1."""
    format_index: Integers
    """`SHORT`, `LONG` or `LIVE`."""
    age_days: Floats
    views: Floats
    is_peer: Bools
    """Whether it belongs to its channel's normal. Those that do not are scored all the same."""
    is_asked: Bools
    """Whether it is scored. Those that are not may make up a normal all the same."""

    def __len__(self) -> int:
        return len(self.channel)


@dataclass(frozen=True, slots=True)
class Estimates:
    """One element a video, in the order of the `VideoColumns`. NaN where nothing was asked, or there is no other."""

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

    def at(self, videos: Integers) -> "Estimates":
        """Those of some videos."""
        return Estimates(**{field.name: getattr(self, field.name)[videos] for field in fields(self)})


def estimate(columns: VideoColumns, model: Model) -> tuple[Estimates, Formats]:
    """What every video that is asked for is worth against the other uploads of its channel and format.

    Returns:
        The estimates, and what each channel's formats show as a whole.
    """
    result = Estimates.empty(len(columns))
    prepared = _Prepared.of(columns, model)
    group = columns.channel * FORMATS + columns.format_index
    groups = Groups.of(group, columns.is_peer, columns.is_asked, groups=columns.channels * FORMATS)
    formats = formats_of(groups, prepared.uploads, model.channel)
    result.peers[:] = groups.count[group] - columns.is_peer

    among = np.flatnonzero((groups.count > 1) & (groups.asked > 0))
    for rows, columns_of in pieces(among, groups.count[among], groups.asked[among]):
        table, count = groups.table(rows), groups.count[rows][:, None]
        scored = table[:, columns_of]
        real = np.arange(columns_of.start, columns_of.stop) < count
        found = _judged(prepared, scored, prepared.uploads(table, count), columns_of, formats.prior(rows), model)
        _fill(result, scored[real], [value[real] for value in found])
    outside = np.flatnonzero(columns.is_asked & ~columns.is_peer & (result.peers > 0))
    for videos, _ in pieces(outside, groups.count[group[outside]], np.ones_like(outside)):
        rows = group[videos]
        table, count = groups.table(rows), groups.count[rows][:, None]
        prior = formats.prior(rows)
        found = _judged(prepared, videos[:, None], prepared.uploads(table, count), None, prior, model)
        _fill(result, videos, [value[:, 0] for value in found])
    return result, formats


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the age and the views of each video come to."""

    log_views: Floats
    remaining: Floats
    noise: Floats

    @classmethod
    def of(cls, columns: VideoColumns, model: Model) -> "_Prepared":
        return cls(
            log_views=np.log1p(columns.views),
            remaining=model.growth.remaining(columns.age_days, columns.format_index),
            noise=model.noise.spread(columns.age_days, columns.format_index) ** 2,
        )

    def uploads(self, table: Integers, count: Integers) -> Uploads:
        return Uploads(self.log_views[table], self.remaining[table], self.noise[table], count)


def _judged(
    prepared: _Prepared, scored: Integers, uploads: Uploads, left_out: slice | None, prior: Prior, model: Model
) -> tuple[Floats, ...]:
    """Log score, low, high and normal, κ and width of the videos `scored`, each of the shape of `scored`.

    Args:
        prepared: All videos.
        scored: Which are scored: the columns `left_out` of `uploads`, or one a row that is not among them.
        uploads: The peers.
        left_out: See `fit_growth`.
        prior: What is believed of each row's κ.
        model: The fitted numbers.
    """
    peers = uploads.count - (left_out is not None)
    kappa = fit_growth(uploads, prior, left_out=left_out, rules=model.channel).kappa
    normal, variance = _normal_and_variance(uploads, kappa, left_out, peers, model)

    noise, remaining = prepared.noise[scored], prepared.remaining[scored]
    kept = variance / (variance + model.spread.growth_noise**2 * noise)
    log_score = kept * (prepared.log_views[scored] + kappa * remaining - normal)

    rule = model.interval
    youth = 1 + rule.youth * np.minimum(remaining, rule.youth_highest)
    width = (
        (np.sqrt(variance) / rule.spread_reference) ** rule.spread_power
        * np.exp(rule.excess * np.minimum(np.abs(log_score), rule.excess_highest))
        * np.sqrt(kept * noise * youth + rule.normal_noise / peers)
    )
    width = np.minimum(width, rule.widest)
    return log_score, log_score - rule.below * width, log_score + rule.above * width, normal, kappa, width


def _normal_and_variance(
    uploads: Uploads, kappa: Floats, left_out: slice | None, peers: Integers, model: Model
) -> tuple[Floats, Floats]:
    """The middle of what the other uploads will have in the end, and how far they lie about it: s²."""
    final = kappa[:, :, None] * uploads.remaining[:, None, :]
    final += uploads.log_views[:, None, :]
    if left_out is not None:
        own = np.arange(left_out.start, left_out.stop)
        final[:, own - left_out.start, own] = np.inf
    if (padding := uploads.padding) is not None:
        final[padding[0], :, padding[1]] = np.inf
    final.sort(axis=2)
    normal = at_share(final, peers, HALF)
    below = normal - at_share(final, peers, QUARTER)
    final -= normal[:, :, None]
    np.abs(final, out=final)
    final.sort(axis=2)
    about = at_share(final, peers, HALF)
    rules = model.spread
    deviation = MAD_TO_DEVIATION * ((1 - rules.from_below) * about + rules.from_below * below)
    expected = rules.expected_weight * rules.expected**2
    return normal, (peers * deviation**2 + expected) / (peers + rules.expected_weight)


def _fill(result: Estimates, videos: Integers, found: list[Floats]) -> None:
    log_score, log_low, log_high, normal, kappa, width = found
    result.log_score[videos] = log_score
    result.log_low[videos] = log_low
    result.log_high[videos] = log_high
    result.log_normal[videos] = normal
    result.kappa[videos] = kappa
    result.width[videos] = width
