"""World time: the simulator's clock where there is one, else the real one.

For `as_of`, `observed_at`, quota resets and purging by age of data. Kafka's record times, retention and replay ranges
use wall time.
"""

import asyncio
import contextlib
import logging
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx

from common.errors import DependencyDown

log = logging.getLogger(__name__)

FOLLOW_SECONDS = 0.5
ASK_SECONDS = 5.0


class Clock(Protocol):
    """Tells world time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    async def start(self) -> None:
        """Begin to know the time."""
        ...

    async def stop(self) -> None:
        """Stop following it."""
        ...


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)

    async def start(self) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        """Nothing to do."""


class FixedClock:
    """A time that moves only when told to: for tests."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._moment += by

    async def start(self) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        """Nothing to do."""


class SimulatorClock:
    """The simulator's time: its lead is asked for again and again, so that a clock that is set is followed."""

    def __init__(self, url: str) -> None:
        """A clock that follows the simulator at `url`."""
        self._url = url.rstrip("/")
        self._ahead: timedelta | None = None
        self._task: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The time, aware, in UTC.

        Raises:
            DependencyDown: The simulator has not told it yet; the real time would be another world's.
        """
        if self._ahead is None:
            raise DependencyDown("clock", f"the simulator at {self._url} has not told the time yet")
        return datetime.now(UTC) + self._ahead

    async def start(self) -> None:
        """Learn the time, waiting for a simulator that is not there yet; then follow it."""
        async with httpx.AsyncClient(timeout=ASK_SECONDS) as client:
            while not await self._ask(client):  # noqa: ASYNC110  it is another process that we wait for
                await asyncio.sleep(FOLLOW_SECONDS)
        self._task = asyncio.create_task(self._follow(), name="world time")

    async def stop(self) -> None:
        """Stop following it."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _follow(self) -> None:
        async with httpx.AsyncClient(timeout=ASK_SECONDS) as client:
            while True:
                await asyncio.sleep(FOLLOW_SECONDS)
                await self._ask(client)

    async def _ask(self, client: httpx.AsyncClient) -> bool:
        try:
            answer = await client.get(f"{self._url}/simulator/clock")
            answer.raise_for_status()
            theirs = datetime.fromisoformat(answer.json()["now"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.debug("the simulator does not tell the time: %s", error)
            return False
        self._ahead = theirs - datetime.now(UTC)
        return True


def clock_for(simulator_url: str) -> SystemClock | SimulatorClock:
    """The clock that settings ask for."""
    return SimulatorClock(simulator_url) if simulator_url else SystemClock()
