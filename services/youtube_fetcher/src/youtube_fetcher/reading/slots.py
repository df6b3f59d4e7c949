"""Where in the cache each kind of thing is kept, and how long it is good."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from youtube_fetcher.cache import Slot


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long an answer is good, in world time, by what it is about."""

    channel: timedelta = timedelta(hours=24)
    uploads: timedelta = timedelta(hours=1)
    statistics: timedelta = timedelta(hours=1)
    details: timedelta = timedelta(hours=24)
    search: timedelta = timedelta(days=7)
    name: timedelta = timedelta(days=7)
    sections: timedelta = timedelta(days=7)


class Slots:
    """Names the slots. Ids, handles and names come from outside: they are hashed where they may hold anything."""

    def __init__(self, lifetimes: Lifetimes = Lifetimes()) -> None:
        self._lifetimes = lifetimes

    def channel(self, channel_id: str) -> Slot:
        """A channel, by id."""
        return Slot(f"youtube:channel:{channel_id}", self._lifetimes.channel)

    def handle(self, handle: str) -> Slot:
        """The id of the channel that has a handle, written without the @."""
        return Slot(f"youtube:handle:{_hash(handle.lower())}", self._lifetimes.name)

    def username(self, username: str) -> Slot:
        """The id of the channel that has an old user name."""
        return Slot(f"youtube:username:{_hash(username.lower())}", self._lifetimes.name)

    def title(self, squeezed: str) -> Slot:
        """The largest channel seen under a title: `subscribers id`."""
        return Slot(f"youtube:title:{_hash(squeezed)}", self._lifetimes.name)

    def search(self, query: str, limit: int) -> Slot:
        """The first page of a search."""
        return Slot(f"youtube:search:{limit}:{_hash(query)}", self._lifetimes.search)

    def uploads(self, playlist_id: str, page: int) -> Slot:
        """A page of a playlist, by number."""
        return Slot(f"youtube:uploads:{playlist_id}:{page}", self._lifetimes.uploads)

    def statistics(self, playlist_id: str) -> Slot:
        """Statistics of videos of a playlist, by id."""
        return Slot(f"youtube:statistics:{playlist_id}", self._lifetimes.statistics)

    def details(self, playlist_id: str) -> Slot:
        """Whole videos of a playlist, by id."""
        return Slot(f"youtube:details:{playlist_id}", self._lifetimes.details)

    def sections(self, channel_id: str) -> Slot:
        """The channels that a channel features."""
        return Slot(f"youtube:sections:{channel_id}", self._lifetimes.sections)


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
