"""What is said of an upload: a score with its interval, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scorer.domain.uploads import Upload, UploadColumns

MINUTES_A_DAY = 1440


class Undecidable(StrEnum):
    """Why a video has no score; stable codes, shown to users with a sentence."""

    NOT_AVAILABLE = "not_available"
    LIVE_OR_UPCOMING = "live_or_upcoming"
    NO_DATE = "no_date"
    VIEWS_HIDDEN = "views_hidden"
    TOO_YOUNG = "too_young"
    TOO_FEW_UPLOADS = "too_few_uploads"
    FEW_VIEWS = "few_views"
    NORMAL_TOO_SMALL = "normal_too_small"


@dataclass(frozen=True, slots=True)
class Floors:
    """Below these there is no score but a reason; every one is a setting that users see."""

    min_peers: int = 5
    """Other uploads of the format that make up a channel's normal."""
    min_age_minutes: float = 10.0
    """Younger videos say nothing yet."""
    peer_age_minutes: float = 29.0
    """Younger videos do not belong to their channel's normal."""
    min_views: int = 0
    min_normal_views: float = 0.0
    """Views of a channel's normal, below which multiples of it mean little."""

    @property
    def min_age_days(self) -> float:
        """In the unit of ages."""
        return self.min_age_minutes / MINUTES_A_DAY

    @property
    def peer_age_days(self) -> float:
        """In the unit of ages."""
        return self.peer_age_minutes / MINUTES_A_DAY


class Verdict(NamedTuple):
    """What an upload is worth against its channel's normal."""

    upload: Upload
    peers: int = 0
    """Other uploads of the format that it was judged by."""
    score: float | None = None
    """Final views over the channel's normal, estimated; 1.0 = normal."""
    low: float | None = None
    high: float | None = None
    normal_views: float | None = None
    """What a normal video of the channel and format has in the end."""
    normal_views_now: float | None = None
    """What it has at this upload's age."""
    growth: float | None = None
    """The channel's own speed of growth; 1 = as usual."""
    probability_double: float | None = None
    reason: Undecidable | None = None


UNFIT = (
    Undecidable.NOT_AVAILABLE,
    Undecidable.LIVE_OR_UPCOMING,
    Undecidable.NO_DATE,
    Undecidable.VIEWS_HIDDEN,
    Undecidable.TOO_YOUNG,
)
"""Why an upload can have no score, whatever the channel; the first that holds is said."""
FIT = -1


def unfit(columns: UploadColumns, floors: Floors) -> NDArray[np.int64]:
    """The index in `UNFIT` of why each upload can have no score; `FIT`: it can."""
    no_date, hidden = np.isnan(columns.age_days), np.isnan(columns.views)
    too_young = columns.age_days < floors.min_age_days
    signs = (~columns.available, columns.on_air, no_date, hidden, too_young)
    return np.select(signs, range(len(UNFIT)), FIT)
