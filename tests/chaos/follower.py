"""A client of the live socket that stays with an analysis through every broken connection."""

import asyncio
import contextlib
import json
from typing import Any, Self
from uuid import UUID

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

Json = dict[str, Any]

AGAIN_SECONDS = 0.25
OPEN_SECONDS = 10.0


class Follower:
    """Keeps the state that frames tell: a snapshot replaces it, a delta is merged into it."""

    def __init__(self, url: str, analysis: UUID) -> None:
        """A follower that connects when it is entered.

        Args:
            url: The gateway's.
            analysis: What to follow.
        """
        self.analysis_id = analysis
        self.analysis: Json = {}
        self.channels: dict[str, Json] = {}
        self.seq = 0
        self.epoch = ""
        self.frames = 0
        self.connections = 0
        self.went_back: list[str] = []
        """Deltas whose `seq` was less than one before it, in the same epoch."""
        self._address = f"{url.replace('http', 'ws', 1)}/api/v1/analyses/{analysis}/live"
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._follow(), name=f"follower of {self.analysis_id}")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def take(self, frame: Json) -> None:
        """Bring the state up to date."""
        self.frames += 1
        if frame["type"] == "snapshot":
            self.channels = {}
        elif frame["seq"] < self.seq:
            self.went_back.append(f"{self.analysis_id}: {self.seq} → {frame['seq']}")
        self.epoch, self.seq, self.analysis = frame["epoch"], frame["seq"], frame["analysis"]
        self.channels |= {channel["channel_id"]: channel for channel in frame["channels"]}

    async def _follow(self) -> None:
        while True:
            query = f"?after={self.seq}&epoch={self.epoch}" if self.epoch else ""
            with contextlib.suppress(OSError, TimeoutError, WebSocketException):
                async with connect(
                    self._address + query, open_timeout=OPEN_SECONDS, close_timeout=1, max_size=None, proxy=None
                ) as socket:
                    self.connections += 1
                    async for message in socket:
                        self.take(json.loads(message))
            await asyncio.sleep(AGAIN_SECONDS)
