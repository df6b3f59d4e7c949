"""World time is the simulator's, or it is not known."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from common.errors import DependencyDown
from common.worldtime import SimulatorClock, SystemClock, clock_for
from fastapi import FastAPI

from tests.gateway.running import served, until
from tests.simulator.builders import NOW, simulator_app

WORLD_NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
PATIENCE_SECONDS = 20
TIMES = 10
AT_ONCE_SECONDS = 0.4
"""Less than there is between two looks of who looks now and then."""


def simulator() -> FastAPI:
    app = FastAPI()

    @app.get("/simulator/clock")
    async def clock() -> dict[str, str]:
        return {"now": WORLD_NOW.isoformat()}

    return app


def since(moment: float) -> timedelta:
    """What has passed, at most, since a moment of `time.monotonic`."""
    return timedelta(seconds=time.monotonic() - moment)


async def test_a_clock_that_has_not_heard_the_simulator_does_not_tell_the_real_time():
    clock = SimulatorClock("http://127.0.0.1:9")
    with pytest.raises(DependencyDown, match="has not told the time yet"):
        clock.now()


async def test_a_started_clock_tells_the_simulators_time():
    async with served(simulator()) as url:
        clock = SimulatorClock(url)
        began = time.monotonic()
        await clock.start()
        assert WORLD_NOW <= clock.now() <= WORLD_NOW + since(began)
        await clock.stop()


def test_without_a_simulator_the_time_is_the_real_one():
    assert isinstance(clock_for(""), SystemClock)
    before = datetime.now(UTC)
    assert before <= clock_for("").now() <= datetime.now(UTC)


async def test_a_clock_that_is_set_is_followed_at_once_and_at_its_pace():
    begun, now = time.monotonic(), datetime.fromisoformat(NOW)
    async with served(simulator_app()) as url, httpx.AsyncClient(base_url=url) as http:
        clock = SimulatorClock(url)
        await clock.start()
        assert now <= clock.now() <= now + since(begun)

        async def follows(later: datetime) -> float:
            """How long it takes until a time that is set is told, from just after the last one was."""
            began = time.monotonic()
            await http.put("/simulator/clock", json={"now": later.isoformat(), "rate": 3600})
            await until(lambda: clock.now() >= later, PATIENCE_SECONDS)
            return time.monotonic() - began

        took = [await follows(now + timedelta(days=3 * times)) for times in range(1, TIMES + 1)]
        assert min(took) < AT_ONCE_SECONDS, "who looks now and then is late by that each time"
        began, told = time.monotonic(), clock.now()
        await asyncio.sleep(0.5)
        assert 3600 * timedelta(seconds=0.5) <= clock.now() - told <= 3600 * since(began)
        await clock.stop()


async def test_a_clock_that_nobody_sets_is_not_asked_for_again_and_again():
    asked = 0
    app = simulator_app()

    @app.middleware("http")
    async def count(request, call_next):
        nonlocal asked
        asked += request.url.path == "/simulator/clock"
        return await call_next(request)

    async with served(app) as url:
        clock = SimulatorClock(url)
        await clock.start()
        await until(lambda: asked == 2, PATIENCE_SECONDS)
        await asyncio.sleep(1.5)
        await clock.stop()
    assert asked == 2


async def test_who_waits_for_a_clock_does_not_keep_the_simulator_from_ending():
    async with served(simulator_app(), end_seconds=30) as url:
        clock = SimulatorClock(url)
        await clock.start()
        await asyncio.sleep(0.1)
        await clock.stop()
        ended = time.monotonic()
    assert time.monotonic() - ended < 15, "it would wait 20 s for the clock to be set"


async def test_a_simulator_that_was_started_anew_is_followed():
    async with served(simulator_app()) as url:
        clock = SimulatorClock(url)
        await clock.start()
    port = int(url.rpartition(":")[2])
    other = datetime.fromisoformat(NOW) - timedelta(days=9)
    app = simulator_app()
    app.state.api.clock.set(other)
    async with served(app, port=port):
        await until(lambda: abs(clock.now() - other) < timedelta(days=1), PATIENCE_SECONDS)
        await clock.stop()
