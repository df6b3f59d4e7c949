"""The simulated YouTube: its channels and videos, indexed for the answers the API gives.

What has not been published by the clock's now does not exist yet; a `Timeline` answers for a moment.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from youtube_simulator.growth import Growth

SECONDS_A_DAY = 86_400


class Tab(StrEnum):
    """A tab of a channel's page; the value is the prefix of the playlist that lists it."""

    LONG = "UULF"
    SHORT = "UUSH"
    LIVE = "UULV"


@dataclass(frozen=True, slots=True)
class Section:
    """A shelf of a channel's page: other channels, or playlists."""

    title: str
    channels: tuple[str, ...] = ()
    playlists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel; `statistics` as the API sends it at the world's own now."""

    id: str
    title: str
    description: str
    handle: str
    published_at: str
    country: str | None
    uploads: str
    keywords: tuple[str, ...]
    made_for_kids: bool
    statistics: dict[str, str | bool]
    sections: tuple[Section, ...] = ()
    username: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Video:
    """One video; `published` is `published_at` in seconds since 1970, `statistics` holds at the world's own now."""

    id: str
    channel: Channel
    title: str
    description: str
    published_at: str
    published: float
    duration: str
    category: str
    tags: tuple[str, ...]
    live: str
    statistics: dict[str, str]
    gone: bool = False
    tab: Tab | None = None
    growth: Growth | None = None
    language: str | None = None
    live_start: datetime | None = None
    live_end: datetime | None = None

    def statistics_at(self, now: datetime) -> dict[str, str]:
        """Counts at a moment, as the API sends them."""
        if self.growth is None:
            return self.statistics
        return self.growth.statistics((now.timestamp() - self.published) / SECONDS_A_DAY, self.statistics)

    def views_at(self, now: datetime) -> int:
        """Views at a moment; 0 where the count is not shown."""
        if self.growth is None:
            return int(self.statistics.get("viewCount", 0))
        return self.growth.views((now.timestamp() - self.published) / SECONDS_A_DAY)

    def duration_at(self, now: datetime) -> str:
        """ISO 8601 length; `P0D` while a stream is to come or runs."""
        return self.duration if self.live_start is None or self.live_at(now) == "none" else "P0D"

    def live_at(self, now: datetime) -> str:
        """`none`, `upcoming` or `live` at a moment."""
        if self.live_start is None:
            return self.live
        if now < self.live_start:
            return "upcoming"
        return "live" if self.live_end is not None and now < self.live_end else "none"


class Timeline:
    """Videos in order of publishing, seen from a moment."""

    def __init__(self, videos: Iterable[Video]) -> None:
        self._newest_first = sorted(videos, key=lambda video: (video.published, video.id), reverse=True)
        self._times = [video.published for video in reversed(self._newest_first)]

    def until(self, now: datetime) -> Sequence[Video]:
        """What is published by `now`, newest first (ties: id descending)."""
        exists = bisect_right(self._times, now.timestamp())
        return self._newest_first[len(self._newest_first) - exists :]

    def ever(self) -> Sequence[Video]:
        """All of them, those to come included, newest first."""
        return self._newest_first


@dataclass(frozen=True, slots=True)
class Playlist:
    """A channel's uploads, or those of one tab."""

    id: str
    channel: Channel
    tab: Tab | None
    timeline: Timeline


class World:
    """Everything the simulator knows.

    Args:
        now: The world's own time, at which its static statistics hold.
        channels: In the file's order, which is the order of answers to lists of ids.
        videos: In the file's order, likewise.
        listed: Query → ids of channels, for queries whose ranking the file prescribes.
    """

    def __init__(
        self,
        now: datetime,
        channels: Sequence[Channel],
        videos: Sequence[Video],
        listed: Mapping[str, Sequence[str]],
    ) -> None:
        self.now = now
        self.channels = channels
        self.videos = videos
        self.listed = listed
        self.channel_by_id = {channel.id: channel for channel in channels}
        self.channel_by_handle = {channel.handle.lower(): channel for channel in channels if channel.handle}
        self.channel_by_username = {channel.username.lower(): channel for channel in channels if channel.username}
        self.video_by_id = {video.id: video for video in videos}
        self.channel_order = {channel.id: position for position, channel in enumerate(channels)}
        self.video_order = {video.id: position for position, video in enumerate(videos)}
        self.section_owner = {
            section_id(channel, position): channel for channel in channels for position in range(len(channel.sections))
        }
        self.all_videos = Timeline(videos)
        self.timeline_of = self._timelines()
        self.playlists = self._playlists()

    def videos_published(self, channel: Channel, now: datetime) -> int:
        """The channel's video count at a moment: what it says of itself, and what came since the world's own now."""
        timeline = self.timeline_of[channel.id]
        since = len(timeline.until(now)) - len(timeline.until(self.now))
        return max(0, int(channel.statistics.get("videoCount", 0)) + since)

    def _timelines(self) -> dict[str, Timeline]:
        by_channel: dict[str, list[Video]] = {channel.id: [] for channel in self.channels}
        for video in self.videos:
            by_channel[video.channel.id].append(video)
        return {channel_id: Timeline(videos) for channel_id, videos in by_channel.items()}

    def _playlists(self) -> dict[str, Playlist]:
        playlists: dict[str, Playlist] = {}
        for channel in self.channels:
            timeline = self.timeline_of[channel.id]
            playlists[channel.uploads] = Playlist(channel.uploads, channel, None, timeline)
            for tab in Tab:
                of_tab = [video for video in timeline.ever() if video.tab is tab]
                if of_tab:
                    name = tab + channel.id.removeprefix("UC")
                    playlists[name] = Playlist(name, channel, tab, Timeline(of_tab))
        return playlists


def section_id(channel: Channel, position: int) -> str:
    """The id of a channel's shelf."""
    return f"{channel.id}.s{position}"
