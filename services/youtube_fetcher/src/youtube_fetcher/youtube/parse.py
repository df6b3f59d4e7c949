"""YouTube's JSON into the catalogue's values. Counts are strings, texts may hold anything, parts may be absent."""

import html
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from common.events import Channel, LiveState, Video

from youtube_fetcher.domain.uploads import Upload
from youtube_fetcher.youtube import atoms
from youtube_fetcher.youtube.atoms import Json
from youtube_fetcher.youtube.values import PlaylistPage, SearchHit, VideoStats

T = TypeVar("T")

UNKNOWN = "unknown"
"""Channel of a video whose channel YouTube does not name: it is no longer there."""
CHANNEL_ID_CHARACTERS = 32
VIDEO_ID_CHARACTERS = 20
PLAYLIST_ID_CHARACTERS = 64
_LIVE = {"upcoming": LiveState.UPCOMING, "live": LiveState.LIVE}
_PUBLIC = frozenset({"public", "unlisted"})


def _items(answer: Json) -> Iterator[Json]:
    """The answer's items; an answer that knows none may leave the list out."""
    listed = answer.get("items")
    return (item for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict))


def channels(answer: Json) -> dict[str, Channel]:
    """The channels of `channels.list`, by id."""
    return _by_id(answer, _channel, CHANNEL_ID_CHARACTERS)


def video_stats(answer: Json) -> dict[str, VideoStats]:
    """Counts of `videos.batchGetStats`, by video; a count may be withheld."""
    return _by_id(answer, _video_stats, VIDEO_ID_CHARACTERS)


def videos(answer: Json) -> dict[str, Video]:
    """The videos of `videos.list`, by id."""
    return _by_id(answer, _video, VIDEO_ID_CHARACTERS)


def _by_id(answer: Json, parse: Callable[[Json], T], limit: int) -> dict[str, T]:
    return {item["id"]: parse(item) for item in _items(answer) if atoms.code(item.get("id"), limit)}


def _channel(item: Json) -> Channel:
    snippet, statistics = atoms.part(item, "snippet"), atoms.part(item, "statistics")
    hidden = statistics.get("hiddenSubscriberCount") is True
    playlists = atoms.part(atoms.part(item, "contentDetails"), "relatedPlaylists")
    handle = atoms.short(snippet.get("customUrl"), 40)
    return Channel(
        id=item["id"],
        title=atoms.text(snippet.get("title")),
        description=atoms.text(snippet.get("description")),
        handle=handle if handle and handle.startswith("@") else None,
        country=atoms.code(snippet.get("country")),
        language=atoms.code(snippet.get("defaultLanguage")),
        published_at=atoms.moment(snippet.get("publishedAt")),
        subscriber_count=None if hidden else atoms.count(statistics.get("subscriberCount")),
        subscribers_hidden=hidden,
        video_count=atoms.count(statistics.get("videoCount")),
        view_count=atoms.count(statistics.get("viewCount")),
        uploads_playlist=atoms.code(playlists.get("uploads"), PLAYLIST_ID_CHARACTERS),
        keywords=atoms.keywords(atoms.part(atoms.part(item, "brandingSettings"), "channel").get("keywords")),
        topic_ids=tuple(dict.fromkeys(atoms.codes(atoms.part(item, "topicDetails").get("topicIds"))))[:12],
        made_for_kids=atoms.flag(atoms.part(item, "status").get("madeForKids")),
        thumbnail_url=atoms.short(atoms.part(atoms.part(snippet, "thumbnails"), "medium").get("url"), 200),
    )


def search_hits(answer: Json) -> tuple[SearchHit, ...]:
    """The channels of `search.list`, in order of rank, titles unescaped."""
    return tuple(
        SearchHit(channel_id, html.unescape(atoms.text(atoms.part(item, "snippet").get("title"))))
        for item in _items(answer)
        if (channel_id := atoms.code(atoms.part(item, "id").get("channelId"), CHANNEL_ID_CHARACTERS)) is not None
    )


def playlist_page(answer: Json) -> PlaylistPage:
    """A page of `playlistItems.list`: what is private or deleted keeps its place, without a date."""
    return PlaylistPage(tuple(_entries(_items(answer))), atoms.text(answer.get("nextPageToken")) or None)


def _entries(listed: Iterable[Json]) -> Iterator[Upload]:
    for item in listed:
        snippet, details = atoms.part(item, "snippet"), atoms.part(item, "contentDetails")
        published = atoms.moment(details.get("videoPublishedAt"))
        available = published is not None and atoms.part(item, "status").get("privacyStatus", "public") in _PUBLIC
        video_id = atoms.code(details.get("videoId"), VIDEO_ID_CHARACTERS)
        owner = snippet.get("videoOwnerChannelId") or snippet.get("channelId")
        if video_id:
            yield Upload(
                id=video_id,
                channel_id=atoms.code(owner, CHANNEL_ID_CHARACTERS) or UNKNOWN,
                title=atoms.text(snippet.get("title")),
                description=atoms.text(snippet.get("description")),
                published_at=published,
                available=available,
            )


def _video_stats(item: Json) -> VideoStats:
    statistics = atoms.part(item, "statistics")
    return VideoStats(
        views=atoms.count(statistics.get("viewCount")),
        likes=atoms.count(statistics.get("likeCount")),
        comments=atoms.count(statistics.get("commentCount")),
        seconds=atoms.duration_seconds(atoms.part(item, "contentDetails").get("duration")),
        published=atoms.moment(atoms.part(item, "snippet").get("publishTime")),
    )


def _video(item: Json) -> Video:
    snippet, statistics = atoms.part(item, "snippet"), atoms.part(item, "statistics")
    return Video(
        id=item["id"],
        channel_id=atoms.code(snippet.get("channelId"), CHANNEL_ID_CHARACTERS) or UNKNOWN,
        title=atoms.text(snippet.get("title")),
        description=atoms.text(snippet.get("description")),
        tags=atoms.texts(snippet.get("tags"))[:60],
        published_at=atoms.moment(snippet.get("publishedAt")),
        duration_seconds=atoms.duration_seconds(atoms.part(item, "contentDetails").get("duration")),
        view_count=atoms.count(statistics.get("viewCount")),
        like_count=atoms.count(statistics.get("likeCount")),
        comment_count=atoms.count(statistics.get("commentCount")),
        category_id=atoms.code(snippet.get("categoryId")),
        language=atoms.code(snippet.get("defaultAudioLanguage") or snippet.get("defaultLanguage")),
        live=_LIVE.get(atoms.text(snippet.get("liveBroadcastContent")), LiveState.NONE),
    )


def featured_channels(answer: Json) -> tuple[str, ...]:
    """Ids of the channels that the sections of `channelSections.list` show, each once."""
    return tuple(
        dict.fromkeys(
            channel_id
            for item in _items(answer)
            for channel_id in atoms.codes(atoms.part(item, "contentDetails").get("channels"), CHANNEL_ID_CHARACTERS)
        )
    )
