"""World time: the simulator's clock where there is one, else the real one.

For `as_of`, `observed_at`, quota resets and purging by age of data. Kafka's record times, retention and replay ranges
use wall time.
"""

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx

from common.errors import DependencyDown

log = logging.getLogger(__name__)

FOLLOW_SECONDS = 0.5
ASK_SECONDS = 5.0
HEAR_SECONDS = 30.0
"""The simulator answers when its clock is set, and now and then in between."""


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the simulator's clock said, and when by our own."""

    moment: datetime
    rate: float
    setting: str | None
    read_at: float

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=(time.monotonic() - self.read_at) * self.rate)


class SimulatorClock:
    """The simulator's time: read once, then again whenever the simulator says that its clock was set."""

    def __init__(self, url: str) -> None:
        """A clock that follows the simulator at `url`."""
        self._url = url.rstrip("/")
        self._reading: _Reading | None = None
        self._task: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The time, aware, in UTC.

        Raises:
            DependencyDown: The simulator has not told it yet; the real time would be another world's.
        """
        if self._reading is None:
            raise DependencyDown("clock", f"the simulator at {self._url} has not told the time yet")
        return self._reading.now()

    async def start(self) -> None:
        """Learn the time, waiting for a simulator that is not there yet; then follow it."""
        async with httpx.AsyncClient(timeout=ASK_SECONDS) as client:
            while (reading := await self._ask(client)) is None:  # noqa: ASYNC110  it is another process that we wait for
                await asyncio.sleep(FOLLOW_SECONDS)
        self._reading = reading
        self._task = asyncio.create_task(self._follow(), name="world time")

    async def stop(self) -> None:
        """Stop following it."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _follow(self) -> None:
        known = self._reading.setting if self._reading else None
        async with httpx.AsyncClient(timeout=httpx.Timeout(ASK_SECONDS, read=HEAR_SECONDS)) as client:
            while True:
                reading = await self._ask(client, known)
                self._reading = reading or self._reading
                if reading is None or reading.setting == known:
                    await asyncio.sleep(FOLLOW_SECONDS)
                known = reading.setting if reading else None

    async def _ask(self, client: httpx.AsyncClient, known: str | None = None) -> _Reading | None:
        """The simulator's time; with a `known` setting, once there is another one."""
        try:
            answer = await client.get(f"{self._url}/simulator/clock", params={"known": known} if known else None)
            answer.raise_for_status()
            told = answer.json()
            moment, rate = datetime.fromisoformat(told["now"]), float(told.get("rate", 1))
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.debug("the simulator does not tell the time: %s", error)
            return None
        return _Reading(moment, rate, told.get("setting"), time.monotonic())


def clock_for(simulator_url: str) -> SystemClock | SimulatorClock:
    """The clock that settings ask for."""
    return SimulatorClock(simulator_url) if simulator_url else SystemClock()
