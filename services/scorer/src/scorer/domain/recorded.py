"""What the score needs of recordings: their uploads as columns, and which of them are inside the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import compress

import numpy as np
from common.events import ChannelVideosFetched, LiveState, Video

from scorer.domain.classic import window_start
from scorer.domain.model import LIVE
from scorer.domain.uploads import FORMAT_INDEX, UploadColumns, formats_by_duration

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recordings as the score reads them."""

    uploads: UploadColumns
    """All uploads; a verdict is asked for on those inside the window."""
    inside: list[list[Video]]
    """The videos of each recording that are results, in its order."""

    @classmethod
    def of(cls, events: Sequence[ChannelVideosFetched]) -> "Recorded":
        """What `events` recorded, one channel each."""
        ages: list[float | None] = []
        asked: list[bool] = []
        inside = []
        for event in events:
            observed_at, since = event.observed_at, window_start(event.window.as_of, event.window.days)
            published = [video.published_at for video in event.videos]
            ages += [None if moment is None else (observed_at - moment) / DAY for moment in published]
            wanted = [
                moment is not None and moment >= since and video.available
                for moment, video in zip(published, event.videos, strict=True)
            ]
            asked += wanted
            inside.append(list(compress(event.videos, wanted)))
        return cls(_columns(events, ages, asked), inside)


def _columns(
    events: Sequence[ChannelVideosFetched], ages: Sequence[float | None], asked: Sequence[bool]
) -> UploadColumns:
    videos = [video for event in events for video in event.videos]
    live = np.array([video.live is not LiveState.NONE for video in videos], dtype=bool)
    seconds = np.array([video.duration_seconds for video in videos], dtype=float)
    format_index = np.where(live, LIVE, formats_by_duration(seconds))
    for place, tab in enumerate(video.tab for video in videos):
        if tab is not None:
            format_index[place] = FORMAT_INDEX[tab]
    return UploadColumns(
        channels=len(events),
        channel=np.repeat(np.arange(len(events)), [len(event.videos) for event in events]),
        format_index=format_index,
        age_days=np.array(ages, dtype=float),
        views=np.array([video.view_count for video in videos], dtype=float),
        available=np.array([video.available for video in videos], dtype=bool),
        # A broadcast has no duration before its end.
        on_air=live | (seconds == 0),
        asked=np.array(asked, dtype=bool),
    )
