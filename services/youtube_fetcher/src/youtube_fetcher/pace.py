"""How many calls are in flight: as many as YouTube bears, shared fairly between analyses."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.events import Lane

CUT = 0.7
"""What remains of the limit when YouTube says that we are too fast."""
CUT_EVERY_SECONDS = 1.0
"""The answers of one second are one piece of news, not fifty."""
RESERVE = 0.08
"""Part of the limit that bulk work leaves free while people are about: calls of one length end together, so that a
person's call that comes between would wait as long as a call takes."""
ABOUT_SECONDS = 60.0
"""How long after a person's call the next is expected; the first of them may wait for one of the calls in flight."""


@dataclass(slots=True)
class _Place:
    """A call that waits for its turn."""

    turn: asyncio.Future[None]
    bulk: bool


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
        self._person_seen = -ABOUT_SECONDS
        self._in_flight = 0
        self._bulk_in_flight = 0
        self._waiting: OrderedDict[str, deque[_Place]] = OrderedDict()

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return int(self._limit)

    @property
    def in_flight(self) -> int:
        """Calls that are in flight now."""
        return self._in_flight

    @asynccontextmanager
    async def turn(self, flow: str, lane: Lane = Lane.INTERACTIVE) -> AsyncIterator[None]:
        """Wait for this flow's turn, and hold a place while within."""
        bulk = lane is Lane.BULK
        await self._enter(flow, bulk=bulk)
        try:
            yield
        finally:
            self._leave(bulk=bulk)

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

    def _has_room(self, *, bulk: bool) -> bool:
        people_are_about = self._monotonic() - self._person_seen < ABOUT_SECONDS
        bulk_limit = self.limit - (int(self._limit * RESERVE) if people_are_about else 0)
        return self._in_flight < self.limit and not (bulk and self._bulk_in_flight >= bulk_limit)

    async def _enter(self, flow: str, *, bulk: bool) -> None:
        if not bulk:
            self._person_seen = self._monotonic()
        if self._has_room(bulk=bulk) and flow not in self._waiting:
            self._take(bulk=bulk)
            return
        place = _Place(asyncio.get_running_loop().create_future(), bulk)
        self._waiting.setdefault(flow, deque()).append(place)
        try:
            await place.turn
        except asyncio.CancelledError:
            if place.turn.done() and not place.turn.cancelled():
                self._leave(bulk=bulk)
            else:
                self._forget(flow, place)
            raise

    def _take(self, *, bulk: bool) -> None:
        self._in_flight += 1
        self._bulk_in_flight += bulk

    def _leave(self, *, bulk: bool) -> None:
        self._in_flight -= 1
        self._bulk_in_flight -= bulk
        self._admit()

    def _admit(self) -> None:
        """Give turns to flows, the one that has waited longest for one first, as long as one of them can be had."""
        passed = 0
        while passed < len(self._waiting):
            flow, places = self._waiting.popitem(last=False)
            if self._has_room(bulk=places[0].bulk):
                passed = 0
                self._give(places.popleft())
            else:
                passed += 1
            if places:
                self._waiting[flow] = places  # at the end: the others come first

    def _give(self, place: _Place) -> None:
        if not place.turn.done():
            self._take(bulk=place.bulk)
            place.turn.set_result(None)

    def _forget(self, flow: str, place: _Place) -> None:
        places = self._waiting.get(flow)
        if places is not None and place in places:
            places.remove(place)
            if not places:
                del self._waiting[flow]
