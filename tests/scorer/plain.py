"""`adjusted-1` once more, slow and one video at a time, as the formula reads: the vectorised pass must agree."""

import math
from dataclasses import dataclass
from statistics import median

from scorer.domain.model import Model

SHORT = "short"
MAD_TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class Peer:
    """Another upload of the channel."""

    format: str
    age: float
    views: float


def growth_left(model, format_, age):
    scale = model.growth.scale_short if format_ == SHORT else model.growth.scale_long
    return math.log(1 + scale * age**-model.growth.power)


def noise(model, format_, age):
    factor = model.noise.short_factor if format_ == SHORT else 1.0
    sigma = factor * model.noise.at_one_day * age**-model.noise.power
    return min(max(sigma, model.noise.lowest), model.noise.highest)


def regress(model, others, prior_mean, prior_precision):
    """κ, and what the uploads alone say of it: their precision, and that times their slope."""
    rules = model.channel
    x = [growth_left(model, other.format, other.age) for other in others]
    y = [math.log(other.views + 1) for other in others]
    variance = [noise(model, other.format, other.age) ** 2 for other in others]
    spread = rules.upload_spread
    kappa = prior_mean
    middle = median(b + kappa * a for a, b in zip(x, y, strict=True))
    pull = None
    for _ in range(rules.rounds):
        residual = [b + kappa * a - middle for a, b in zip(x, y, strict=True)]
        if pull is not None:
            total = sum((p * r) ** 2 for p, r in zip(pull, residual, strict=True))
            total += rules.upload_spread_weight * rules.upload_spread**2
            spread = math.sqrt(total / (len(others) + rules.upload_spread_weight))
            spread = min(max(spread, rules.upload_spread_lowest), rules.upload_spread_highest)
        whole = [spread**2 + v for v in variance]
        pull = [min(1, rules.clip * math.sqrt(v) / max(abs(r), 1e-12)) for r, v in zip(residual, whole, strict=True)]
        weight = [p / v for p, v in zip(pull, whole, strict=True)]
        mean_x = sum(w * a for w, a in zip(weight, x, strict=True)) / sum(weight)
        mean_y = sum(w * b for w, b in zip(weight, y, strict=True)) / sum(weight)
        told = sum(w * (a - mean_x) ** 2 for w, a in zip(weight, x, strict=True))
        product = -sum(w * (a - mean_x) * (b - mean_y) for w, a, b in zip(weight, x, y, strict=True))
        kappa = (prior_precision * prior_mean + product) / (prior_precision + told)
        kappa = min(max(kappa, rules.lowest), rules.highest)
        middle = mean_y + kappa * mean_x
    return (kappa if len(others) >= rules.fewest else prior_mean), told, product


def prior_of(model, other_formats):
    """What the uploads of the channel's other formats let expect of κ: mean and precision."""
    rules = model.channel
    precision = 1 / rules.prior_spread**2
    pull = precision * rules.prior_mean
    for uploads in other_formats:
        if len(uploads) >= rules.fewest_to_tell:
            _, told, product = regress(model, uploads, rules.prior_mean, 1 / rules.prior_spread**2)
            if told > 0:
                more = 1 / (1 / told + rules.between_formats**2)
                precision += more
                pull += more * min(max(product / told, 0), rules.highest)
    return pull / precision, precision


def lower_quartile(values):
    ranked = sorted(values)
    place, part = divmod((len(ranked) - 1) / 4, 1)
    above = ranked[min(int(place) + 1, len(ranked) - 1)]
    return ranked[int(place)] + part * (above - ranked[int(place)])


def score(model: Model, own: Peer, others, other_formats=()):
    """ln of score, low, high and the normal; κ."""
    mean, precision = prior_of(model, other_formats)
    kappa, _, _ = regress(model, others, mean, precision)
    final = [math.log(other.views + 1) + kappa * growth_left(model, other.format, other.age) for other in others]
    normal = median(final)
    about = median(abs(value - normal) for value in final)
    below = normal - lower_quartile(final)
    deviation = MAD_TO_DEVIATION * ((1 - model.spread.from_below) * about + model.spread.from_below * below)
    weight = model.spread.expected_weight
    variance = (len(others) * deviation**2 + weight * model.spread.expected**2) / (len(others) + weight)
    sigma = noise(model, own.format, own.age)
    kept = variance / (variance + (model.spread.growth_noise * sigma) ** 2)
    left = growth_left(model, own.format, own.age)
    z = kept * (math.log(own.views + 1) + kappa * left - normal)
    rule = model.interval
    width = (math.sqrt(variance) / rule.spread_reference) ** rule.spread_power
    width *= math.exp(rule.excess * min(abs(z), rule.excess_highest))
    youth = 1 + rule.youth * min(left, rule.youth_highest)
    width *= math.sqrt(kept * sigma**2 * youth + rule.normal_noise / len(others))
    width = min(width, rule.widest)
    return z, z - rule.below * width, z + rule.above * width, normal, kappa
