"""Channels that might qualify, by every way there is, the cheapest first."""

from collections.abc import Sequence
from dataclasses import replace

from common.errors import QuotaExhausted
from common.events import AnalysisSpec, Bucket, ExclusionListBuilt, Found, OnQuota, QueryOutcome

from youtube_fetcher.account import Account
from youtube_fetcher.concurrency import gather_all
from youtube_fetcher.domain.candidates import Progress, SearchRules, is_promising, next_wave
from youtube_fetcher.domain.exclusion_names import ByHandle, ById, read_name
from youtube_fetcher.finding.pool import Pool
from youtube_fetcher.quota import Quota
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.searches import Searches
from youtube_fetcher.youtube.calls import MAX_PAGE


class CandidateFinder:
    """Finds candidates for `adjusted`: seen before, featured, mentioned, and by search only what these leave open.

    Args:
        channels: Reads channels.
        searches: Makes searches.
        quota: Holds them.
        rules: When to search, and when to stop.
        max_handles: @handles of descriptions that an analysis may look up, at a unit each.
    """

    def __init__(
        self, channels: Channels, searches: Searches, quota: Quota, rules: SearchRules, *, max_handles: int
    ) -> None:
        self._channels = channels
        self._searches = searches
        self._quota = quota
        self._rules = rules
        self._max_handles = max_handles

    async def find(self, event: ExclusionListBuilt, account: Account) -> Pool:
        """Candidates in order of discovery, and what became of each query. Raises what `YouTubeClient.get` raises.

        Where the owner does not wait for quota, it ends with what there is, and `partial` says so.
        """
        pool = Pool()
        queries = tuple(dict.fromkeys(event.queries))
        try:
            await self._without_search(event, pool, account)
            await self._search_cached(queries, pool, account)
            await self._mentioned_handles(event, pool, account)
            await self._search(queries, event, pool, account)
        except QuotaExhausted:
            if event.spec.on_quota is OnQuota.WAIT:
                raise
            pool.partial = True
        for query in queries:
            if query not in pool.reports:
                pool.report(query, QueryOutcome.SKIPPED)
        return pool

    async def _without_search(self, event: ExclusionListBuilt, pool: Pool, account: Account) -> None:
        pool.add(event.known_channel_ids, Found.KNOWN)
        pool.add(event.featured_channel_ids, Found.FEATURED)
        mentioned = (read_name(mention) for mention in event.mentioned)
        pool.add([one.channel_id for one in mentioned if isinstance(one, ById)], Found.MENTIONED)
        await self._describe(pool, account)

    async def _search_cached(self, queries: Sequence[str], pool: Pool, account: Account) -> None:
        known = [query for query in queries if await self._searches.known(query, MAX_PAGE)]
        await self._ask(known, pool, account)

    async def _mentioned_handles(self, event: ExclusionListBuilt, pool: Pool, account: Account) -> None:
        if self._next_wave(event.spec, event.exclusion_channel_ids, pool, Progress(0)) == 0:
            return
        handles = [one.handle for mention in event.mentioned if isinstance(one := read_name(mention), ByHandle)]
        found = await gather_all(self._channels.by_handle(one, account) for one in handles[: self._max_handles])
        channels = [channel for channel in found if channel is not None]
        pool.channels.update({channel.id: channel for channel in channels})
        pool.add([channel.id for channel in channels], Found.MENTIONED)

    async def _search(self, queries: Sequence[str], event: ExclusionListBuilt, pool: Pool, account: Account) -> None:
        spec, excluded = event.spec, event.exclusion_channel_ids
        progress = Progress(0, searches=sum(one.outcome is QueryOutcome.RAN for one in pool.reports.values()))
        left = [query for query in queries if query not in pool.reports]
        granted: int | None = None
        while left and (size := min(self._next_wave(spec, excluded, pool, progress), len(left))):
            if granted is None and spec.on_quota is OnQuota.WAIT:
                most = min(len(left), self._rules.most - progress.searches)
                granted = await self._quota.hold(Bucket.SEARCH, account, most, least=size)
            size = size if granted is None else min(size, granted)
            if size == 0:
                break
            before = self._promising(spec, excluded, pool)
            wave, left = left[:size], left[size:]
            await self._ask(wave, pool, account)
            granted = None if granted is None else granted - size
            progress = Progress(
                promising=0,
                searches=progress.searches + size,
                last_wave=size,
                last_found=self._promising(spec, excluded, pool) - before,
            )
        if granted:
            await self._quota.release(Bucket.SEARCH, account)

    async def _ask(self, queries: Sequence[str], pool: Pool, account: Account) -> None:
        """Search, and learn of the channels found, keeping the order of the queries."""
        pages = await gather_all(self._searches.channels(query, MAX_PAGE, account) for query in queries)
        for query, page in zip(queries, pages, strict=True):
            new = pool.add([hit.channel_id for hit in page.hits], Found.SEARCH, query)
            pool.report(query, QueryOutcome.RAN if page.own else QueryOutcome.CACHED, new)
        await self._describe(pool, account)

    async def _describe(self, pool: Pool, account: Account) -> None:
        unknown = [one for one in pool.origins if one not in pool.channels]
        pool.channels.update(await self._channels.by_id(unknown, account))

    def _promising(self, spec: AnalysisSpec, excluded: Sequence[str], pool: Pool) -> int:
        return sum(is_promising(channel, spec, excluded) for channel in pool.channels.values())

    def _next_wave(self, spec: AnalysisSpec, excluded: Sequence[str], pool: Pool, progress: Progress) -> int:
        known = replace(progress, promising=self._promising(spec, excluded, pool))
        return next_wave(known, spec.max_channels, self._rules)
