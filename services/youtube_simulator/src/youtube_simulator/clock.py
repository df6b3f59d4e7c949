"""The simulated clock: world time that ticks, and that can be moved."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4


class SimulatedClock:
    """World time: starts at a given moment and ticks on, by default at the pace of the real clock.

    Args:
        now: Where it starts, timezone-aware.
        monotonic: Seconds of the real clock; only differences count.
    """

    def __init__(self, now: datetime, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._origin = now.astimezone(UTC)
        self._started = monotonic()
        self._rate = 1.0
        self._setting = uuid4().hex
        self._set_again = asyncio.Event()

    @property
    def setting(self) -> str:
        """Names how the clock goes now: another name each time it is set, and in each process."""
        return self._setting

    @property
    def rate(self) -> float:
        """World seconds that pass in one real second."""
        return self._rate

    def now(self) -> datetime:
        """The world's time, in UTC."""
        return self._origin + timedelta(seconds=(self._monotonic() - self._started) * self._rate)

    def set(self, now: datetime, *, rate: float = 1.0) -> None:
        """Move to `now` and tick on from there.

        Args:
            now: The new world time, timezone-aware; may lie before the present one.
            rate: World seconds per real second, ≥ 0; 0 stands still.
        """
        self._origin = now.astimezone(UTC)
        self._started = self._monotonic()
        self._rate = rate
        self._setting = uuid4().hex
        self._set_again.set()
        self._set_again = asyncio.Event()

    async def until_set(self, seconds: float) -> None:
        """Wait until it is set, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._set_again.wait()


def rfc3339(moment: datetime) -> str:
    """A moment as the API and the control endpoints write it, with milliseconds.

    >>> rfc3339(datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    '2026-03-01T12:00:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
