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


def simulator() -> FastAPI:
    app = FastAPI()

    @app.get("/simulator/clock")
    async def clock() -> dict[str, str]:
        return {"now": WORLD_NOW.isoformat()}

    return app


async def test_a_clock_that_has_not_heard_the_simulator_does_not_tell_the_real_time():
    clock = SimulatorClock("http://127.0.0.1:9")
    with pytest.raises(DependencyDown, match="has not told the time yet"):
        clock.now()


async def test_a_started_clock_tells_the_simulators_time():
    async with served(simulator()) as url:
        clock = SimulatorClock(url)
        await clock.start()
        assert abs(clock.now() - WORLD_NOW) < timedelta(seconds=1)
        await clock.stop()


def test_without_a_simulator_the_time_is_the_real_one():
    assert isinstance(clock_for(""), SystemClock)
    assert abs(clock_for("").now() - datetime.now(UTC)) < timedelta(seconds=1)


async def test_a_clock_that_is_set_is_followed_at_once_and_at_its_pace():
    async with served(simulator_app()) as url, httpx.AsyncClient(base_url=url) as http:
        clock = SimulatorClock(url)
        await clock.start()
        assert abs(clock.now() - datetime.fromisoformat(NOW)) < timedelta(seconds=2)
        began = time.monotonic()
        later = datetime.fromisoformat(NOW) + timedelta(days=3)
        await http.put("/simulator/clock", json={"now": later.isoformat(), "rate": 3600})
        await until(lambda: clock.now() >= later)
        assert time.monotonic() - began < 0.4
        await asyncio.sleep(0.5)
        assert clock.now() >= later + timedelta(minutes=25)
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
        await asyncio.sleep(1.5)
        await clock.stop()
    assert asked == 2


async def test_who_waits_for_a_clock_does_not_keep_the_simulator_from_ending():
    async with served(simulator_app()) as url:
        clock = SimulatorClock(url)
        await clock.start()
        await asyncio.sleep(0.1)
        await clock.stop()
        ended = time.monotonic()
    assert time.monotonic() - ended < 1.5


async def test_a_simulator_that_was_started_anew_is_followed():
    async with served(simulator_app()) as url:
        clock = SimulatorClock(url)
        await clock.start()
    port = int(url.rpartition(":")[2])
    other = datetime.fromisoformat(NOW) - timedelta(days=9)
    app = simulator_app()
    app.state.api.clock.set(other)
    async with served(app, port=port):
        await until(lambda: abs(clock.now() - other) < timedelta(minutes=1), 5)
        await clock.stop()
