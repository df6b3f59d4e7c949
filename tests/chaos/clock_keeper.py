"""Keeps world time standing still: a simulator that was started again would tick on from its world's now."""

import asyncio
import contextlib
from typing import Self

import httpx

EVERY_SECONDS = 0.5


class ClockKeeper:
    """Stops the simulator's clock at its present time, and again after every restart."""

    def __init__(self, simulator_url: str) -> None:
        self._url = f"{simulator_url}/simulator/clock"
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        async with httpx.AsyncClient() as http:
            now = (await http.get(self._url)).raise_for_status().json()["now"]
            await self._stop_clock(http, now)
        self._task = asyncio.create_task(self._keep(now), name="clock keeper")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _keep(self, now: str) -> None:
        async with httpx.AsyncClient(timeout=2) as http:
            while True:
                await asyncio.sleep(EVERY_SECONDS)
                with contextlib.suppress(httpx.HTTPError):
                    await self._stop_clock(http, now)

    async def _stop_clock(self, http: httpx.AsyncClient, now: str) -> None:
        if (await http.get(self._url)).json().get("rate") != 0:
            await http.put(self._url, json={"now": now, "rate": 0})
