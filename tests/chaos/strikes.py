"""What strikes when: drawn from a seed, so that a run can be repeated as far as machines repeat anything."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Strike(StrEnum):
    """What befalls a process."""

    KILL = "kill -9"
    FREEZE = "freeze"
    """SIGSTOP, some seconds, SIGCONT: to the others it is gone, to itself nothing happened."""
    RESTART = "restart"
    """SIGTERM: it ends in good order, and is started again."""
    WIPE = "wipe"
    """The cache forgets everything."""


@dataclass(frozen=True, slots=True)
class Blow:
    """One strike on one process of a service."""

    number: int
    pause_seconds: float
    """Before it falls."""
    strike: Strike
    service: str
    which: float
    """Which of the service's processes, 0–1."""
    hold_seconds: float
    """How long a freeze lasts."""


_WEIGHTS = {Strike.FREEZE: 0.12, Strike.RESTART: 0.08, Strike.WIPE: 0.03}
"""Of all blows; the rest are kills."""
_CALM = 0.04
"""Of all pauses, so many are long enough for everything to come back: faults after a rest are faults too."""


def blows(seed: int, kills: int, services: Sequence[str], *, mean_pause_seconds: float = 2.0) -> Iterator[Blow]:
    """Blows until `kills` of them are kills.

    Args:
        seed: The same one draws the same blows.
        kills: How many `kill -9` there are.
        services: What may be struck, one drawn as often as another.
        mean_pause_seconds: Between two blows; pauses are exponential, so blows also come in bursts.
    """
    chance = random.Random(seed)  # a repeatable draw, not a secret
    killed = number = 0
    while killed < kills:
        pause = chance.uniform(10, 20) if chance.random() < _CALM else chance.expovariate(1 / mean_pause_seconds)
        strike = _drawn(chance)
        service = "valkey" if strike is Strike.WIPE else chance.choice(list(services))
        number += 1
        killed += strike is Strike.KILL
        yield Blow(number, pause, strike, service, chance.random(), chance.uniform(0.3, 12))


def _drawn(chance: random.Random) -> Strike:
    drawn = chance.random()
    for strike, weight in _WEIGHTS.items():
        if drawn < weight:
            return strike
        drawn -= weight
    return Strike.KILL
