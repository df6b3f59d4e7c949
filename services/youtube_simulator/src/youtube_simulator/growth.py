"""How many views a video has at an age: the world lives on as its clock ticks.

A video's growth is a sum of waves. One wave brings `views` in the end, and at age a (days since publishing)

    views · (1 + c·x^-p)^-k,   x = a - start,   0 before its start.

c says how late the views come (0.80 fits Shorts, 1.38 longer videos), p = 1.21 how steeply, k stretches the curve for
a channel whose audience comes later or earlier than others'. A paid push or a second life is a wave with a later
start. In a world file, `videos[].growth` is

    {"waves": [{"views": 52000, "c": 1.38, "p": 1.21, "k": 1, "start": 0}, …], "likes": 0.04, "comments": 0.002}

where all of a wave but `views` may be left out, and `likes` and `comments` are shares of the views. Likes and comments
that `statistics` does not have stay hidden. Without `growth` the statistics stand still.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEFAULT_C = 1.38
DEFAULT_P = 1.21


@dataclass(frozen=True, slots=True)
class Wave:
    """Views that come from one cause, growing towards `views`; times in days."""

    views: float
    c: float = DEFAULT_C
    p: float = DEFAULT_P
    k: float = 1.0
    start: float = 0.0

    def at(self, age_days: float) -> float:
        """Views this wave has brought at an age.

        >>> round(Wave(views=1000, c=1.0, p=1.0).at(1.0))
        500
        """
        reached = max(0.0, age_days - self.start) ** self.p  # the formula times x^p: nothing overflows at small ages
        return self.views * (reached / (reached + self.c)) ** self.k if reached > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Growth:
    """A video's views over time, and what share of its viewers likes and comments."""

    waves: tuple[Wave, ...]
    likes: float = 0.0
    comments: float = 0.0

    def views(self, age_days: float) -> int:
        """Views at an age in days; 0 before publishing, never falling."""
        return int(sum(wave.at(age_days) for wave in self.waves))

    def statistics(self, age_days: float, shown: Mapping[str, str]) -> dict[str, str]:
        """Counts at an age, as the API sends them; those that are not `shown` stay hidden."""
        views = self.views(age_days)
        counts = {
            "viewCount": str(views),
            "likeCount": str(int(views * self.likes)),
            "commentCount": str(int(views * self.comments)),
        }
        return {name: counts.get(name, value) for name, value in shown.items()}


def growth_of(document: Mapping[str, Any] | None) -> Growth | None:
    """The growth that a world file describes; None where it has none.

    Raises:
        KeyError, TypeError, ValueError: Not of the form this module's head describes.
    """
    if document is None:
        return None
    waves = tuple(
        Wave(
            float(wave["views"]),
            float(wave.get("c", DEFAULT_C)),
            float(wave.get("p", DEFAULT_P)),
            float(wave.get("k", 1.0)),
            float(wave.get("start", 0.0)),
        )
        for wave in document["waves"]
    )
    return Growth(waves, float(document.get("likes", 0.0)), float(document.get("comments", 0.0)))
