"""Candidates by the original's rule (parity: rule 3): the first page of 20 of each query, in order."""

from common.errors import QuotaExhausted
from common.events import ExclusionListBuilt, Found, OnQuota, QueryOutcome

from youtube_fetcher.account import Account
from youtube_fetcher.concurrency import gather_all
from youtube_fetcher.domain.classic_lookup import QUERY_RESULTS
from youtube_fetcher.finding.pool import Pool
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.searches import Searches, SearchPage


class ClassicCandidateFinder:
    """Finds candidates for `classic`. Raises what `YouTubeClient.get` raises."""

    def __init__(self, channels: Channels, searches: Searches) -> None:
        self._channels = channels
        self._searches = searches

    async def find(self, event: ExclusionListBuilt, account: Account) -> Pool:
        """Every channel found, in order of queries and ranks; the bounds on subscribers are discovery's."""
        waits = event.spec.on_quota is OnQuota.WAIT
        queries = tuple(dict.fromkeys(event.queries))
        pool = Pool(event.spec, event.exclusion_channel_ids)
        pages = await gather_all(self._page(query, account, waits=waits) for query in queries)
        for query, page in zip(queries, pages, strict=True):
            if page is None:
                pool.partial = True
                pool.report(query, QueryOutcome.SKIPPED)
            else:
                new = pool.add([hit.channel_id for hit in page.hits], Found.SEARCH, query)
                pool.report(query, QueryOutcome.RAN if page.own else QueryOutcome.CACHED, new)
        try:
            pool.describe(await self._channels.by_id(pool.undescribed, account))
        except QuotaExhausted:
            if waits:
                raise
            pool.partial = True
        return pool

    async def _page(self, query: str, account: Account, *, waits: bool) -> SearchPage | None:
        try:
            return await self._searches.channels(query, QUERY_RESULTS, account)
        except QuotaExhausted:
            if waits:
                raise
            return None
