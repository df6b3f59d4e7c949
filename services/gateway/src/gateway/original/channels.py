"""`/api/channels/*` of the original."""

from typing import Annotated, Any
from urllib.parse import quote

from common.events import Channel, Video
from fastapi import Query
from fastapi.responses import Response
from pydantic import StringConstraints

from gateway.http.parts import PartsOf
from gateway.http.text_fields import NoNul, Trimmed
from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller

router = original_router("/api/channels")

Words = Annotated[str, StringConstraints(min_length=1, max_length=100), Trimmed, NoNul]
MaxResults = Annotated[int, Query(alias="maxResults", ge=1, le=50)]


@router.get("/search")
async def search(
    q: Words,
    parts: PartsOf,
    _caller: OriginalCaller,
    max_results: MaxResults = 20,
    min_subscribers: Annotated[int, Query(alias="minSubscribers", ge=0)] = 0,
    max_subscribers: Annotated[int, Query(alias="maxSubscribers", ge=0)] = 10**12,
) -> Response:
    """Channels in YouTube's order, of the size that is asked for."""
    found = [
        Channel.model_validate(one)
        for one in await parts.fetcher.get("/internal/channels/search", q=q, limit=max_results)
    ]
    shown = [
        channel_shape(channel)
        for channel in found
        if channel.subscriber_count is None or min_subscribers <= channel.subscriber_count <= max_subscribers
    ]
    return success(channels=shown, count=len(shown))


@router.get("/{channel_id}")
async def read(channel_id: str, parts: PartsOf, _caller: OriginalCaller) -> Response:
    """A channel; one that YouTube does not know is 404."""
    found = await parts.fetcher.get(f"/internal/channels/{quote(channel_id, safe='@')}")
    return success(channel=channel_shape(Channel.model_validate(found)))


@router.get("/{channel_id}/videos")
async def videos(channel_id: str, parts: PartsOf, _caller: OriginalCaller, max_results: MaxResults = 20) -> Response:
    """Its newest uploads."""
    path = f"/internal/channels/{quote(channel_id, safe='@')}/videos"
    found = [Video.model_validate(one) for one in await parts.fetcher.get(path, limit=max_results)]
    return success(videos=[video_shape(video) for video in found], count=len(found))


def channel_shape(channel: Channel) -> dict[str, Any]:
    """A channel as YouTube's API would send it: counts are strings."""
    return {
        "kind": "youtube#channel",
        "id": channel.id,
        "snippet": {
            "title": channel.title,
            "description": channel.description,
            "customUrl": channel.handle,
            "publishedAt": channel.published_at,
            "country": channel.country,
            "thumbnails": {"default": {"url": channel.thumbnail_url}} if channel.thumbnail_url else {},
        },
        "statistics": {
            "viewCount": _count(channel.view_count),
            "subscriberCount": _count(channel.subscriber_count),
            "hiddenSubscriberCount": channel.subscribers_hidden,
            "videoCount": _count(channel.video_count),
        },
    }


def video_shape(video: Video) -> dict[str, Any]:
    """A video as YouTube's API would send it."""
    return {
        "kind": "youtube#video",
        "id": {"kind": "youtube#video", "videoId": video.id},
        "snippet": {
            "publishedAt": video.published_at,
            "channelId": video.channel_id,
            "title": video.title,
            "description": video.description,
            "tags": list(video.tags),
        },
        "statistics": {
            "viewCount": _count(video.view_count),
            "likeCount": _count(video.like_count),
            "commentCount": _count(video.comment_count),
        },
    }


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)
