"""How many calls are in flight: as many as YouTube bears, shared fairly between analyses."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

CUT = 0.7
"""What remains of the limit when YouTube says that we are too fast."""
CUT_EVERY_SECONDS = 1.0
"""The answers of one second are one piece of news, not fifty."""


class Pace:
    """A limit on calls in flight that falls by a third when YouTube slows us down, and grows by one a round of answers.

    Waiting calls are served in turn, one flow (analysis) after the other, so that five channels do not wait for a
    thousand. Nothing here blocks or raises.

    Args:
        most: The highest limit, where it starts.
        monotonic: Seconds of a clock that never jumps.
    """

    def __init__(self, most: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._limit = float(most)
        self._monotonic = monotonic
        self._last_cut = -CUT_EVERY_SECONDS
        self._in_flight = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return int(self._limit)

    @property
    def in_flight(self) -> int:
        """Calls that are in flight now."""
        return self._in_flight

    @asynccontextmanager
    async def turn(self, flow: str) -> AsyncIterator[None]:
        """Wait for this flow's turn, and hold a place while within."""
        await self._enter(flow)
        try:
            yield
        finally:
            self._leave()

    def speed_up(self) -> None:
        """Note an answer without complaint."""
        self._limit = min(float(self._most), self._limit + 1 / self._limit)
        self._admit()

    def slow_down(self) -> None:
        """Note that YouTube finds us too fast."""
        now = self._monotonic()
        if now - self._last_cut >= CUT_EVERY_SECONDS:
            self._last_cut = now
            self._limit = max(1.0, self._limit * CUT)

    async def _enter(self, flow: str) -> None:
        if self._in_flight < self.limit and not self._waiting:
            self._in_flight += 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(flow, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._leave()
            else:
                self._forget(flow, place)
            raise

    def _leave(self) -> None:
        self._in_flight -= 1
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self._in_flight < self.limit:
            flow, places = self._waiting.popitem(last=False)
            place = places.popleft()
            if places:
                self._waiting[flow] = places  # at the end: the others come first
            if not place.done():
                self._in_flight += 1
                place.set_result(None)

    def _forget(self, flow: str, place: asyncio.Future[None]) -> None:
        places = self._waiting.get(flow)
        if places is not None and place in places:
            places.remove(place)
            if not places:
                del self._waiting[flow]
