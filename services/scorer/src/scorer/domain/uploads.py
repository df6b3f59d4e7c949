"""The uploads of many channels as columns, whether they can be judged at all, and one of them as a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from common.events import VideoFormat

from scorer.domain.model import LIVE, LONG, SHORT, Floats, Integers
from scorer.domain.tables import Bools

FORMATS_BY_INDEX = {SHORT: VideoFormat.SHORT, LONG: VideoFormat.LONG, LIVE: VideoFormat.LIVE}
FORMAT_INDEX = {kind: index for index, kind in FORMATS_BY_INDEX.items()}
LONGEST_SHORT_SECONDS = 180
"""YouTube's own limit since October 2024; up to it a video is told from a long one by duration alone."""


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


Channels = Sequence[Sequence[Upload]]
"""The uploads of several channels."""


@dataclass(frozen=True, slots=True)
class UploadColumns:
    """The uploads of many channels, one element an upload, channel by channel."""

    channels: int
    channel: Integers
    """Which channel, 0 to `channels` - 1."""
    format_index: Integers
    """`SHORT`, `LONG` or `LIVE`."""
    age_days: Floats
    """NaN where the time of publication is not known."""
    views: Floats
    """NaN where YouTube hides them."""
    available: Bools
    on_air: Bools
    asked: Bools
    """Whether a verdict on it is wanted; all of them may make up their channel's normal."""

    @classmethod
    def of(cls, channels: Channels) -> "UploadColumns":
        """All uploads of `channels`, a verdict asked for on each."""
        uploads = [upload for channel in channels for upload in channel]
        return cls(
            channels=len(channels),
            channel=np.repeat(
                np.arange(len(channels)), np.array([len(channel) for channel in channels], dtype=np.int64)
            ),
            format_index=np.array([FORMAT_INDEX[upload.format] for upload in uploads], dtype=np.int64),
            age_days=np.array([upload.age_days for upload in uploads], dtype=float),
            views=np.array([upload.views for upload in uploads], dtype=float),
            available=np.array([upload.available for upload in uploads], dtype=bool),
            on_air=np.array([upload.on_air for upload in uploads], dtype=bool),
            asked=np.ones(len(uploads), dtype=bool),
        )

    def at(self, places: Integers) -> list[Upload]:
        """Uploads that have a date and views."""
        kinds = map(FORMATS_BY_INDEX.__getitem__, self.format_index[places].tolist())
        return list(map(Upload, kinds, self.age_days[places].tolist(), map(int, self.views[places].tolist())))

    def odd(self, place: int) -> Upload:
        """An upload that may lack anything."""
        age, views = float(self.age_days[place]), float(self.views[place])
        return Upload(
            FORMATS_BY_INDEX[int(self.format_index[place])],
            None if np.isnan(age) else age,
            None if np.isnan(views) else int(views),
            bool(self.available[place]),
            bool(self.on_air[place]),
        )


def format_by_duration(duration_seconds: int | None) -> VideoFormat:
    """Short or long; an unknown duration counts as long.

    >>> format_by_duration(180), format_by_duration(181)
    (<VideoFormat.SHORT: 'short'>, <VideoFormat.LONG: 'long'>)
    """
    is_short = duration_seconds is not None and duration_seconds <= LONGEST_SHORT_SECONDS
    return VideoFormat.SHORT if is_short else VideoFormat.LONG


def formats_by_duration(seconds: Floats) -> Integers:
    """The same for many, as indices; NaN: unknown.

    >>> formats_by_duration(np.array([180.0, np.nan])).tolist() == [SHORT, LONG]
    True
    """
    return np.where(seconds <= LONGEST_SHORT_SECONDS, SHORT, LONG)
