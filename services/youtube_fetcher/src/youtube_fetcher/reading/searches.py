"""Searches for channels: the scarce call, asked once by all processes together."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from youtube_fetcher.account import Account
from youtube_fetcher.cache import Cache
from youtube_fetcher.flights import Flights, SharedFlights
from youtube_fetcher.reading.slots import Slots
from youtube_fetcher.youtube import calls, parse
from youtube_fetcher.youtube.client import YouTubeClient
from youtube_fetcher.youtube.values import SearchHit


class _Kept(BaseModel):
    """A search page as it is cached, with the analysis that paid for it."""

    model_config = ConfigDict(frozen=True)

    paid_by: str
    calls: int
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The channels a search found, in order of rank; and whether this account's own analysis paid for it."""

    hits: tuple[SearchHit, ...]
    own: bool


class Searches:
    """Searches through the cache. Raises what `YouTubeClient.get` raises."""

    def __init__(
        self, client: YouTubeClient, cache: Cache, slots: Slots, flights: Flights, shared: SharedFlights
    ) -> None:
        self._client = client
        self._cache = cache
        self._slots = slots
        self._flights = flights
        self._shared = shared

    async def known(self, query: str, limit: int) -> bool:
        """Whether the cache answers this search."""
        return (await self.all_known([(query, limit)]))[0]

    async def all_known(self, asked: Sequence[tuple[str, int]]) -> list[bool]:
        """Whether the cache answers each of these searches, by query and limit; asked for together."""
        entries = await self._cache.get_many([self._slots.search(query, limit) for query, limit in asked])
        return [entry is not None for entry in entries]

    async def channels(self, query: str, limit: int, account: Account) -> SearchPage:
        """The first `limit` (1–50) channels for a query.

        The bill of an analysis names a page it paid for wherever the analysis reads it: one of its steps may warm the
        cache for another, and a redelivered step must tell the same as the first delivery.
        """
        slot = self._slots.search(query, limit)

        async def look() -> _Kept | None:
            entry = await self._cache.get(slot)
            return _Kept.model_validate_json(entry.data) if entry is not None else None

        async def ask() -> _Kept:
            async with self._shared.alone(slot.key, look) as kept:
                if kept is not None:
                    return kept
                # A bill of its own: what is paid here is added below, wherever it was asked.
                bill = Account(account.owner, account.lane, account.analysis_id)
                answer = await self._client.get(calls.search_channels(query, limit), bill)
                fresh = _Kept(paid_by=account.flow, calls=bill.spent.search, hits=parse.search_hits(answer))
                await self._cache.put(slot, fresh.model_dump_json().encode())
                return fresh

        kept = await look() or (await self._flights.join(slot.key, ask))[0]
        own = kept.paid_by == account.flow
        if own:
            account.pay(calls.SEARCH.bucket, kept.calls)
        else:
            account.save()
        return SearchPage(kept.hits, own)
