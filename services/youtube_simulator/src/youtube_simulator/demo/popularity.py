"""How many views a demo video gets and when: growth of the form that `youtube_simulator.growth` describes.

Final views scatter log-normally about the channel's usual. About six in a hundred are real outliers (three to sixty
times the usual, the tail a power law), a few get a paid push, a few are slow burners that live on search.
"""

import math
from typing import Any

from youtube_simulator.demo.chance import Chance

OUTLIERS = 0.06
PAID = 0.02
SLOW = 0.04
_SPREAD = 0.5
_LATE = {"short": 0.80, "long": 1.38, "live": 0.6}
_STEEPNESS = 1.21
_MOST = 60.0
_AT_ONCE = 0.65


def growth(usual: float, tab: str, punctuality: float, heat: float, random: Chance) -> dict[str, Any]:
    """A video's growth.

    Args:
        usual: Final views of a normal video of this channel and format at this time.
        tab: `long`, `short` or `live`.
        punctuality: Exponent of the channel's growth curves; above 1 its audience comes later.
        heat: What the topic is worth at the moment; 1.0 is ordinary.
        random: Where chance comes from.
    """
    final = max(20.0, usual * heat * math.exp(random.gauss(0, _SPREAD)))
    late = _LATE[tab] * math.exp(random.gauss(0, 0.35))
    curve = {"c": round(late, 3), "p": _STEEPNESS, "k": round(punctuality, 2)}
    drawn = random.random()
    if drawn < OUTLIERS * heat:
        waves = _viral(final, curve, random)
    elif drawn < OUTLIERS * heat + PAID:
        push = {
            "views": round(final * random.uniform(0.8, 3)),
            "c": 0.05,
            "p": 2.0,
            "start": round(random.uniform(0.8, 6), 2),
        }
        waves = [{"views": round(final), **curve}, push]
    elif drawn < OUTLIERS * heat + PAID + SLOW:
        waves = [{"views": round(final * random.uniform(2, 5)), "c": 30.0, "p": 0.95}]
    else:
        waves = [{"views": round(final), **curve}]
    likes = random.uniform(0.015, 0.06) * (0.4 if len(waves) > 1 and "k" not in waves[1] else 1)
    return {"waves": waves, "likes": round(likes, 4), "comments": round(likes * random.uniform(0.02, 0.12), 5)}


def _viral(final: float, curve: dict[str, float], random: Chance) -> list[dict[str, Any]]:
    multiple = min(3 * random.paretovariate(1.35), _MOST)
    if random.happens(_AT_ONCE):
        return [{"views": round(final * multiple), **curve}]
    later = {"start": round(random.uniform(1.5, 20), 2)}
    return [{"views": round(final), **curve}, {"views": round(final * (multiple - 1)), **curve, **later}]
