"""World time is the simulator's, or it is not known."""

from datetime import UTC, datetime, timedelta

import pytest
from common.errors import DependencyDown
from common.worldtime import SimulatorClock, SystemClock, clock_for
from fastapi import FastAPI

from tests.gateway.running import served

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
