"""Videos of a channel: its uploads playlist page by page, with statistics, or with everything `videos.list` tells."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from common.events import Video
from pydantic import TypeAdapter

from youtube_fetcher.account import Account
from youtube_fetcher.batching import Batcher
from youtube_fetcher.cache import Cache, Entry, Looked, Slot
from youtube_fetcher.domain.live import live_state
from youtube_fetcher.domain.uploads import Upload, Uploads
from youtube_fetcher.flights import Flights
from youtube_fetcher.reading.slots import Slots
from youtube_fetcher.youtube import calls, parse
from youtube_fetcher.youtube.client import YouTubeClient
from youtube_fetcher.youtube.errors import ItemUnavailableError
from youtube_fetcher.youtube.values import PlaylistPage, VideoStats

V = TypeVar("V")
_PAGE = TypeAdapter(PlaylistPage)
_STATISTICS = TypeAdapter(dict[str, VideoStats | None])
_DETAILS = TypeAdapter(dict[str, Video | None])


class NoSuchPlaylistError(Exception):
    """The channel has no uploads playlist that can be read: it is gone, closed, or empty."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Videos, and when the oldest of their counts was observed."""

    videos: tuple[Video, ...]
    observed_at: datetime


class Videos:
    """Reads videos through the cache; ids of one analysis asked for at the same time share calls.

    Every method raises what `YouTubeClient.get` raises, but for `ItemUnavailableError`.
    """

    def __init__(self, client: YouTubeClient, cache: Cache, slots: Slots, flights: Flights) -> None:
        self._client = client
        self._cache = cache
        self._slots = slots
        self._flights = flights
        self._statistics: Batcher[VideoStats] = Batcher(self._fetch_statistics, size=calls.MAX_IDS)
        self._details: Batcher[Video] = Batcher(self._fetch_details, size=calls.MAX_IDS)

    def company(self, account: Account) -> AbstractContextManager[None]:
        """Announce, while uploads are read, that statistics will be asked for: calls of an analysis are filled."""
        return self._statistics.company(account)

    async def uploads(
        self, playlist_id: str, account: Account, *, more: Callable[[Sequence[Upload]], bool], max_pages: int
    ) -> Uploads:
        """Entries of a playlist in its own order, page by page as long as `more` asks for it.

        Raises:
            NoSuchPlaylistError: YouTube has no such playlist, or it is closed.
        """
        entries: dict[str, Upload] = {}
        token: str | None = None
        for number in range(max_pages):
            page = await self._page(playlist_id, number, token, account)
            for entry in page.entries:
                # An upload between two pages shifts the list: what was on the first is on the second again.
                entries.setdefault(entry.id, entry)
            token = page.next_token
            if token is None or not more(tuple(entries.values())):
                break
        return Uploads(tuple(entries.values()), complete=token is None)

    def kept_statistics(self, playlist_id: str) -> Looked:
        """What the cache has of a playlist's counts, asked for along with its uploads, for `with_statistics`."""
        return self._cache.look(self._slots.statistics(playlist_id))

    async def with_statistics(
        self, playlist_id: str, uploads: Sequence[Upload], account: Account, *, kept: Awaitable[Entry | None]
    ) -> Observed:
        """The uploads with counts, length and what the counts say of their being live.

        Those that YouTube no longer gives counts for are not `available`; nothing is asked about those that already
        are not.
        """
        slot = self._slots.statistics(playlist_id)
        wanted = tuple(upload.id for upload in uploads if upload.available)
        known, observed_at = await self._document(slot, kept, _STATISTICS, wanted, self._statistics.load, account)
        return Observed(tuple(_counted(upload, known.get(upload.id)) for upload in uploads), observed_at)

    async def with_details(self, playlist_id: str, uploads: Sequence[Upload], account: Account) -> Observed:
        """The uploads with tags, category, language and live state too, for 1 unit of the scarcer bucket a 50.

        Those that YouTube no longer gives fall out.
        """
        slot = self._slots.details(playlist_id)
        wanted = tuple(upload.id for upload in uploads if upload.available)
        kept = self._cache.look(slot)
        known, observed_at = await self._document(slot, kept, _DETAILS, wanted, self._details.load, account)
        return Observed(tuple(video for one in wanted if (video := known.get(one)) is not None), observed_at)

    async def counts(self, ids: Sequence[str], account: Account) -> Mapping[str, VideoStats]:
        """What YouTube says of videos now, whatever the cache has; those it no longer gives are missing."""
        return await self._statistics.load(ids, account)

    async def close(self) -> None:
        """End the calls that are under way."""
        await self._statistics.close()
        await self._details.close()

    async def _document(
        self,
        slot: Slot,
        looked: Awaitable[Entry | None],
        adapter: TypeAdapter[dict[str, Any]],
        wanted: tuple[str, ...],
        load: Callable[[Sequence[str], Account], Awaitable[Mapping[str, V]]],
        account: Account,
    ) -> tuple[Mapping[str, V | None], datetime]:
        """What is known of the wanted ids, and since when: from one cache entry, completed by what it lacks.

        `None` is kept for ids that YouTube does not know, so that they are not asked for again.
        """
        entry = await looked
        kept: dict[str, V | None] = adapter.validate_json(entry.data) if entry is not None else {}
        lacking = tuple(one for one in wanted if one not in kept)
        if entry is not None and not lacking:
            account.save()
            return kept, entry.observed_at

        async def ask() -> tuple[Mapping[str, V | None], datetime]:
            fetched = await load(lacking, account) if lacking else {}
            # One entry has one date, the oldest of what is in it, so that nothing seems fresher than it is.
            known = kept | {one: fetched.get(one) for one in lacking}
            since = entry.observed_at if entry is not None else None
            return known, self._cache.post(slot, adapter.dump_json(known, exclude_defaults=True), observed_at=since)

        answer, joined = await self._flights.join((slot.key, *lacking), ask)
        account.save(int(joined))
        return answer

    async def _page(self, playlist_id: str, number: int, token: str | None, account: Account) -> PlaylistPage:
        slot = self._slots.uploads(playlist_id, number)
        if (entry := await self._cache.get(slot)) is not None:
            account.save()
            if entry.missing:
                raise NoSuchPlaylistError(playlist_id)
            return _PAGE.validate_json(entry.data)

        async def ask() -> PlaylistPage:
            try:
                answer = await self._client.get(calls.playlist_page(playlist_id, token), account)
            except ItemUnavailableError as unavailable:
                if number:
                    # The token of a page kept for a while may no longer be good: what was read before it still is.
                    return PlaylistPage((), None)
                self._cache.post(slot, b"")
                raise NoSuchPlaylistError(str(unavailable)) from unavailable
            page = parse.playlist_page(answer)
            self._cache.post(slot, _PAGE.dump_json(page, exclude_defaults=True))
            return page

        page, joined = await self._flights.join(slot.key, ask)
        account.save(int(joined))
        return page

    async def _fetch_statistics(self, ids: Sequence[str], account: Account) -> Mapping[str, VideoStats]:
        return parse.video_stats(await self._client.get(calls.video_stats(ids), account))

    async def _fetch_details(self, ids: Sequence[str], account: Account) -> Mapping[str, Video]:
        return parse.videos(await self._client.get(calls.videos_by_id(ids), account))


def _counted(upload: Upload, stats: VideoStats | None) -> Video:
    if stats is None:
        return upload._replace(available=False).as_video()
    return Video(
        id=upload.id,
        channel_id=upload.channel_id,
        title=upload.title,
        description=upload.description,
        published_at=upload.published_at or stats.published,
        available=upload.available,
        view_count=stats.views,
        like_count=stats.likes,
        comment_count=stats.comments,
        duration_seconds=stats.seconds,
        live=live_state(stats.seconds, stats.views),
    )


def is_empty(page: Entry) -> bool:
    """Whether a cached page of uploads names no video: nothing more is asked about it."""
    return page.missing or not _PAGE.validate_json(page.data).entries
