"""What is known of an upload, and what is said of it: a score with its interval, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from common.events import VideoFormat

from scorer.domain.model import LIVE, LONG, SHORT

LONGEST_SHORT_SECONDS = 180
"""YouTube's own limit since October 2024; up to it a video is told from a long one by duration alone."""
FORMAT_INDEX = {VideoFormat.SHORT: SHORT, VideoFormat.LONG: LONG, VideoFormat.LIVE: LIVE}
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


class Upload(NamedTuple):
    """One upload, as far as its score is concerned."""

    format: VideoFormat
    age_days: float | None
    """When the views were read; None where the time of publication is not known."""
    views: int | None
    """None: YouTube hides them."""
    available: bool = True
    on_air: bool = False
    """A broadcast that has not ended or not begun."""

    def unfit(self, floors: Floors) -> Undecidable | None:
        """Why it can have no score, whatever the channel; None: it can."""
        if not self.available:
            return Undecidable.NOT_AVAILABLE
        if self.on_air:
            return Undecidable.LIVE_OR_UPCOMING
        if self.age_days is None:
            return Undecidable.NO_DATE
        if self.views is None:
            return Undecidable.VIEWS_HIDDEN
        if self.age_days < floors.min_age_days:
            return Undecidable.TOO_YOUNG
        return None


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


def format_by_duration(duration_seconds: int | None) -> VideoFormat:
    """Short or long; an unknown duration counts as long.

    >>> format_by_duration(180), format_by_duration(181)
    (<VideoFormat.SHORT: 'short'>, <VideoFormat.LONG: 'long'>)
    """
    is_short = duration_seconds is not None and duration_seconds <= LONGEST_SHORT_SECONDS
    return VideoFormat.SHORT if is_short else VideoFormat.LONG


Channels = Sequence[Sequence[Upload]]
"""The uploads of several channels."""
