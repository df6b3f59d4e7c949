"""A small world, its simulator, and the ways to ask it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from youtube_simulator.app import build_app
from youtube_simulator.settings import Settings
from youtube_simulator.world_file import world_of

NOW = "2026-03-01T12:00:00.000Z"
BASE_URL = "http://simulator.test"
KEY = "a-key"


def a_channel(number: int = 1, **changes: Any) -> dict[str, Any]:
    channel = {
        "id": f"UC{number:022d}",
        "title": f"Channel {number}",
        "description": f"The channel number {number}.",
        "customUrl": f"@channel{number}",
        "publishedAt": "2020-01-01T00:00:00Z",
        "country": "US",
        "uploads": f"UU{number:022d}",
        "keywords": ["home cooking", "bread"],
        "madeForKids": False,
        "statistics": {
            "viewCount": "1000000",
            "subscriberCount": "12300",
            "hiddenSubscriberCount": False,
            "videoCount": "3",
        },
    }
    return channel | changes


def a_video(name: str, channel: int = 1, **changes: Any) -> dict[str, Any]:
    video = {
        "id": name.ljust(11, "_"),
        "channelId": f"UC{channel:022d}",
        "title": f"Title of {name}",
        "description": "Some text.",
        "publishedAt": "2026-02-20T12:00:00Z",
        "duration": "PT8M47S",
        "categoryId": "26",
        "live": "none",
        "tags": ["bread"],
        "statistics": {"viewCount": "5000", "likeCount": "100", "favoriteCount": "0", "commentCount": "9"},
        "state": "public",
    }
    return video | changes


def a_world(
    *, channels: list[dict[str, Any]] | None = None, videos: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {
        "meta": {"now": NOW},
        "channels": [a_channel()] if channels is None else channels,
        "videos": [a_video("one")] if videos is None else videos,
    }


@dataclass
class Simulator:
    """The application under test, asked without a network."""

    app: FastAPI
    http: httpx.AsyncClient

    async def call(self, method: str, **parameters: Any) -> httpx.Response:
        """Call `channels`, `videos`, … with a key; lists become repeated parameters."""
        return await self.http.get(f"/youtube/v3/{method}", params=parameters, headers={"X-Goog-Api-Key": KEY})

    async def answer(self, method: str, **parameters: Any) -> dict[str, Any]:
        response = await self.call(method, **parameters)
        assert response.status_code == 200, response.text
        document: dict[str, Any] = response.json()
        return document

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Status and reason of an error answer."""
        response = await self.call(method, **parameters)
        return response.status_code, response.json()["error"]["errors"][0]["reason"]

    async def set_clock(self, now: str, rate: float = 0.0) -> None:
        (await self.http.put("/simulator/clock", json={"now": now, "rate": rate})).raise_for_status()

    async def set_faults(self, **faults: Any) -> None:
        (await self.http.put("/simulator/faults", json=faults)).raise_for_status()

    async def usage(self) -> dict[str, Any]:
        document: dict[str, Any] = (await self.http.get("/simulator/usage")).json()
        return document


def simulator_app() -> FastAPI:
    """The simulator of a small world, to be served; its clock ticks."""
    return build_app(Settings(), world_of(a_world()))


@asynccontextmanager
async def simulating(document: dict[str, Any] | None = None, **settings: Any) -> AsyncIterator[Simulator]:
    """A simulator over a world; its clock stands still at the world's now unless a test moves it."""
    world = world_of(a_world() if document is None else document)
    app = build_app(Settings(**settings), world)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as http:
        simulator = Simulator(app, http)
        await simulator.set_clock(world.now.isoformat())
        yield simulator
