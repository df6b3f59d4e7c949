"""Two replicas as real processes over Apache Kafka: one is killed in the middle, and every client ends up right."""

import asyncio
import contextlib
import json
from itertools import cycle
from uuid import UUID

import httpx
import pytest
from common import streams
from common.delivery import KafkaBus, seal
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.gateway.builders import exclusion, qualified, scored, skipped, topics
from tests.gateway.processes import gateway, prepared
from tests.gateway.running import until
from tests.gateway.test_original import FORM

ANALYSES, CLIENTS, CHANNELS = 10, 100, 12


class Client:
    """A client that keeps what it knows and comes back, at another replica, after its connection breaks."""

    def __init__(self, analysis: UUID, urls: list[str], first: int) -> None:
        self.analysis = analysis
        self.known: dict = {"channels": {}, "analysis": None, "epoch": "", "seq": 0}
        self._urls = cycle(urls[first:] + urls[:first])

    async def follow(self) -> None:
        while True:
            url = next(self._urls)
            position = f"?after={self.known['seq']}&epoch={self.known['epoch']}"
            with contextlib.suppress(OSError, WebSocketException, EOFError, TimeoutError):
                async with connect(
                    f"ws{url[4:]}/api/v1/analyses/{self.analysis}/live{position}", proxy=None, max_size=None
                ) as socket:
                    async for text in socket:
                        self._take(json.loads(text))
            await asyncio.sleep(0.05)

    def _take(self, frame: dict) -> None:
        if frame["type"] == "snapshot":
            self.known["channels"] = {}
        self.known["channels"] |= {channel["channel_id"]: channel for channel in frame["channels"]}
        self.known |= {name: frame[name] for name in ("analysis", "epoch", "seq")}


@pytest.fixture(scope="module")
async def replicas(engine_room, kafka_bootstrap):
    """Two replicas, the bus, and what they are started with."""
    environment = await prepared(engine_room)
    bus = KafkaBus([kafka_bootstrap], client_id="replicas-test")
    await bus.start()
    async with gateway(environment) as one, gateway(environment) as two:
        yield one, two, bus
    await bus.stop()


async def tell(bus: KafkaBus, *events) -> None:
    for event in events:
        stream = next(one for one in streams.EVENT_STREAMS if isinstance(event, one.payloads))
        cause = f"{event.analysis_id}/{event.subject}"
        await bus.publish(seal(stream, event, source="test", cause_id=cause))


async def test_a_start_that_is_sent_four_times_over_two_replicas_is_one_analysis(replicas):
    one, two, _ = replicas
    form = FORM | {"exclusionChannels": ["four over two"]}
    async with httpx.AsyncClient(timeout=10) as client:
        answers = await asyncio.gather(
            *(client.post(f"{replica.url}/api/outlier/start", json=form) for replica in (one, two, one, two))
        )
        listed = (await client.get(f"{two.url}/api/v1/analyses")).json()["items"]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["analysisId"] for answer in answers}) == 1
    assert len(listed) == 1


@pytest.mark.slow
async def test_every_client_ends_with_the_true_state_when_a_replica_is_killed(replicas):
    one, two, bus = replicas
    async with httpx.AsyncClient(base_url=two.url, timeout=10) as client:
        body = {"exclusion_channels": ["Pixel Panda"]}
        started = [UUID((await client.post("/api/v1/analyses", json=body)).json()["id"]) for _ in range(ANALYSES)]
        clients = [Client(started[n % ANALYSES], [one.url, two.url], n % 2) for n in range(CLIENTS)]
        following = [asyncio.create_task(each.follow()) for each in clients]
        await until(lambda: all(each.known["analysis"] for each in clients), 30)

        for analysis in started:
            await tell(bus, exclusion(analysis), topics(analysis), qualified(*range(CHANNELS), analysis=analysis))
        for number in range(CHANNELS):
            for analysis in started:
                outcome = skipped if number % 4 == 3 else scored
                await tell(bus, outcome(number, analysis=analysis))
            if number == CHANNELS // 2:
                one.process.kill()
            await asyncio.sleep(0.1)

        await until(lambda: all(each.known["analysis"]["state"] == "completed" for each in clients), 60)
        for each in clients:
            truth = (await client.get(f"/api/v1/analyses/{each.analysis}")).json()
            assert each.known["analysis"]["counts"] == truth["counts"]
            assert truth["counts"]["channels_scored"] == CHANNELS - CHANNELS // 4
            assert set(each.known["channels"]) == {f"UC{number}" for number in range(CHANNELS)}
            assert "pending" not in {channel["state"] for channel in each.known["channels"].values()}
        by_analysis = {analysis: [] for analysis in started}
        for each in clients:
            by_analysis[each.analysis].append(json.dumps(each.known["channels"], sort_keys=True))
        assert all(len(set(states)) == 1 for states in by_analysis.values())
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
