"""`classic` through all services over Apache Kafka equals the recorded runs of the original, to the last bit."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.delivery import KafkaBus
from common.delivery.envelope import CORRELATION, TYPE
from common.events import ChannelsQualified
from common.streams import CHANNELS_QUALIFIED
from local_stack.api import StackStatus, UpOptions, running
from redis.asyncio import Redis

from tests.parity.recordings import RUNS, Run, recorded
from tests.shared_data import needs_shared, shared

pytestmark = [needs_shared, pytest.mark.timeout(600)]

CLASSIC_QUERIES = range(8)
ENDED = {"completed", "failed", "cancelled"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackStatus]:
    """The laptop stack over the world in which the original was recorded."""
    data: Path = tmp_path_factory.mktemp("parity")
    with running(UpOptions(data=data, world=shared("parity/world.json.gz"), latency_ms=5)) as status:
        yield status


@pytest.fixture
async def api(stack: StackStatus) -> Any:
    async with httpx.AsyncClient(base_url=f"{stack.url}/api/v1", timeout=20) as client:
        yield client


@pytest.mark.parametrize("name", RUNS)
async def test_a_recorded_run_comes_out_the_same(name: str, stack: StackStatus, api: httpx.AsyncClient):
    run = recorded(name)
    analysis = await analysed(api, run)
    assert analysis["state"] == "completed", analysis["error"]
    assert [topic["name"] for topic in analysis["topics"]] == run.topics
    assert await decided(stack, analysis["id"]) == run.qualified
    assert await results(api, analysis["id"]) == run.results


async def test_a_cold_run_is_cheap_and_its_repeat_costs_nothing(stack: StackStatus, api: httpx.AsyncClient):
    run = recorded("E_no_exclusions_month")
    redis = Redis.from_url(stack.redis)
    await redis.flushall()
    await redis.aclose()
    cold = await spent_on(stack, api, run)
    assert cold["search"] == len(CLASSIC_QUERIES)
    assert cold["queries"] <= 1.2 * len(run.qualified)
    assert await spent_on(stack, api, run) == {"queries": 0, "search": 0, "batch_stats": 0}


async def spent_on(stack: StackStatus, api: httpx.AsyncClient, run: Run) -> dict[str, int]:
    """What an analysis costs, by the simulator's own books."""
    async with httpx.AsyncClient(base_url=str(stack.simulator_url)) as simulator:
        await simulator.post("/simulator/reset")
        analysis = await analysed(api, run)
        assert analysis["state"] == "completed", analysis["error"]
        quota: dict[str, int] = (await simulator.get("/simulator/usage")).json()["quota"]
        return quota


async def analysed(api: httpx.AsyncClient, run: Run) -> dict[str, Any]:
    """Start an analysis and wait for its end."""
    started = await api.post("/analyses", json=run.body)
    assert started.status_code == 202, started.text
    async with asyncio.timeout(60):
        while True:
            analysis: dict[str, Any] = (await api.get(f"/analyses/{started.json()['id']}")).json()
            if analysis["state"] in ENDED:
                return analysis
            await asyncio.sleep(0.05)


async def results(api: httpx.AsyncClient, analysis_id: str) -> list[tuple[str, float, float]]:
    """Every result, in order, page by page."""
    found, cursor = [], None
    while True:
        page = (
            await api.get(
                f"/analyses/{analysis_id}/results", params={"limit": 7} | ({"cursor": cursor} if cursor else {})
            )
        ).json()
        found += [(item["video_id"], item["score"], item["brand_fit"]) for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def decided(stack: StackStatus, analysis_id: str) -> list[str]:
    """The channels of the recorded decision, in order of acceptance."""
    bus = KafkaBus([stack.kafka], client_id="parity")
    async for record in bus.read(CHANNELS_QUALIFIED.name, None, None):
        if record.header(CORRELATION) == analysis_id:
            event = CHANNELS_QUALIFIED.decode(record.header(TYPE) or "", record.value)
            assert isinstance(event, ChannelsQualified)
            assert event.analysis_id == UUID(analysis_id)
            return [accepted.channel.id for accepted in event.accepted]
    raise AssertionError("no decision is recorded")
