"""A gateway that was started while the simulator is away does not date analyses by the real time."""

import asyncio

import httpx
from common.delivery import MemoryBus
from common.worldtime import SimulatorClock
from gateway.app import build_app
from gateway.settings import Settings

from tests.gateway.fake_fetcher import FakeFetcher
from tests.gateway.running import served

NOBODY = "http://127.0.0.1:9"


async def test_a_start_is_told_to_come_again_until_world_time_is_known(gateway_url, fresh_redis_url):
    async with served(FakeFetcher().app()) as fetcher_url:
        settings = Settings(
            database_url=gateway_url,
            redis_url=fresh_redis_url,
            kafka_bootstrap="in memory",
            fetcher_url=fetcher_url,
            trust_loopback=True,
        )
        app = build_app(settings, bus=MemoryBus(), clock=SimulatorClock(NOBODY))
        async with served(app) as url, httpx.AsyncClient(base_url=url) as client:
            for _ in range(3):  # by then the gateway knows the quota, whose reset it cannot tell
                answer = await client.post("/api/v1/analyses", json={"exclusion_channels": ["Pixel Panda"]})
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
                assert "The clock is away" in answer.json()["detail"]
                await asyncio.sleep(0.1)
