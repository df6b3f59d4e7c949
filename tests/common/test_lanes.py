"""Lanes run beside one another where they wait, and by one worker where they do not."""

import asyncio
import math
import time

import pytest
from common.delivery.lanes import HOLD_SECONDS, by_key, run_each
from common.delivery.record import Record

PATIENCE_SECONDS = 20


def lanes(count: int) -> list[list[Record]]:
    return by_key(Record("stream", 0, number, 0, str(number).encode(), b"") for number in range(count))


async def test_lanes_that_wait_wait_together():
    all_of_them = asyncio.Barrier(200)

    async def run(_):
        await all_of_them.wait()

    async with asyncio.timeout(PATIENCE_SECONDS):
        await run_each(lanes(200), run)


async def test_lanes_that_do_not_wait_share_a_task():
    tasks = set()

    async def run(_):
        tasks.add(asyncio.current_task())

    await run_each(lanes(200), run, hold_seconds=math.inf)
    assert len(tasks) == 1


async def test_each_lane_runs_once():
    ran = []

    async def run(lane):
        await asyncio.sleep(0.001 * (lane[0].offset % 3))
        ran.append(lane[0].offset)

    await run_each(lanes(100), run)
    assert sorted(ran) == list(range(100))


async def test_work_that_never_waits_lets_others_in():
    answers = 0

    async def answering():
        nonlocal answers
        while True:
            answers += 1
            await asyncio.sleep(0)

    async def run(_):
        time.sleep(HOLD_SECONDS / 2)  # noqa: ASYNC251  work of the processor, not a wait

    other = asyncio.create_task(answering())
    await run_each(lanes(30), run)
    other.cancel()
    assert answers >= 5


async def test_a_failure_ends_the_lanes_that_wait():
    cancelled = []

    async def run(lane):
        if lane[0].offset == 3:
            raise ValueError("broken")
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            cancelled.append(lane[0].offset)
            raise

    with pytest.raises(ExceptionGroup) as caught:
        await run_each(lanes(4), run)
    assert caught.group_contains(ValueError, match="broken")
    assert sorted(cancelled) == [0, 1, 2]


def test_records_of_one_key_stay_in_order_and_those_without_a_key_in_their_partitions():
    records = [
        Record("stream", place, offset, 0, key, b"")
        for offset, (place, key) in enumerate([(0, b"a"), (0, None), (1, None), (0, b"a"), (0, None)])
    ]
    assert [[record.offset for record in lane] for lane in by_key(records)] == [[0, 3], [1, 4], [2]]
