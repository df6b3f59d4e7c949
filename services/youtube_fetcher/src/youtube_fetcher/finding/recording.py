"""One selected channel's newest videos with their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.events import ChannelSelected, SkipReason, Video
from common.events.scoring import MAX_VIDEOS

from youtube_fetcher.account import Account
from youtube_fetcher.domain.classic_lookup import SCORED_VIDEOS
from youtube_fetcher.domain.uploads import (
    Upload,
    begins,
    by_age,
    needs_another_page,
    newest_available,
    newest_in_window,
    uploads_playlist,
)
from youtube_fetcher.reading.videos import NoSuchPlaylistError, Videos


@dataclass(frozen=True, slots=True)
class Recording:
    """What was read of a channel; an order by age, newest first."""

    videos: tuple[Video, ...]
    window_cut: bool
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is nothing to score."""

    reason: SkipReason
    detail: str


class Recorder:
    """Reads a channel for 1 unit and a share of a `batchGetStats` call. Raises what `YouTubeClient.get` raises.

    Args:
        videos: Reads playlists and statistics.
        max_pages: Pages of a playlist that may be read where dates are out of order or missing.
    """

    def __init__(self, videos: Videos, *, max_pages: int) -> None:
        self._videos = videos
        self._max_pages = max_pages

    async def record(self, event: ChannelSelected, account: Account) -> Recording | Nothing:
        """The videos of the window, and for `adjusted` those that make up the channel's normal."""
        classic = event.scoring.method.is_classic
        limit, choose = (SCORED_VIDEOS, newest_in_window) if classic else (MAX_VIDEOS, newest_available)
        playlist = event.channel.uploads_playlist or uploads_playlist(event.channel.id)

        def more(entries: Sequence[Upload]) -> bool:
            return needs_another_page(entries, event.window, limit)

        kept = self._videos.kept_statistics(playlist)
        with self._videos.company(account):
            try:
                read = await self._videos.uploads(playlist, account, more=more, max_pages=self._max_pages)
            except NoSuchPlaylistError:
                return Nothing(SkipReason.NO_UPLOADS, "YouTube has no list of uploads: the channel is gone or closed")
            if not read.entries:
                return Nothing(SkipReason.NO_UPLOADS, "the channel's list of uploads is empty")
            if not newest_in_window(read, event.window, 1).uploads:
                since = begins(event.window).date().isoformat()
                return Nothing(SkipReason.NOTHING_IN_WINDOW, f"no upload since {since}")
            chosen = choose(read, event.window, limit)
            observed = await self._videos.with_statistics(playlist, chosen.uploads, account, kept=kept)
        return Recording(observed.videos, chosen.window_cut, observed.observed_at)

    async def latest(self, playlist_id: str, account: Account, limit: int) -> tuple[Video, ...]:
        """The newest `limit` (1–50) uploads that can be watched; none where there is no such list."""
        kept = self._videos.kept_statistics(playlist_id)
        try:
            read = await self._videos.uploads(playlist_id, account, more=lambda _: False, max_pages=1)
        except NoSuchPlaylistError:
            return ()
        seen = [entry for _, entry in by_age(read.entries) if entry.available][:limit]
        return (await self._videos.with_statistics(playlist_id, seen, account, kept=kept)).videos
