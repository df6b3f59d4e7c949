"""What YouTube's answers come to where the catalogue has no value for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from youtube_fetcher.domain.uploads import Upload


class SearchHit(NamedTuple):
    """A channel that a search found."""

    channel_id: str
    title: str


@dataclass(frozen=True, slots=True)
class PlaylistPage:
    """50 entries of a playlist in its own order, and the token of the next page."""

    entries: tuple[Upload, ...]
    next_token: str | None


class VideoStats(NamedTuple):
    """A video's counts, length and publish time; None where YouTube does not say."""

    views: int | None
    likes: int | None
    comments: int | None
    seconds: int | None
    published: datetime | None
