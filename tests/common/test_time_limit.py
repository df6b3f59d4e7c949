"""One timer limits many calls, as `asyncio.timeout` would limit each."""

import asyncio

import pytest
from common.delivery.time_limit import TimeLimit


async def test_a_call_that_takes_too_long_is_ended():
    limit = TimeLimit(0.02)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(10)


async def test_calls_one_after_another_each_have_their_time():
    limit = TimeLimit(0.05)
    for _ in range(5):
        with limit:
            await asyncio.sleep(0.02)


async def test_each_of_many_tasks_is_ended_on_its_own():
    limit = TimeLimit(0.05)

    async def call(seconds: float) -> str:
        try:
            with limit:
                await asyncio.sleep(seconds)
        except TimeoutError:
            return "late"
        return "done"

    async def later() -> str:
        await asyncio.sleep(0.03)
        return await call(0.04)

    assert await asyncio.gather(call(10), later(), call(0.01), call(10)) == ["late", "done", "done", "late"]


async def test_the_limit_counts_again_after_a_time_without_calls():
    limit = TimeLimit(0.02)
    with limit:
        await asyncio.sleep(0)
    await asyncio.sleep(0.03)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(10)


async def test_a_task_that_is_cancelled_from_outside_is_cancelled():
    limit = TimeLimit(10)

    async def call() -> None:
        with limit:
            await asyncio.sleep(10)

    task = asyncio.create_task(call())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_call_itself_passes():
    with pytest.raises(ValueError, match="its own"), TimeLimit(1):
        raise ValueError("its own")


async def test_a_task_goes_on_after_its_call_was_ended():
    limit = TimeLimit(0.02)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(10)
    with limit:
        await asyncio.sleep(0.001)
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()
