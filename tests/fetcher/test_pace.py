"""How many calls are in flight, and whose turn is next."""

import asyncio

import pytest
from common.events import Lane
from youtube_fetcher.pace import Pace


class Seconds:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def hold(pace: Pace, flow: str, order: list[str], release: asyncio.Event, lane: Lane = Lane.INTERACTIVE) -> None:
    async with pace.turn(flow, lane):
        order.append(flow)
        await release.wait()


async def take(pace: Pace, flow: str, order: list[str]) -> None:
    async with pace.turn(flow):
        order.append(flow)
        await asyncio.sleep(0)


async def test_no_more_calls_than_the_limit_are_in_flight() -> None:
    pace, most = Pace(3), 0

    async def call() -> None:
        nonlocal most
        async with pace.turn("one"):
            most = max(most, pace.in_flight)
            await asyncio.sleep(0.001)

    await asyncio.gather(*(call() for _ in range(20)))
    assert (most, pace.in_flight) == (3, 0)


async def test_five_calls_do_not_wait_for_a_thousand() -> None:
    pace, order = Pace(1), list[str]()
    release = asyncio.Event()
    first = asyncio.create_task(hold(pace, "large", order, release))
    await asyncio.sleep(0)
    large = [asyncio.create_task(take(pace, "large", order)) for _ in range(1000)]
    await asyncio.sleep(0)
    small = [asyncio.create_task(take(pace, "small", order)) for _ in range(5)]
    await asyncio.sleep(0)
    release.set()
    await asyncio.gather(first, *large, *small)
    assert order[:11].count("small") == 5


@pytest.mark.parametrize(("seconds", "in_flight"), [(0, 46), (59, 46), (61, 50)])
async def test_bulk_work_leaves_places_free_while_people_are_about(seconds: float, in_flight: int) -> None:
    clock = Seconds()
    pace, release, order = Pace(50, monotonic=clock), asyncio.Event(), list[str]()
    await take(pace, "person", order)
    clock.now += seconds
    many = [asyncio.create_task(hold(pace, "bulk", order, release, Lane.BULK)) for _ in range(100)]
    await asyncio.sleep(0)
    assert pace.in_flight == in_flight
    release.set()
    await asyncio.gather(*many)


async def test_bulk_work_leaves_a_few_places_to_people_who_wait() -> None:
    pace, release, order = Pace(50), asyncio.Event(), list[str]()
    await take(pace, "person", order)

    async def bulk() -> None:
        async with pace.turn("bulk", Lane.BULK):
            await release.wait()

    many = [asyncio.create_task(bulk()) for _ in range(100)]
    await asyncio.sleep(0)
    assert pace.in_flight == 46
    for _ in range(4):
        await take(pace, "person", order)
    release.set()
    await asyncio.gather(*many)
    assert pace.in_flight == 0


async def test_bulk_work_gets_its_turns_however_many_people_wait() -> None:
    pace, order = Pace(1), list[str]()

    async def bulk() -> None:
        async with pace.turn("bulk", Lane.BULK):
            order.append("bulk")

    tasks = [asyncio.create_task(take(pace, f"person {number % 3}", order)) for number in range(30)]
    tasks += [asyncio.create_task(bulk()) for _ in range(3)]
    await asyncio.gather(*tasks)
    assert order.index("bulk") < 10


async def test_too_fast_cuts_the_limit_once_a_second_and_answers_raise_it_again() -> None:
    seconds = Seconds()
    pace = Pace(50, monotonic=seconds)
    for _ in range(20):
        pace.slow_down()
    assert pace.limit == 35
    seconds.now = 1.0
    pace.slow_down()
    assert pace.limit == 24
    for _ in range(24 * 2):
        pace.speed_up()
    assert 25 <= pace.limit <= 26
    for _ in range(10_000):
        pace.speed_up()
    assert pace.limit == 50


async def test_the_limit_never_falls_below_one_call() -> None:
    seconds = Seconds()
    pace = Pace(50, monotonic=seconds)
    for second in range(100):
        seconds.now = float(second)
        pace.slow_down()
    assert pace.limit == 1
    async with pace.turn("one"):
        assert pace.in_flight == 1


@pytest.mark.parametrize("moment", ["waiting", "admitted"])
async def test_a_cancelled_wait_loses_no_turn(moment: str) -> None:
    pace, release = Pace(1), asyncio.Event()
    order: list[str] = []
    holder = asyncio.create_task(hold(pace, "holder", order, release))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(take(pace, "cancelled", order))
    last = asyncio.create_task(take(pace, "last", order))
    await asyncio.sleep(0)
    if moment == "admitted":
        release.set()
        await holder
    waiting.cancel()
    release.set()
    await asyncio.gather(holder, waiting, last, return_exceptions=True)
    assert order[-1] == "last"
    assert pace.in_flight == 0
