"""What holds running analyses up beside an empty quota: asked of the fetcher now and then, never waited for."""

import asyncio
import time

from gateway.fetcher import FetcherClient

FRESH_SECONDS = 2.0
YOUTUBE_KEY = "youtube_key"
"""The API key that YouTube refuses: only an operator can mend it, so it is named before all else."""


class Hindrance:
    """Remembers what the fetcher waits for."""

    def __init__(self, fetcher: FetcherClient) -> None:
        self._fetcher = fetcher
        self._missing: list[str] = []
        self._asked_at = -FRESH_SECONDS
        self._asking: asyncio.Task[None] | None = None

    def latest(self) -> str | None:
        """The dependency that is missing, as of a moment ago; None: none is known to be."""
        if time.monotonic() - self._asked_at > FRESH_SECONDS and (self._asking is None or self._asking.done()):
            self._asked_at = time.monotonic()
            self._asking = asyncio.create_task(self._ask(), name="hindrance")
        if YOUTUBE_KEY in self._missing:
            return YOUTUBE_KEY
        return min(self._missing, default=None)

    async def stop(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        self._missing = await self._fetcher.missing()
