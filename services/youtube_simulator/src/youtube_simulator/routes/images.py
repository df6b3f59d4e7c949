"""`/vi/<video>/<size>.jpg` and `/ch/<channel>/<size>.jpg`: thumbnails as real images."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response

from youtube_simulator.thumbnails import picture

_SIZES = {
    "default": (120, 90),
    "mqdefault": (320, 180),
    "medium": (320, 180),
    "hqdefault": (480, 360),
    "high": (480, 360),
    "sddefault": (640, 480),
    "maxresdefault": (1280, 720),
}
_KEEP_FOR = {"Cache-Control": "public, max-age=86400"}

router = APIRouter(tags=["images"])


@router.get("/vi/{video_id}/{size}.jpg")
async def video_thumbnail(video_id: str, size: str, request: Request) -> Response:
    """A video's thumbnail."""
    video = request.app.state.api.world.video_by_id.get(video_id)
    return await _image(video_id, None if video is None else video.title, size)


@router.get("/ch/{channel_id}/{size}.jpg")
async def channel_picture(channel_id: str, size: str, request: Request) -> Response:
    """A channel's picture."""
    channel = request.app.state.api.world.channel_by_id.get(channel_id)
    return await _image(channel_id, None if channel is None else channel.title, size)


async def _image(name: str, title: str | None, size: str) -> Response:
    if title is None or size not in _SIZES:
        raise HTTPException(404, "no such picture")
    return Response(
        await asyncio.to_thread(picture, name, title, *_SIZES[size]), media_type="image/jpeg", headers=_KEEP_FOR
    )
