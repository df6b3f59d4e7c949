"""Channels that might qualify, by every way there is, the cheapest first."""

from collections.abc import Sequence

from common.errors import QuotaExhausted
from common.events import Bucket, ExclusionListBuilt, Found, OnQuota, QueryOutcome

from youtube_fetcher.account import Account
from youtube_fetcher.concurrency import gather_all
from youtube_fetcher.domain.candidates import SearchRules, next_wave, searches_expected
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
        pool = Pool(event.spec, event.exclusion_channel_ids)
        queries = tuple(dict.fromkeys(event.queries))
        try:
            await self._without_search(event, pool, account)
            await self._search_cached(queries, pool, account)
            await self._mentioned_handles(event, pool, account)
            await self._search(queries, pool, account)
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
        answered = await self._searches.all_known([(query, MAX_PAGE) for query in queries])
        known = [query for query, is_known in zip(queries, answered, strict=True) if is_known]
        await self._ask(known[: self._rules.most], pool, account)

    async def _mentioned_handles(self, event: ExclusionListBuilt, pool: Pool, account: Account) -> None:
        if not self._next_wave(pool):
            return
        handles = [one.handle for mention in event.mentioned if isinstance(one := read_name(mention), ByHandle)]
        found = await gather_all(self._channels.by_handle(one, account) for one in handles[: self._max_handles])
        channels = [channel for channel in found if channel is not None]
        pool.add([channel.id for channel in channels], Found.MENTIONED)
        pool.describe({channel.id: channel for channel in channels})

    async def _search(self, queries: Sequence[str], pool: Pool, account: Account) -> None:
        """Wave by wave, until enough is found or searching brings too little.

        What it probably takes is granted all or nothing; beyond that it goes as far as the quota does.
        """
        left = [query for query in queries if query not in pool.reports]
        size = min(self._next_wave(pool), len(left))
        granted = len(left)
        if size and pool.spec.on_quota is OnQuota.WAIT:
            most = min(len(left), self._rules.most - len(pool.brought))
            least = min(most, searches_expected(pool.promising, pool.spec.max_channels, self._rules))
            granted = await self._quota.hold(Bucket.SEARCH, account, most, least=least)
        while size:
            await self._ask(left[:size], pool, account)
            left, granted = left[size:], granted - size
            size = min(self._next_wave(pool), len(left), granted)
        if granted and pool.spec.on_quota is OnQuota.WAIT:
            await self._quota.release(Bucket.SEARCH, account)

    async def _ask(self, queries: Sequence[str], pool: Pool, account: Account) -> None:
        """Search, and learn of the channels found, keeping the order of the queries."""
        pages = await gather_all(self._searches.channels(query, MAX_PAGE, account) for query in queries)
        for query, page in zip(queries, pages, strict=True):
            new = pool.add([hit.channel_id for hit in page.hits], Found.SEARCH, query)
            pool.report(query, QueryOutcome.RAN if page.own else QueryOutcome.CACHED, new)
        await self._describe(pool, account)

    async def _describe(self, pool: Pool, account: Account) -> None:
        pool.describe(await self._channels.by_id(pool.undescribed, account))

    def _next_wave(self, pool: Pool) -> int:
        return next_wave(pool.promising, pool.brought, pool.spec.max_channels, self._rules)
