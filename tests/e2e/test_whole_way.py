"""From a start to the file on disk, through every service, the broker, the database and the cache."""

import csv
import io
from uuid import UUID

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.chaos import collecting
from tests.chaos.follower import Follower
from tests.chaos.invariants import findings
from tests.chaos.kinds import KINDS, UNKNOWN
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.waiting import until

PATIENCE_SECONDS = 60

pytestmark = pytest.mark.timeout(600)


async def test_an_analysis_is_followed_live_ranked_and_exported(stack: LiveStack, client: PatientClient):
    analysis = await client.start(KINDS["adjusted fitness"])
    async with Follower(stack.url, analysis) as follower:
        assert await until(lambda: follower.analysis.get("state") == "completed", PATIENCE_SECONDS)
        await collecting.at_rest(stack)
        view, results = await client.analysis(analysis), await client.results(analysis, excluded="false")
        assert await until(lambda: follower.analysis == view, PATIENCE_SECONDS)

    assert (follower.analysis, follower.went_back) == (view, [])
    assert view["counts"]["channels_scored"] == view["counts"]["channels_selected"] == 8
    shown = {row["video_id"] for channel in follower.channels.values() for row in channel["results"]}
    assert shown == {row["video_id"] for row in results}
    assert len(results) == view["counts"]["outliers"] > 0
    scores = [row["score"] for row in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] >= view["spec"]["min_score"] == 2.0

    exported = await client.ask("GET", f"/analyses/{analysis}/export", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff"))))
    assert [row["Video"].rpartition("=")[2] for row in rows] == [row["video_id"] for row in results]


async def test_a_client_that_comes_late_gets_a_snapshot_and_one_that_comes_back_what_is_new(
    stack: LiveStack, client: PatientClient
):
    analysis = await client.start(KINDS["classic coding"])
    await client.ended(analysis, PATIENCE_SECONDS)
    await collecting.at_rest(stack)
    view = await client.analysis(analysis)
    async with Follower(stack.url, analysis) as late:
        assert await until(lambda: late.analysis == view, PATIENCE_SECONDS)
    assert late.frames == 1
    address = (
        f"{stack.url.replace('http', 'ws', 1)}/api/v1/analyses/{analysis}/live?after={late.seq}&epoch={late.epoch}"
    )
    async with connect(address, proxy=None) as socket:
        frame = await socket.recv()
    assert '"type":"delta"' in str(frame)
    assert '"channels":[]' in str(frame)


async def test_names_that_youtube_does_not_know_are_told_and_the_analysis_goes_on(client: PatientClient):
    analysis = await client.start(KINDS["classic cooking"])
    view = await client.ended(analysis, PATIENCE_SECONDS)
    assert (view["state"], view["not_found"]) == ("completed", [UNKNOWN])


async def test_with_no_name_known_and_nothing_to_search_for_it_fails_and_says_why(client: PatientClient):
    analysis = await client.start({"exclusion_channels": [UNKNOWN]})
    view = await client.ended(analysis, PATIENCE_SECONDS)
    assert (view["state"], view["error"]["reason"]) == ("failed", "no_exclusion_channel_found")


async def test_a_cancelled_analysis_stops_spending_and_keeps_what_it_found(stack: LiveStack, client: PatientClient):
    before = await collecting.spent(stack)
    async with httpx.AsyncClient(base_url=stack.simulator_url) as simulator:
        await simulator.put("/simulator/faults", json={"latency": {"ms": 700}})
        try:
            analysis = await client.start({"exclusion_channels": [], "profile": "travel", "max_channels": 100})
            assert await client.cancel(analysis)
            assert (await client.analysis(analysis))["state"] == "cancelled"
            assert (await client.ask("POST", f"/analyses/{analysis}/cancel")).status_code == httpx.codes.OK
        finally:
            await simulator.put("/simulator/faults", json={})
    await collecting.at_rest(stack)
    assert (await collecting.spent(stack))["batch_stats"] - before["batch_stats"] < 100


async def test_starts_with_one_key_are_one_analysis(client: PatientClient):
    headers = {"Idempotency-Key": "the-same-start"}
    starts = [await client.ask("POST", "/analyses", json=KINDS["classic coding"], headers=headers) for _ in range(3)]
    assert len({UUID(start.json()["id"]) for start in starts}) == 1


async def test_a_second_stack_runs_beside_the_first_and_knows_nothing_of_it(
    stack: LiveStack, client: PatientClient, tmp_path
):
    first = await client.start(KINDS["adjusted fitness"])
    with live_stack(tmp_path / "second stack") as second:
        assert second.url != stack.url
        async with PatientClient(second.url) as other:
            analysis = await other.start(KINDS["adjusted fitness"])
            assert (await other.ended(analysis, PATIENCE_SECONDS))["state"] == "completed"
            assert (await other.ask("GET", f"/analyses/{first}")).status_code == httpx.codes.NOT_FOUND
            assert findings(await other.results(analysis))
    assert (await client.ended(first, PATIENCE_SECONDS))["state"] == "completed"
