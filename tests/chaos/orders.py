"""Which analyses are asked for, and what their owners do meanwhile: drawn from a seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """One analysis that somebody starts."""

    number: int
    kind: str
    """A name of `KINDS`."""
    after_blows: int
    """It is started when so many blows have fallen."""
    cancel_after_seconds: float | None
    followed: bool
    """Somebody watches it live."""
    rescored: bool
    """When it is complete, its recording is judged anew."""


def orders(seed: int, analyses: int, blows: int, kinds: Sequence[str]) -> list[Order]:
    """Analyses spread evenly over the blows."""
    chance = random.Random(seed)  # a repeatable draw, not a secret
    return [
        Order(
            number=number,
            kind=chance.choice(list(kinds)),
            after_blows=number * blows // analyses,
            cancel_after_seconds=chance.uniform(0, 8) if chance.random() < 0.1 else None,
            followed=chance.random() < 0.5,
            rescored=chance.random() < 0.15,
        )
        for number in range(analyses)
    ]
