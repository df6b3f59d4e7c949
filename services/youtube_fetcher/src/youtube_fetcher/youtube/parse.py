"""YouTube's JSON into the catalogue's values. Counts are strings, texts may hold anything, parts may be absent."""

import html
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from common.events import Channel, LiveState, Video

from youtube_fetcher.youtube.values import PlaylistPage, SearchHit, VideoStats

Json = Mapping[str, Any]
T = TypeVar("T")

_ISO_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_ISO_SECONDS = (604_800, 86_400, 3_600, 60, 1)
UNKNOWN = "unknown"
"""Channel of a video whose channel YouTube does not name: it is no longer there."""
_MOST = 10**15
_LIVE = {"upcoming": LiveState.UPCOMING, "live": LiveState.LIVE}
_PUBLIC = frozenset({"public", "unlisted"})


def items(answer: Json) -> Iterator[Json]:
    """The answer's items; an answer that knows none may leave the list out."""
    listed = answer.get("items")
    return (item for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict))


def by_id(answer: Json, parse: Callable[[Json], T]) -> dict[str, T]:
    """The answer's items as `parse` reads them, by id."""
    return {item["id"]: parse(item) for item in items(answer) if isinstance(item.get("id"), str)}


def channel(item: Json) -> Channel:
    """A channel of `channels.list`."""
    snippet, statistics = _part(item, "snippet"), _part(item, "statistics")
    hidden = statistics.get("hiddenSubscriberCount") is True
    handle = _short(snippet.get("customUrl"), 40)
    return Channel(
        id=item["id"],
        title=_text(snippet.get("title")),
        description=_text(snippet.get("description")),
        handle=handle if handle and handle.startswith("@") else None,
        country=_short(snippet.get("country"), 8),
        language=_short(snippet.get("defaultLanguage"), 20),
        published_at=_moment(snippet.get("publishedAt")),
        subscriber_count=None if hidden else _count(statistics.get("subscriberCount")),
        subscribers_hidden=hidden,
        video_count=_count(statistics.get("videoCount")),
        view_count=_count(statistics.get("viewCount")),
        uploads_playlist=_short(_part(_part(item, "contentDetails"), "relatedPlaylists").get("uploads"), 64),
        keywords=_keywords(_part(_part(item, "brandingSettings"), "channel").get("keywords")),
        topic_ids=tuple(dict.fromkeys(_texts(_part(item, "topicDetails").get("topicIds"), 20)))[:12],
        made_for_kids=_flag(_part(item, "status").get("madeForKids")),
        thumbnail_url=_short(_part(_part(snippet, "thumbnails"), "medium").get("url"), 200),
    )


def search_hits(answer: Json) -> tuple[SearchHit, ...]:
    """The channels of `search.list`, in order of rank, titles unescaped."""
    return tuple(
        SearchHit(_part(item, "id")["channelId"], html.unescape(_text(_part(item, "snippet").get("title"))))
        for item in items(answer)
        if _part(item, "id").get("channelId")
    )


def playlist_page(answer: Json) -> PlaylistPage:
    """A page of `playlistItems.list`: what is private or deleted keeps its place, without a date."""
    return PlaylistPage(tuple(_entries(items(answer))), answer.get("nextPageToken") or None)


def _entries(listed: Iterable[Json]) -> Iterator[Video]:
    for item in listed:
        snippet, details = _part(item, "snippet"), _part(item, "contentDetails")
        published = _moment(details.get("videoPublishedAt"))
        available = published is not None and _part(item, "status").get("privacyStatus", "public") in _PUBLIC
        video_id = _short(details.get("videoId"), 20)
        if video_id:
            yield Video(
                id=video_id,
                channel_id=_short(snippet.get("videoOwnerChannelId") or snippet.get("channelId"), 32) or UNKNOWN,
                title=_text(snippet.get("title")),
                description=_text(snippet.get("description")),
                published_at=published,
                available=available,
            )


def video_stats(item: Json) -> VideoStats:
    """Counts of one video by `videos.batchGetStats`; a count may be withheld."""
    statistics = _part(item, "statistics")
    return VideoStats(
        views=_count(statistics.get("viewCount")),
        likes=_count(statistics.get("likeCount")),
        comments=_count(statistics.get("commentCount")),
        seconds=duration_seconds(_part(item, "contentDetails").get("duration")),
        published=_moment(_part(item, "snippet").get("publishTime")),
    )


def video(item: Json) -> Video:
    """A video of `videos.list`."""
    snippet, statistics = _part(item, "snippet"), _part(item, "statistics")
    return Video(
        id=item["id"],
        channel_id=_short(snippet.get("channelId"), 32) or UNKNOWN,
        title=_text(snippet.get("title")),
        description=_text(snippet.get("description")),
        tags=_texts(snippet.get("tags"), 500)[:60],
        published_at=_moment(snippet.get("publishedAt")),
        duration_seconds=duration_seconds(_part(item, "contentDetails").get("duration")),
        view_count=_count(statistics.get("viewCount")),
        like_count=_count(statistics.get("likeCount")),
        comment_count=_count(statistics.get("commentCount")),
        category_id=_short(snippet.get("categoryId"), 8),
        language=_short(snippet.get("defaultAudioLanguage") or snippet.get("defaultLanguage"), 20),
        live=_LIVE.get(_text(snippet.get("liveBroadcastContent")), LiveState.NONE),
    )


def featured_channels(answer: Json) -> tuple[str, ...]:
    """Ids of the channels that the sections of `channelSections.list` show, each once."""
    return tuple(
        dict.fromkeys(
            channel_id
            for item in items(answer)
            for channel_id in _texts(_part(item, "contentDetails").get("channels"), 32)
        )
    )


def duration_seconds(text: object) -> int | None:
    """Whole seconds of an ISO 8601 duration or of a `google-duration`; None where the text is neither.

    >>> duration_seconds("PT1H2M3S"), duration_seconds("527s"), duration_seconds("P0D"), duration_seconds(None)
    (3723, 527, 0, None)
    """
    if not isinstance(text, str):
        return None
    if text.endswith("s"):
        whole = text[:-1].partition(".")[0]
        return int(whole) if whole.isascii() and whole.isdigit() else None
    if len(text) < 3 or not (match := _ISO_DURATION.fullmatch(text)):  # noqa: PLR2004  "P" and "PT" say nothing
        return None
    return sum(int(part) * seconds for part, seconds in zip(match.groups("0"), _ISO_SECONDS, strict=True))


def _part(value: Json, key: str) -> Json:
    part = value.get(key)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _short(value: object, limit: int) -> str | None:
    """A code or an address; one that is longer than any known is not trusted."""
    return value if isinstance(value, str) and 0 < len(value) <= limit else None


def _texts(value: object, limit: int) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else ()
    return tuple(text for text in listed if isinstance(text, str) and 0 < len(text) <= limit)


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _count(text: object) -> int | None:
    if isinstance(text, int) and not isinstance(text, bool):
        return min(max(text, 0), _MOST)
    return min(int(text), _MOST) if isinstance(text, str) and text.isascii() and text.isdigit() else None


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _keywords(text: object) -> tuple[str, ...]:
    """A channel's keywords: separated by blanks, quoted where they hold one."""
    if not isinstance(text, str):
        return ()
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.replace('"', " ").split()
    return tuple(dict.fromkeys(words))[:20]
