"""Channels, by id, by @handle, by old user name, and by the titles of those seen before."""

from collections.abc import Iterable, Mapping, Sequence

from common.events import Channel

from youtube_fetcher.account import Account
from youtube_fetcher.batching import Batcher
from youtube_fetcher.cache import Cache, Slot
from youtube_fetcher.domain.exclusion_names import squeezed
from youtube_fetcher.flights import Flights
from youtube_fetcher.reading.slots import Slots
from youtube_fetcher.youtube import calls, parse
from youtube_fetcher.youtube.calls import Call
from youtube_fetcher.youtube.client import YouTubeClient
from youtube_fetcher.youtube.errors import ItemUnavailableError


class Channels:
    """Reads channels through the cache; ids asked for at the same time share calls.

    Every method raises what `YouTubeClient.get` raises, but for `ItemUnavailableError`, which is an answer here.
    """

    def __init__(self, client: YouTubeClient, cache: Cache, slots: Slots, flights: Flights) -> None:
        self._client = client
        self._cache = cache
        self._slots = slots
        self._flights = flights
        self._batcher: Batcher[Channel] = Batcher(self._fetch, size=calls.MAX_IDS)

    async def by_id(self, ids: Sequence[str], account: Account) -> dict[str, Channel]:
        """Channels by id, in the order asked for; those that YouTube does not know are missing."""
        wanted = list(dict.fromkeys(ids))
        entries = await self._cache.get_many([self._slots.channel(one) for one in wanted])
        known = dict(zip(wanted, entries, strict=True))
        unknown = [one for one, entry in known.items() if entry is None]
        account.save(-(-(len(wanted) - len(unknown)) // calls.MAX_IDS))
        fetched = await self._batcher.load(unknown, account) if unknown else {}
        found: dict[str, Channel] = {}
        for one, entry in known.items():
            if entry is not None and not entry.missing:
                found[one] = Channel.model_validate_json(entry.data)
            elif one in fetched:
                found[one] = fetched[one]
        return found

    async def by_handle(self, handle: str, account: Account) -> Channel | None:
        """The channel of a handle, written without the @."""
        return await self._by_name(self._slots.handle(handle), calls.channel_by_handle(handle), account)

    async def by_username(self, username: str, account: Account) -> Channel | None:
        """The channel of an old user name."""
        return await self._by_name(self._slots.username(username), calls.channel_by_username(username), account)

    async def seen_as(self, title: str, account: Account) -> Channel | None:
        """The largest channel seen before whose title is this but for blanks and signs; costs no search."""
        name = squeezed(title)
        entry = await self._cache.get(self._slots.title(name)) if name else None
        if entry is None or entry.missing:
            return None
        _, _, channel_id = entry.data.partition(b" ")
        return (await self.by_id([channel_id.decode()], account)).get(channel_id.decode())

    async def featured_by(self, channel_id: str, account: Account) -> tuple[str, ...]:
        """Ids of the channels that a channel shows on its page."""
        slot = self._slots.sections(channel_id)
        if (entry := await self._cache.get(slot)) is not None:
            account.save()
            return tuple(entry.data.decode().split())

        async def ask() -> tuple[str, ...]:
            try:
                answer = await self._client.get(calls.channel_sections(channel_id), account)
            except ItemUnavailableError:
                answer = {}
            shown = tuple(one for one in parse.featured_channels(answer) if one != channel_id)
            await self._cache.put(slot, " ".join(shown).encode())
            return shown

        shown, joined = await self._flights.join(slot.key, ask)
        account.save(int(joined))
        return shown

    async def close(self) -> None:
        """End the calls that are under way."""
        await self._batcher.close()

    async def _by_name(self, slot: Slot, call: Call, account: Account) -> Channel | None:
        if (entry := await self._cache.get(slot)) is not None:
            account.save()
            channel_id = entry.data.decode()
            return (await self.by_id([channel_id], account)).get(channel_id) if channel_id else None

        async def ask() -> Channel | None:
            try:
                answer = await self._client.get(call, account)
            except ItemUnavailableError:
                answer = {}
            found = next(iter(parse.channels(answer).values()), None)
            await self._cache.put(slot, found.id.encode() if found else b"")
            if found:
                await self._remember([found])
            return found

        found, joined = await self._flights.join(slot.key, ask)
        account.save(int(joined))
        return found

    async def _fetch(self, ids: Sequence[str], account: Account) -> Mapping[str, Channel]:
        answer = await self._client.get(calls.channels_by_id(ids), account)
        found = parse.channels(answer)
        for one in ids:
            if one not in found:
                self._cache.post(self._slots.channel(one), b"")
        await self._remember(found.values())
        return found

    async def _remember(self, channels: Iterable[Channel]) -> None:
        """Keep channels, and under each title the largest: a fan's channel must not take a star's name.

        Who asked for them does not wait until they are kept.
        """
        listed = list(channels)
        titles = [self._slots.title(squeezed(channel.title)) for channel in listed]
        entries: list[tuple[Slot, bytes]] = []
        for channel, title, seen in zip(listed, titles, await self._cache.get_many(titles), strict=True):
            entries.append((self._slots.channel(channel.id), channel.model_dump_json(exclude_defaults=True).encode()))
            if channel.handle:
                entries.append((self._slots.handle(channel.handle.removeprefix("@")), channel.id.encode()))
            subscribers = channel.subscriber_count or 0
            if seen is None or int(seen.data.partition(b" ")[0] or 0) <= subscribers:
                entries.append((title, f"{subscribers} {channel.id}".encode()))
        for slot, data in entries:
            self._cache.post(slot, data)
