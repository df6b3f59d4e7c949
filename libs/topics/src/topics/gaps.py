"""A topic that the exclusion channels have had may be free all the same: they did it long ago, or badly."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.events import ExclusionTitle, Gap

LONG_AGO_DAYS = 180
NORMAL = 1.0


@dataclass(frozen=True, slots=True)
class Past:
    """How the exclusion channels did on a topic."""

    times: int = 0
    best_multiple: float | None = None
    """None: of none of the videos it is known how it did."""
    last_days: int | None = None

    @property
    def gap(self) -> Gap | None:
        """Badly before long ago: how it did says more than when.

        >>> Past(2, best_multiple=0.4, last_days=300).gap, Past(2, best_multiple=3.0, last_days=20).gap
        (<Gap.BADLY: 'badly'>, None)
        """
        if self.best_multiple is not None and self.best_multiple < NORMAL:
            return Gap.BADLY
        return Gap.LONG_AGO if self.last_days is not None and self.last_days >= LONG_AGO_DAYS else None


NOTHING = Past()
"""Nothing is known of it."""


def past(titles: Sequence[ExclusionTitle]) -> Past:
    """The past of a topic, from the exclusion titles that are on it."""
    return Past(
        len(titles),
        max((title.multiple for title in titles if title.multiple is not None), default=None),
        min((title.age_days for title in titles if title.age_days is not None), default=None),
    )
