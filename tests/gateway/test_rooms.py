"""A room goes forward only, in whatever order its readings come back."""

import asyncio

from gateway.live.reading import delta_since
from gateway.live.rooms import Position, Rooms
from gateway.results.view import THUMBNAILS, ResultMapper

from tests.gateway.builders import ANALYSIS, NOW, qualified, requested, scored
from tests.gateway.running import frame_of
from tests.gateway.test_apply import apply_all


async def test_a_first_reading_that_comes_back_late_takes_nothing_back(database):
    """Two clients come at once, and both read."""
    was_read, may_come_back = asyncio.Event(), asyncio.Event()

    async def read(analysis_id, seq):
        is_first = not was_read.is_set()
        change = await database.run(
            lambda connection: delta_since(connection, analysis_id, seq, now=NOW, mapper=ResultMapper(THUMBNAILS))
        )
        was_read.set()
        if is_first:
            await may_come_back.wait()
        return change

    async def join_and_leave():
        async with rooms.joined(ANALYSIS):
            pass

    rooms = Rooms(read)
    await apply_all(database, [[requested(), qualified(0)]])
    late = asyncio.create_task(join_and_leave())
    await was_read.wait()
    await apply_all(database, [[scored(0)]])
    async with rooms.joined(ANALYSIS) as room:
        known = frame_of(room.frame(Position()))
        may_come_back.set()
        await late
        assert frame_of(room.frame(Position())) == known
    assert [channel["state"] for channel in known["channels"]] == ["scored"]
