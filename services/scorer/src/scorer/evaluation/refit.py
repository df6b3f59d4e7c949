"""Fits the growth curve, its noise and the interval to recorded readings, and cross-validates them by channel.

Structure and robustness (how κ is learnt, shrinkage, the shape of the interval) stay: a few hundred videos cannot tell
them apart. What is fitted is what differs between times and niches.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scorer.domain.model import LONG, SHORT, Floats, Integers, Model
from scorer.domain.verdict import Floors, Verdict
from scorer.evaluation.harness import Harness
from scorer.offline import Case

FOLDS = 6
YOUNGEST_DAYS, OLDEST_DAYS = 0.02, 14.0
GROWN_DAYS = 7.0
"""A final reading counts from this age on, as in the judge's rules."""
TAIL = 0.09
"""Share of outcomes on either side of the interval: slightly more than 80 % within, for populations not seen."""
ROUNDS, SHRINK = 40, 0.6
LEAST_STEP = 0.005
PULL = 0.02
"""How strongly the fit is held to the model that it starts from, a unit of the logarithm of each number."""
TAIL_FREEDOM = 3.0
AGE_EDGES = (0.02, 0.35, 1.0, 2.0, 5.0, 14.0)
FEWEST_IN_BIN = 8
NARROWEST_FACTOR = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Videos read twice: at an age of interest and at the last reading. One element a pair."""

    format_index: Integers
    age_days: Floats
    last_age_days: Floats
    gain: Floats
    """ln of the last views over the first; both plus one."""
    keys: Sequence[tuple[str, str]]
    """Case and video of each."""


def growth_pairs(
    cases: Iterable[Case], last_views: Mapping[str, tuple[float, float]], channels: Collection[str]
) -> Pairs:
    """The pairs in `cases`.

    Args:
        cases: Readings before the last.
        last_views: Views and age in days of each video at the last reading.
        channels: Whose videos; others are left out.
    """
    rows, keys = [], []
    for case in cases:
        channel = case.case_id.split("@")[0]
        for video, upload in zip(case.videos, case.uploads(), strict=True):
            last = last_views.get(video.id)
            if channel not in channels or last is None or upload.views is None or upload.age_days is None:
                continue
            if YOUNGEST_DAYS < upload.age_days < min(OLDEST_DAYS, last[1]) and last[1] >= GROWN_DAYS:
                gain = math.log1p(last[0]) - math.log1p(upload.views)
                kind = SHORT if upload.format.value == "short" else LONG
                rows.append((kind, upload.age_days, last[1], gain))
                keys.append((case.case_id, video.id))
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return Pairs(table[:, 0].astype(int), table[:, 1], table[:, 2], table[:, 3], keys)


Fit = Callable[[Model, Harness, Collection[str]], Model]
"""A model fitted to some channels of a population, from the model it starts at."""


def refit(start: Model, harness: Harness, channels: Collection[str]) -> Model:
    """A model whose curve, noise and interval fit the readings of `channels`."""
    pairs = growth_pairs(harness.cases, harness.last_views, channels)
    return refit_interval(_with_noise(_with_curve(start, pairs), pairs, harness), harness, channels)


def refit_interval(start: Model, harness: Harness, channels: Collection[str]) -> Model:
    """A model whose interval alone fits: the factors that leave `TAIL` of the outcomes out on each side."""
    verdicts, outcomes = harness.verdicts(start), harness.outcomes()
    ages, deviations = [], []
    for row in harness.judged:
        verdict = verdicts[row.case, row.video]
        if row.channel in channels and verdict.score and verdict.high:
            width = math.log(verdict.high / verdict.score) / start.interval.above
            ages.append(row.age)
            deviations.append((math.log(outcomes[row.case, row.video]) - math.log(verdict.score)) / width)
    weights = _bin_weights(np.array(ages))
    order = np.argsort(deviations)
    reached = np.cumsum(weights[order]) / weights.sum()
    ranked = np.array(deviations)[order]
    below, above = -float(np.interp(TAIL, reached, ranked)), float(np.interp(1 - TAIL, reached, ranked))
    return start.with_part("interval", below=max(below, NARROWEST_FACTOR), above=max(above, NARROWEST_FACTOR))


def cross_validated(start: Model, harness: Harness, fit: Fit) -> dict[tuple[str, str], Verdict]:
    """What fitted models say of every case, each channel by the model that was fitted without it."""
    channels = harness.channels
    verdicts: dict[tuple[str, str], Verdict] = {}
    for fold in range(FOLDS):
        held_out = set(channels[fold::FOLDS])
        fitted = fit(start, harness, set(channels) - held_out)
        said = harness.verdicts(fitted, Floors())
        verdicts |= {key: verdict for key, verdict in said.items() if key[0].split("@")[0] in held_out}
    return verdicts


def _with_curve(start: Model, pairs: Pairs) -> Model:
    def cost(model: Model) -> float:
        expected = model.growth.remaining(pairs.age_days, pairs.format_index)
        expected = expected - model.growth.remaining(pairs.last_age_days, pairs.format_index)
        spread = model.noise.spread(pairs.age_days, pairs.format_index)
        return _t_loss((pairs.gain - expected) / spread, _bin_weights(pairs.age_days))

    return _descend(start, "growth", ("scale_short", "scale_long", "power"), cost)


def _with_noise(start: Model, pairs: Pairs, harness: Harness) -> Model:
    """The noise that is left when each channel's own growth is guessed as the score guesses it."""
    verdicts = harness.verdicts(start)
    kappa = np.array([verdicts[key].growth or start.channel.prior_mean for key in pairs.keys])
    expected = start.growth.remaining(pairs.age_days, pairs.format_index)
    expected = expected - start.growth.remaining(pairs.last_age_days, pairs.format_index)
    residual = pairs.gain - kappa * expected

    def cost(model: Model) -> float:
        spread = model.noise.spread(pairs.age_days, pairs.format_index)
        weights = _bin_weights(pairs.age_days)
        return _t_loss(residual / spread, weights) + float(np.sum(weights * np.log(spread)) / np.sum(weights))

    return _descend(start, "noise", ("at_one_day", "power"), cost)


def _descend(start: Model, part: str, names: Sequence[str], cost: Callable[[Model], float]) -> Model:
    """Coordinate descent in the logarithms of a few positive numbers, held to where it starts."""
    first = {name: math.log(getattr(getattr(start, part), name)) for name in names}
    at, step = dict(first), 0.2

    def total(point: Mapping[str, float]) -> float:
        pull = sum((point[name] - first[name]) ** 2 for name in names)
        return cost(start.with_part(part, **{name: math.exp(value) for name, value in point.items()})) + PULL * pull

    best = total(at)
    for _ in range(ROUNDS):
        moved = False
        for name in names:
            for change in (step, -step):
                trial = {**at, name: at[name] + change}
                if (value := total(trial)) < best:
                    at, best, moved = trial, value, True
                    break
        if not moved:
            step *= SHRINK
            if step < LEAST_STEP:
                break
    return start.with_part(part, **{name: math.exp(value) for name, value in at.items()})


def _t_loss(standardised: Floats, weights: Floats) -> float:
    """Weighted mean of a t distribution's negative log likelihood."""
    loss = (TAIL_FREEDOM + 1) / 2 * np.log1p(standardised**2 / TAIL_FREEDOM)
    return float(np.sum(weights * loss) / np.sum(weights))


def _bin_weights(ages: Floats) -> Floats:
    """Each age bin counts the same, however many videos were read in it; thin bins count as what they hold."""
    bins = np.digitize(ages, AGE_EDGES)
    count = np.bincount(bins, minlength=len(AGE_EDGES) + 1)
    weights: Floats = 1 / np.maximum(count[bins], FEWEST_IN_BIN)
    return weights
