"""Which channel a person means by a name: first by what costs little, by a search only when nothing else tells."""

from common.events import Channel

from youtube_fetcher.account import Account
from youtube_fetcher.domain.exclusion_names import (
    ByHandle,
    ById,
    ByTitle,
    ByUsername,
    best_match,
    means,
    read_name,
)
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.searches import Searches

LOOKUP_RESULTS = 5
"""Channels that a look-up search asks for."""


class Names:
    """Resolves names. Raises what `YouTubeClient.get` raises."""

    def __init__(self, channels: Channels, searches: Searches) -> None:
        self._channels = channels
        self._searches = searches

    async def without_search(self, name: str, account: Account) -> Channel | None:
        """The channel of an id, link, @handle, of a title seen before, or of the handle that such a title often has."""
        match read_name(name):
            case ById(channel_id):
                return (await self._channels.by_id([channel_id], account)).get(channel_id)
            case ByHandle(handle):
                return await self._channels.by_handle(handle, account)
            case ByUsername(username):
                return await self._channels.by_username(username, account)
            case ByTitle(title, likely_handles):
                if (seen := await self._channels.seen_as(title, account)) is not None:
                    return seen
                for handle in likely_handles:
                    guessed = await self._channels.by_handle(handle, account)
                    if guessed is not None and means(title, guessed):
                        return guessed
                return None

    async def by_search(self, name: str, account: Account) -> Channel | None:
        """The channel that a search finds for a title; None for a name that only an id or handle can answer."""
        asked = read_name(name)
        if not isinstance(asked, ByTitle):
            return None
        page = await self._searches.channels(asked.title, LOOKUP_RESULTS, account)
        found = await self._channels.by_id([hit.channel_id for hit in page.hits], account)
        return best_match(asked.title, [found[hit.channel_id] for hit in page.hits if hit.channel_id in found])

    async def needs_search(self, name: str) -> bool:
        """Whether `by_search` would spend one."""
        asked = read_name(name)
        return isinstance(asked, ByTitle) and not await self._searches.known(asked.title, LOOKUP_RESULTS)
