"""One answer a method: which resources a valid call names, and the page they make."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from youtube_simulator.api import errors
from youtube_simulator.api.entries import Entries
from youtube_simulator.api.find import find
from youtube_simulator.api.methods import MAX_IDS
from youtube_simulator.api.paging import page_of, page_offset
from youtube_simulator.api.requests import Call
from youtube_simulator.api.resources import Resource, Resources
from youtube_simulator.api.wire import etag
from youtube_simulator.search import SearchIndex
from youtube_simulator.world import Channel, Playlist, Video, World

CHART_LENGTH = 200
"""Videos the most-popular chart has."""

Answer = dict[str, Any]
T = TypeVar("T", Channel, Video, Playlist)


@dataclass(frozen=True, slots=True)
class Moment:
    """What an answer is made from: the world, its index, and how resources look at this moment."""

    world: World
    index: SearchIndex
    now: datetime
    resources: Resources
    entries: Entries


def search(call: Call, moment: Moment) -> Answer:
    """`search.list`: ranked, cut and escaped."""
    found = find(call, moment.world, moment.index, moment.now)
    page, place = page_of(found, offset=page_offset(call.text("pageToken")), size=call.page_size)
    write = moment.entries
    items = [
        write.found_channel(one, call.parts) if isinstance(one, Channel) else write.found_video(one, call.parts)
        for one in page
    ]
    pages = {name: token for name, token in place.items() if name != "pageInfo"}
    region = {"regionCode": call.text("regionCode") or "US"}
    return _list("youtube#searchListResponse", items, pages | region | {"pageInfo": place["pageInfo"]})


def channels(call: Call, moment: Moment) -> Answer:
    """`channels.list` by id, handle or user name; what is unknown is left out, without an error."""
    world = moment.world
    if (handle := call.text("forHandle")) is not None:
        found = _known([world.channel_by_handle.get("@" + handle.lower().removeprefix("@"))])
    elif (username := call.text("forUsername")) is not None:
        found = _known([world.channel_by_username.get(username.lower())])
    elif call.ids():
        _refuse_page_size(call)
        found = _in_order(map(world.channel_by_id.get, call.ids()), world.channel_order)
    elif call.text("categoryId") is not None:
        found = []
    else:
        raise errors.no_filter_selected("id, forHandle, forUsername, mine, managedByMe, categoryId")
    items = [moment.resources.channel(channel, call.parts) for channel in found]
    return _list("youtube#channelListResponse", items, _all_on_one_page(items), omit_when_empty=True)


def videos(call: Call, moment: Moment) -> Answer:
    """`videos.list` by id, or the most-popular chart; deleted and private ones are left out."""
    if call.ids():
        _refuse_page_size(call)
        items = [moment.resources.video(video, call.parts) for video in _visible(call, moment)]
        return _list("youtube#videoListResponse", items, _all_on_one_page(items))
    if call.given.get("chart") != "mostPopular":
        raise errors.no_filter_selected("chart, id, myRating")
    category = call.text("videoCategoryId")
    eligible = [
        video
        for video in moment.world.all_videos.until(moment.now)
        if not video.gone and (category in (None, "0") or video.category == category)
    ]
    eligible.sort(key=lambda video: video.views_at(moment.now), reverse=True)
    offset = page_offset(call.text("pageToken"))
    page, place = page_of(eligible[:CHART_LENGTH], offset=offset, size=call.page_size)
    return _list("youtube#videoListResponse", [moment.resources.video(video, call.parts) for video in page], place)


def batch_stats(call: Call, moment: Moment) -> Answer:
    """`videos.batchGetStats`: counts, length and publish time, without anything else."""
    if not call.ids():
        raise errors.missing_parameter("id")
    items = [moment.resources.stats(video, call.parts) for video in _visible(call, moment)]
    return _list("youtube#batchGetStatsResponse", items, {})


def playlist_items(call: Call, moment: Moment) -> Answer:
    """`playlistItems.list` of an uploads playlist or a tab, newest first."""
    name = call.text("playlistId")
    if name is None:
        raise errors.no_filter_selected("id, playlistId")
    playlist = moment.world.playlists.get(name)
    if playlist is None or _never_uploaded(playlist, moment.now, moment.world):
        raise errors.playlist_not_found()
    entries: list[tuple[int, Video]] = list(enumerate(playlist.timeline.until(moment.now)))
    if (wanted := call.text("videoId")) is not None:
        entries = [entry for entry in entries if entry[1].id == wanted]
        if not entries:
            raise errors.video_not_found()
    page, place = page_of(entries, offset=page_offset(call.text("pageToken")), size=call.page_size)
    items = [moment.entries.playlist_item(playlist, video, position, call.parts) for position, video in page]
    return _list("youtube#playlistItemListResponse", items, place)


def channel_sections(call: Call, moment: Moment) -> Answer:
    """`channelSections.list`: the shelves of a channel's page."""
    world = moment.world
    if (channel_id := call.text("channelId")) is not None:
        channel = world.channel_by_id.get(channel_id)
        if channel is None:
            raise errors.channel_not_found("youtube.channelSection")
        named = [(channel, position) for position in range(len(channel.sections))]
    elif call.ids():
        owners = ((name, world.section_owner.get(name)) for name in call.ids())
        named = [(owner, int(name.rpartition(".s")[2])) for name, owner in owners if owner is not None]
    else:
        raise errors.no_filter_selected("channelId, id, mine")
    items = [moment.entries.section(channel, position, call.parts) for channel, position in named]
    return _list("youtube#channelSectionListResponse", items, {})


def playlists(call: Call, moment: Moment) -> Answer:
    """`playlists.list`: uploads playlists by id. A channel's own playlists: this world has none."""
    if call.ids():
        found = _known(map(moment.world.playlists.get, call.ids()))
    elif (channel_id := call.text("channelId")) is not None:
        if channel_id not in moment.world.channel_by_id:
            raise errors.channel_not_found("youtube.playlist")
        found = []
    else:
        raise errors.no_filter_selected("channelId, id, mine")
    page, place = page_of(found, offset=page_offset(call.text("pageToken")), size=call.page_size)
    items = [moment.entries.playlist(playlist, call.parts) for playlist in page]
    return _list("youtube#playlistListResponse", items, place)


ANSWERS: dict[str, Callable[[Call, Moment], Answer]] = {
    "search.list": search,
    "channels.list": channels,
    "videos.list": videos,
    "videos.batchGetStats": batch_stats,
    "playlistItems.list": playlist_items,
    "channelSections.list": channel_sections,
    "playlists.list": playlists,
}


def _list(kind: str, items: Sequence[Resource], place: Answer, *, omit_when_empty: bool = False) -> Answer:
    tag = etag(kind, place.get("nextPageToken"), *(item["etag"] for item in items))
    answer: Answer = {"kind": kind, "etag": tag, **place}
    if items or not omit_when_empty:
        answer["items"] = list(items)
    return answer


def _all_on_one_page(items: Sequence[Resource]) -> Answer:
    return {"pageInfo": {"totalResults": len(items), "resultsPerPage": MAX_IDS}}


def _known(found: Iterable[T | None]) -> list[T]:
    return [one for one in found if one is not None]


def _in_order(found: Iterable[T | None], order: Mapping[str, int]) -> list[T]:
    """Each once, in the world's order, which is not the request's."""
    once = {one.id: one for one in found if one is not None}
    return sorted(once.values(), key=lambda one: order[one.id])


def _visible(call: Call, moment: Moment) -> list[Video]:
    world = moment.world
    found = _in_order(map(world.video_by_id.get, call.ids()), world.video_order)
    return [video for video in found if not video.gone and video.published <= moment.now.timestamp()]


def _refuse_page_size(call: Call) -> None:
    if "maxResults" in call.given:
        raise errors.incompatible_parameters("maxResults is not supported together with id.", "maxResults")


def _never_uploaded(playlist: Playlist, now: datetime, world: World) -> bool:
    """YouTube knows no uploads playlist of a channel that never uploaded."""
    return not world.videos_published(playlist.channel, now) and not playlist.timeline.until(now)
