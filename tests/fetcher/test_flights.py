"""One asks, the others wait: in a process, and between processes."""

import asyncio

import pytest
from common.errors import QuotaExhausted
from common.events import Bucket
from youtube_fetcher.flights import Flights, SharedFlights
from youtube_fetcher.redis_line import RedisLine

from tests.fetcher.fakes import RESET


async def test_callers_at_the_same_time_share_one_answer() -> None:
    flights, asked = Flights(), 0

    async def ask() -> str:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.01)
        return "answer"

    answers = await asyncio.gather(*(flights.join("key", ask) for _ in range(5)))
    assert asked == 1
    assert sorted(answers) == [("answer", False)] + [("answer", True)] * 4


async def test_an_empty_quota_of_one_is_not_the_others() -> None:
    flights = Flights()

    async def poor() -> str:
        await asyncio.sleep(0.01)
        raise QuotaExhausted(Bucket.SEARCH, RESET)

    async def rich() -> str:
        return "answer"

    first, second = await asyncio.gather(flights.join("key", poor), flights.join("key", rich), return_exceptions=True)
    assert isinstance(first, QuotaExhausted)
    assert second == ("answer", False)


async def test_those_who_wait_ask_again_when_the_asker_is_cancelled() -> None:
    flights = Flights()

    async def never() -> str:
        await asyncio.Event().wait()
        return "never"

    async def ask() -> str:
        return "answer"

    asker = asyncio.create_task(flights.join("key", never))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(flights.join("key", ask))
    await asyncio.sleep(0)
    asker.cancel()
    assert await waiting == ("answer", False)
    with pytest.raises(asyncio.CancelledError):
        await asker


async def test_one_process_works_and_the_others_find_its_result(redis: RedisLine) -> None:
    results: list[str] = []

    async def arrived() -> str | None:
        return results[0] if results else None

    async def process() -> bool:
        async with SharedFlights(redis).alone("work", arrived) as result:
            if result is None:
                await asyncio.sleep(0.05)
                results.append("done")
            return result is None

    worked = await asyncio.gather(*(process() for _ in range(4)))
    assert sum(worked) == 1
    assert results == ["done"]


async def test_the_work_of_a_process_that_failed_is_done_by_another(redis: RedisLine) -> None:
    async def arrived() -> str | None:
        return None

    async def fail() -> None:
        async with SharedFlights(redis).alone("work", arrived):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert not await redis.run("EXISTS", "flight:work"), "nobody waits until the lock runs out"
    async with SharedFlights(redis).alone("work", arrived) as result:
        assert result is None


async def test_a_lock_that_another_holds_by_now_is_not_taken_from_it(redis: RedisLine) -> None:
    async def arrived() -> str | None:
        return None

    async with SharedFlights(redis).alone("work", arrived):
        await redis.run("SET", "flight:work", "another process, after this one's lock ran out")
    assert await redis.run("EXISTS", "flight:work")
