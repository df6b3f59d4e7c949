"""The exclusion channels of an analysis by the original's rule (parity: rule 1), and its fixed searches begun early."""

import contextlib
from collections.abc import Awaitable, Callable

from common.errors import QuotaExhausted, TransientError
from common.events import AnalysisSpec, Bucket, Channel, ExclusionChannel, OnQuota, Video
from common.worldtime import Clock

from youtube_fetcher.account import Account
from youtube_fetcher.concurrency import gather_all
from youtube_fetcher.domain.classic_lookup import LOOKUP_RESULTS, LOOKUP_VIDEOS, QUERY_RESULTS, choose
from youtube_fetcher.domain.uploads import needs_another_page, newest_in_window
from youtube_fetcher.finding.exclusion import Exclusion, uploads_of
from youtube_fetcher.quota import Quota
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.searches import Searches
from youtube_fetcher.reading.videos import NoSuchPlaylistError, Videos


class ClassicExclusionFinder:
    """Finds exclusion channels as the original did, but lists their videos by playlist.

    Raises what `YouTubeClient.get` raises.
    """

    def __init__(
        self, channels: Channels, searches: Searches, videos: Videos, quota: Quota, clock: Clock, *, max_pages: int
    ) -> None:
        self._channels = channels
        self._searches = searches
        self._videos = videos
        self._quota = quota
        self._clock = clock
        self._max_pages = max_pages

    async def find(self, spec: AnalysisSpec, account: Account) -> Exclusion:
        """Look every name up, and read the chosen channels' newest videos in the window."""
        names = tuple(dict.fromkeys(spec.exclusion_channels))
        found = await gather_all(self._look_up(name, spec, account) for name in names)
        channels = {name: one for name, one in zip(names, found, strict=True) if isinstance(one, Channel)}
        videos = await gather_all(self._newest(one, spec, account) for one in channels.values())
        return Exclusion(
            channels=tuple(ExclusionChannel(name=name, channel=one) for name, one in channels.items()),
            not_found=tuple(name for name in spec.exclusion_channels if name not in channels),
            videos=tuple(video for listed in videos for video in listed),
            featured=(),
            observed_at=self._clock.now(),
            cut_short=any(isinstance(one, QuotaExhausted) for one in found),
        )

    async def searching(
        self, spec: AnalysisSpec, account: Account, *, meanwhile: Callable[[], Awaitable[None]]
    ) -> None:
        """Hold what the analysis may search, and ask the fixed queries while `meanwhile` looks up names.

        The queries depend on no topic: asked now, their answers are there when the step comes that needs them, and on
        its bill. What goes wrong with them goes wrong again there, and is told there.

        Raises:
            QuotaExhausted: Not every search can be had: none is held (but where the owner does not wait).
        """
        if spec.on_quota is OnQuota.WAIT and (units := await self._searches_to_pay(spec)):
            await self._quota.hold(Bucket.SEARCH, account, units)
        bill = Account(account.owner, account.lane, account.analysis_id)
        queries = dict.fromkeys(spec.profile.search_queries)
        await gather_all([meanwhile(), *(self._warm(query, bill) for query in queries)])
        await self._quota.release(Bucket.SEARCH, account)

    async def _warm(self, query: str, bill: Account) -> None:
        with contextlib.suppress(QuotaExhausted, TransientError):
            await self._searches.channels(query, QUERY_RESULTS, bill)

    async def _searches_to_pay(self, spec: AnalysisSpec) -> int:
        asked = [(name, LOOKUP_RESULTS) for name in dict.fromkeys(spec.exclusion_channels)]
        asked += [(query, QUERY_RESULTS) for query in dict.fromkeys(spec.profile.search_queries)]
        return (await self._searches.all_known(asked)).count(False)

    async def _look_up(self, name: str, spec: AnalysisSpec, account: Account) -> Channel | QuotaExhausted | None:
        try:
            page = await self._searches.channels(name, LOOKUP_RESULTS, account)
        except QuotaExhausted as exhausted:
            if spec.on_quota is OnQuota.WAIT:
                raise
            return exhausted
        channels = await self._channels.by_id([hit.channel_id for hit in page.hits], account)
        return choose(name, page.hits, channels)

    async def _newest(self, channel: Channel, spec: AnalysisSpec, account: Account) -> tuple[Video, ...]:
        try:
            read = await self._videos.uploads(
                uploads_of(channel),
                account,
                more=lambda entries: needs_another_page(entries, spec.window, LOOKUP_VIDEOS),
                max_pages=self._max_pages,
            )
        except NoSuchPlaylistError:
            return ()
        return tuple(upload.as_video() for upload in newest_in_window(read, spec.window, LOOKUP_VIDEOS).uploads)
