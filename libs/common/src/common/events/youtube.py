"""Channels and videos as YouTube described them at one moment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from common.events.values import (
    ChannelDescription,
    ChannelId,
    Code,
    Count,
    Description,
    MomentUtc,
    Phrase,
    PlaylistId,
    Query,
    Title,
    Url,
    Value,
    VideoFormat,
    VideoId,
    json_bytes,
)

MAX_TAG_BYTES = 1_000
MAX_KEYWORD_BYTES = 600
MAX_CANDIDATES = 1_500


def _fitting(texts: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """The first texts that together take at most `limit` bytes as a JSON list."""
    total, kept = 0, 0
    for text in texts:
        total += json_bytes(text) + 3
        if total > limit:
            break
        kept += 1
    return texts[:kept]


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A list of texts that is shortened where it is made, to at most so many bytes of JSON."""

    limit: int

    def __get_pydantic_core_schema__(self, source: type[object], handler: GetCoreSchemaHandler) -> CoreSchema:
        texts = handler(source)
        made = core_schema.no_info_after_validator_function(self._shortened, texts)
        return core_schema.json_or_python_schema(json_schema=texts, python_schema=made)

    def _shortened(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return _fitting(texts, self.limit)


class LiveState(StrEnum):
    """Whether a video is a broadcast that has not ended."""

    NONE = "none"
    UPCOMING = "upcoming"
    LIVE = "live"


class Video(Value):
    """One upload. Counts are those of the event's `observed_at`; None means that YouTube did not say."""

    id: VideoId
    channel_id: ChannelId
    title: Title = ""
    description: Description = ""
    tags: Annotated[tuple[Phrase, ...], Field(max_length=60), _Fitting(MAX_TAG_BYTES)] = ()
    published_at: MomentUtc | None = None
    """None where a playlist names a video that is private or deleted."""
    duration_seconds: Annotated[int, Field(ge=0, le=10**7)] | None = None
    view_count: Count | None = None
    like_count: Count | None = None
    comment_count: Count | None = None
    category_id: Code | None = None
    language: Code | None = None
    live: LiveState = LiveState.NONE
    tab: VideoFormat | None = None
    """Its format by the channel's tab, where somebody paid to ask; else duration decides."""
    available: bool = True
    """False: listed, but `videos` no longer gives it. It counts in classic's limits and is never a result."""


class Channel(Value):
    """One channel. None means that YouTube did not say: never 0, never divided by."""

    id: ChannelId
    title: Title = ""
    description: ChannelDescription = ""
    handle: Annotated[str, StringConstraints(max_length=40)] | None = None
    country: Code | None = None
    language: Code | None = None
    published_at: MomentUtc | None = None
    subscriber_count: Count | None = None
    subscribers_hidden: bool = False
    video_count: Count | None = None
    view_count: Count | None = None
    uploads_playlist: PlaylistId | None = None
    keywords: Annotated[tuple[Phrase, ...], Field(max_length=20), _Fitting(MAX_KEYWORD_BYTES)] = ()
    topic_ids: Annotated[tuple[Code, ...], Field(max_length=12)] = ()
    made_for_kids: bool | None = None
    thumbnail_url: Url | None = None


class Found(StrEnum):
    """How a candidate came to be known."""

    SEARCH = "search"
    KNOWN = "known"
    """Seen in an earlier analysis."""
    FEATURED = "featured"
    """Featured in a section of an exclusion channel."""
    MENTIONED = "mentioned"
    """Linked or @mentioned in the description of an exclusion channel's video."""


class Origin(Value):
    """How a candidate was found, once: the way, and the query where it was a search."""

    way: Found
    query: Query | None = None
    rank: Annotated[int, Field(ge=0, le=1_000)] = 0
    """Position in the answer, 0 = first."""


class Candidate(Value):
    """A channel that might qualify, and every way in which it was found."""

    channel: Channel
    origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=3)]
