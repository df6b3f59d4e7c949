"""The calls this service makes: method, bucket, and no more parts and fields than are used.

The contract is Google's discovery document (`youtube.v3.json`); a test holds every call and field below against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from common.events import Bucket

MAX_IDS = 50
"""Ids a call may name."""
_SAFE = ",/()"
"""Stand for themselves in a query: a list of 50 ids stays short."""
MAX_PAGE = 50
"""Items a page may have."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the API as it is used here."""

    name: str
    path: str
    bucket: Bucket
    part: str
    fields: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request: a method and what is asked of it."""

    method: Method
    arguments: tuple[tuple[str, str], ...]

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Everything that is asked; the key is not in it, because addresses are logged."""
        return (
            ("part", self.method.part),
            *self.arguments,
            ("fields", self.method.fields),
            ("prettyPrint", "false"),
        )

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.method.path}?{urlencode(self.query, safe=_SAFE)}"


SEARCH = Method(
    "search.list",
    "/youtube/v3/search",
    Bucket.SEARCH,
    "snippet",
    "items(id/channelId,snippet/title)",
)
CHANNELS = Method(
    "channels.list",
    "/youtube/v3/channels",
    Bucket.QUERIES,
    "snippet,statistics,contentDetails,topicDetails,brandingSettings,status",
    "items(id,snippet(title,description,customUrl,publishedAt,country,defaultLanguage,thumbnails/medium/url),"
    "statistics(subscriberCount,hiddenSubscriberCount,videoCount,viewCount),"
    "contentDetails/relatedPlaylists/uploads,topicDetails/topicIds,brandingSettings/channel/keywords,"
    "status/madeForKids)",
)
PLAYLIST_ITEMS = Method(
    "playlistItems.list",
    "/youtube/v3/playlistItems",
    Bucket.QUERIES,
    "snippet,contentDetails,status",
    "nextPageToken,items(snippet(channelId,videoOwnerChannelId,title,description),"
    "contentDetails(videoId,videoPublishedAt),status/privacyStatus)",
)
BATCH_STATS = Method(
    "videos.batchGetStats",
    "/youtube/v3/videos:batchGetStats",
    Bucket.BATCH_STATS,
    "id,snippet,statistics,contentDetails",
    "items(id,snippet/publishTime,statistics(viewCount,likeCount,commentCount),contentDetails/duration)",
)
VIDEOS = Method(
    "videos.list",
    "/youtube/v3/videos",
    Bucket.QUERIES,
    "snippet,statistics,contentDetails",
    "items(id,snippet(channelId,publishedAt,title,description,tags,categoryId,defaultLanguage,defaultAudioLanguage,"
    "liveBroadcastContent),statistics(viewCount,likeCount,commentCount),contentDetails/duration)",
)
CHANNEL_SECTIONS = Method(
    "channelSections.list",
    "/youtube/v3/channelSections",
    Bucket.QUERIES,
    "contentDetails",
    "items/contentDetails/channels",
)
METHODS = (SEARCH, CHANNELS, PLAYLIST_ITEMS, BATCH_STATS, VIDEOS, CHANNEL_SECTIONS)


def search_channels(query: str, limit: int) -> Call:
    """One page of channels for a query; `limit` 1–50."""
    return Call(SEARCH, (("type", "channel"), ("q", query), ("maxResults", str(limit))))


def channels_by_id(ids: Sequence[str]) -> Call:
    """At most 50 channels; unknown ones are missing from the answer."""
    return Call(CHANNELS, (("id", ",".join(ids)),))


def channel_by_handle(handle: str) -> Call:
    """The channel of an @handle, written without the @."""
    return Call(CHANNELS, (("forHandle", f"@{handle}"),))


def channel_by_username(username: str) -> Call:
    """The channel of an old user name."""
    return Call(CHANNELS, (("forUsername", username),))


def playlist_page(playlist_id: str, page_token: str | None = None) -> Call:
    """50 entries of a playlist, in its order."""
    token = (("pageToken", page_token),) if page_token else ()
    return Call(PLAYLIST_ITEMS, (("playlistId", playlist_id), ("maxResults", str(MAX_PAGE)), *token))


def video_stats(ids: Sequence[str]) -> Call:
    """Counts, duration and publish time of at most 50 videos."""
    return Call(BATCH_STATS, (("id", ",".join(ids)),))


def videos_by_id(ids: Sequence[str]) -> Call:
    """At most 50 videos with tags, category, language and live state, which no other call tells."""
    return Call(VIDEOS, (("id", ",".join(ids)),))


def channel_sections(channel_id: str) -> Call:
    """The sections of a channel's page, for the channels it features."""
    return Call(CHANNEL_SECTIONS, (("channelId", channel_id),))
