"""One timer limits many calls, as `asyncio.timeout` would limit each."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from common.delivery.time_limit import TimeLimit

from tests.common.leaping_time import in_leaping_time


async def test_a_call_that_takes_too_long_is_ended():
    limit = TimeLimit(0.02)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(10)


@in_leaping_time
async def test_calls_one_after_another_each_have_their_time():
    limit = TimeLimit(0.05)
    for _ in range(5):
        with limit:
            await asyncio.sleep(0.02)


@in_leaping_time
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


@in_leaping_time
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


async def test_a_call_that_waits_too_long_is_ended():
    with pytest.raises(TimeoutError):
        await TimeLimit(0.02).run(asyncio.sleep(10))


async def test_a_call_is_awaited_to_its_end_whatever_it_waits_for():
    steps = []

    async def call() -> None:
        steps.append("begun")
        await asyncio.sleep(0)
        steps.append("gone on")
        await asyncio.gather(asyncio.sleep(0.001), asyncio.sleep(0.002))
        async with asyncio.timeout(1):
            await asyncio.Event().wait() if not steps else await asyncio.sleep(0.001)
        steps.append("ended")

    await TimeLimit(10).run(call())
    assert steps == ["begun", "gone on", "ended"]


async def test_a_call_that_never_waits_needs_no_timer():
    limit = TimeLimit(10)

    async def call() -> None:
        pass

    await limit.run(call())
    assert limit._timer is None


@pytest.mark.parametrize("waits_before", [0, 1, 2])
async def test_a_calls_own_error_passes_wherever_it_is_raised(waits_before):
    async def call() -> None:
        for _ in range(waits_before):
            await asyncio.sleep(0)
        raise ValueError("its own")

    with pytest.raises(ValueError, match="its own"):
        await TimeLimit(10).run(call())


async def test_a_call_handles_the_errors_of_what_it_waits_for():
    async def fails() -> None:
        await asyncio.sleep(0)
        raise KeyError

    async def call() -> None:
        with pytest.raises(KeyError):
            await asyncio.create_task(fails())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await asyncio.sleep(10)

    await TimeLimit(10).run(call())


async def test_a_call_that_is_cancelled_from_outside_cleans_up_and_is_cancelled():
    cleaned = []

    async def call() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    task = asyncio.create_task(_run(TimeLimit(10), call))
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned


async def test_a_call_that_is_late_may_end_in_its_own_way():
    async def call() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(10)

    await TimeLimit(0.01).run(call())
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def _run(limit: TimeLimit, call: Callable[[], Coroutine[Any, Any, None]]) -> None:
    await limit.run(call())


@in_leaping_time
async def test_a_task_goes_on_after_its_call_was_ended():
    limit = TimeLimit(0.02)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(10)
    with limit:
        await asyncio.sleep(0.001)
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()
