"""What an operator sees of an analysis: one trace through every service, and figures of every group."""

import re

import httpx
import pytest
from common.streams import SERVICES

from tests.chaos.follower import Follower
from tests.chaos.kinds import KINDS, RESCORED
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import PatientClient
from tests.chaos.waiting import until
from tests.e2e.collector import Collector

PATIENCE_SECONDS = 60
SAMPLE = re.compile(r"^(\w+)\{(.*)\} (\S+)$", re.MULTILINE)

pytestmark = pytest.mark.timeout(600)


async def test_an_analysis_is_one_trace_through_every_service(client: PatientClient, collector: Collector):
    analysis = await client.start(KINDS["adjusted cooking"])
    await client.ended(analysis, PATIENCE_SECONDS)

    def has_come_through() -> bool:
        spans = collector.trace(analysis.hex)
        told = {span.name for span in spans}
        return {span.service for span in spans} == set(SERVICES) and "gateway.project AnalysisCompleted.v1" in told

    def is_whole() -> bool:
        """Each process sends its spans in its own time: one that was led to may be here before what led to it."""
        spans = collector.trace(analysis.hex)
        return {span.parent_id for span in spans} <= {span.span_id for span in spans} | {""}

    assert await until(has_come_through, PATIENCE_SECONDS)
    assert await until(is_whole, PATIENCE_SECONDS)
    [begin] = [span for span in collector.trace(analysis.hex) if not span.parent_id]
    assert (begin.service, begin.name) == ("gateway", "gateway.start")


async def test_a_re_score_is_a_trace_of_its_own(client: PatientClient, collector: Collector):
    source = await client.start(KINDS["classic coding"])
    await client.ended(source, PATIENCE_SECONDS)
    analysis = await client.rescore(source, RESCORED)
    await client.ended(analysis, PATIENCE_SECONDS)

    def has_come_through() -> bool:
        return {span.service for span in collector.trace(analysis.hex)} >= {"gateway", "scorer"}

    assert await until(has_come_through, PATIENCE_SECONDS)


async def test_every_group_shows_its_lag_its_latency_and_what_became_of_its_records(
    stack: LiveStack, client: PatientClient
):
    analysis = await client.start(KINDS["adjusted fitness"])
    await client.ended(analysis, PATIENCE_SECONDS)
    seen: dict[str, set[str]] = {}
    async with httpx.AsyncClient() as http:
        for url in stack.service_urls:
            for name, labels, _ in SAMPLE.findall((await http.get(f"{url}/metrics")).text):
                if found := re.search(r'group="([^"]+)"', labels):
                    seen.setdefault(name, set()).add(found[1])
    working = {"youtube_fetcher.channels", "discovery.qualify_channels", "scorer.score", "gateway.project"}
    for name in ("outlier_stage_seconds_count", "outlier_batch_seconds_count", "outlier_records_total"):
        assert seen[name] >= working, name
    assert seen["outlier_lag_records"] >= working


async def test_quota_waiting_work_and_open_sockets_have_their_figures(stack: LiveStack, client: PatientClient):
    analysis = await client.start(KINDS["adjusted fitness"])
    async with Follower(stack.url, analysis) as follower, httpx.AsyncClient() as http:
        assert await until(lambda: follower.analysis.get("state") == "completed", PATIENCE_SECONDS)
        figures = "".join([(await http.get(f"{url}/metrics")).text for url in stack.service_urls])
    assert re.search(r"^outlier_live_connections [1-9]", figures, re.MULTILINE)
    values = {(name, labels): float(value) for name, labels, value in SAMPLE.findall(figures)}
    for service, group in [(service, "retry") for service in SERVICES] + [("youtube_fetcher", "parked")]:
        assert values["outlier_lag_records", f'group="{service}.{group}",service="{service}"'] == 0
    for bucket in ("search", "queries", "batch_stats"):
        used, limit = (values["outlier_quota_units", f'bucket="{bucket}",kind="{kind}"'] for kind in ("used", "limit"))
        assert 0 < used < limit
