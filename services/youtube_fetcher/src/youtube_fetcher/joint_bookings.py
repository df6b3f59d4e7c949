"""Callers who book for the same account at the same moment are booked by one of them, in one step."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from common.errors import QuotaExhausted, TransientError

Book = Callable[[int], Awaitable[None]]


@dataclass(slots=True)
class _Round:
    """Units that will be booked together; `booked` says whether they were."""

    units: int
    booked: asyncio.Future[bool]


class JointBookings:
    """Adds up what is wanted within one turn of the event loop.

    Fifty calls that get their turn at once would each ask Redis for a unit; together they ask for fifty. Where there
    are not so many, each asks for its own, and so many get theirs as there are.
    """

    def __init__(self) -> None:
        self._open: dict[Hashable, _Round] = {}

    async def book(self, key: Hashable, units: int, book: Book) -> None:
        """Book `units`, with those who do so for the same `key` now. Raises what `book` raises for them alone."""
        if (other := self._open.get(key)) is not None:
            other.units += units
            if not await asyncio.shield(other.booked):
                await book(units)
            return
        mine = self._open[key] = _Round(units, asyncio.get_running_loop().create_future())
        try:
            await asyncio.sleep(0)
            del self._open[key]
            await book(mine.units)
            mine.booked.set_result(True)
        except (QuotaExhausted, TransientError):
            if mine.units == units:
                raise
            mine.booked.set_result(False)
            await book(units)
        finally:
            if self._open.get(key) is mine:
                del self._open[key]
            if not mine.booked.done():  # the others find out for themselves
                mine.booked.set_result(False)
