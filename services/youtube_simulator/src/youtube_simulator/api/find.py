"""What `search.list` finds: which resources match the filters, in the order asked for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from youtube_simulator.api import errors
from youtube_simulator.api.requests import Call
from youtube_simulator.api.wire import seconds_of
from youtube_simulator.search import SearchIndex
from youtube_simulator.world import Channel, Video, World

_TYPES = ("channel", "playlist", "video")
_ONLY_VIDEOS = (
    "eventType",
    "location",
    "locationRadius",
    "videoCaption",
    "videoCategoryId",
    "videoDefinition",
    "videoDimension",
    "videoDuration",
    "videoEmbeddable",
    "videoLicense",
    "videoPaidProductPlacement",
    "videoSyndicated",
    "videoType",
)
_SHORT_BELOW_S = 4 * 60
_LONG_ABOVE_S = 20 * 60


def find(call: Call, world: World, index: SearchIndex, now: datetime) -> Sequence[Channel | Video]:
    """Channels and videos that a search finds; of both types channels come first.

    Raises:
        ApiError: A type that does not exist, or filters that need `type=video`.
    """
    types = call.ids("type") or _TYPES
    for name in types:
        if name not in _TYPES:
            raise errors.invalid_argument(f"Invalid value at 'type' (TYPE_ENUM), \"{name}\"", "type")
    if types != ("video",) and (given := [name for name in _ONLY_VIDEOS if name in call.given]):
        message = "The request contains an invalid combination of search filters and/or restrictions."
        raise errors.incompatible_parameters(message, given[0])
    found: list[Channel | Video] = []
    if "channel" in types:
        found += _channels(call, world, index, now)
    if "video" in types:
        found += _videos(call, world, index, now)
    return found


def _channels(call: Call, world: World, index: SearchIndex, now: datetime) -> Iterable[Channel]:
    ranked = index.channels(call.given.get("q", ""))
    wanted = call.text("channelId")
    between = _between(call, now)
    found = [
        channel
        for channel in ranked
        if between(datetime.fromisoformat(channel.published_at).timestamp()) and wanted in (None, channel.id)
    ]
    match call.text("order"):
        case "date":
            found.sort(key=lambda channel: channel.published_at, reverse=True)
        case "title":
            found.sort(key=lambda channel: channel.title.lower())
        case "viewCount":
            found.sort(key=lambda channel: int(channel.statistics.get("viewCount", 0)), reverse=True)
        case "videoCount":
            found.sort(key=lambda channel: world.videos_published(channel, now), reverse=True)
    return found


def _videos(call: Call, world: World, index: SearchIndex, now: datetime) -> Iterable[Video]:
    query = call.text("q")
    channel_id = call.text("channelId")
    candidates: Iterable[Video]
    if query is not None:
        candidates = index.videos(query)
    elif channel_id is None:
        candidates = world.all_videos.until(now)
    else:
        candidates = world.timeline_of[channel_id].until(now) if channel_id in world.timeline_of else ()
    filters = _video_filters(call, now)
    between = _between(call, now)
    found = [
        video
        for video in candidates
        if between(video.published)
        and channel_id in (None, video.channel.id)
        and all(accepts(video) for accepts in filters)
    ]
    match call.text("order") or ("relevance" if query is not None else "date"):
        case "date":
            found.sort(key=lambda video: (video.published, video.id), reverse=True)
        case "viewCount":
            found.sort(key=lambda video: video.views_at(now), reverse=True)
        case "rating":
            found.sort(key=lambda video: int(video.statistics_at(now).get("likeCount", 0)), reverse=True)
        case "title":
            found.sort(key=lambda video: video.title.lower())
    return found


def _between(call: Call, now: datetime) -> Callable[[float], bool]:
    """Whether a time of publishing is in the window asked for; both ends are to the second."""
    after = call.moment("publishedAfter")
    before = call.moment("publishedBefore")
    earliest = after.timestamp() if after else float("-inf")
    end = before.timestamp() if before else float("inf")
    present = now.timestamp()
    return lambda published: earliest <= published < end and published <= present


def _video_filters(call: Call, now: datetime) -> list[Callable[[Video], bool]]:
    filters: list[Callable[[Video], bool]] = []
    category = call.text("videoCategoryId")
    if category is not None:
        filters.append(lambda video: video.category == category)
    lengths: dict[Any, Callable[[int], bool]] = {
        "short": lambda seconds: seconds < _SHORT_BELOW_S,
        "medium": lambda seconds: _SHORT_BELOW_S <= seconds <= _LONG_ABOVE_S,
        "long": lambda seconds: seconds > _LONG_ABOVE_S,
    }
    fits = lengths.get(call.text("videoDuration"))
    if fits is not None:
        filters.append(lambda video: fits(seconds_of(video.duration_at(now))))
    event = call.text("eventType")
    if event in ("upcoming", "live"):
        filters.append(lambda video: video.live_at(now) == event)
    elif event == "completed":
        filters.append(lambda video: video.live_start is not None and video.live_at(now) == "none")
    return filters
