"""A recording is judged anew: no quota, no disturbance, and what the log no longer has is said."""

from uuid import UUID

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from common.streams import CHANNEL_VIDEOS_FETCHED

from tests.chaos import collecting
from tests.chaos.kinds import KINDS, RESCORED
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import Json, PatientClient

PATIENCE_SECONDS = 60

pytestmark = pytest.mark.timeout(600)


async def completed(client: PatientClient, kind: str) -> UUID:
    analysis = await client.start(KINDS[kind])
    assert (await client.ended(analysis, PATIENCE_SECONDS))["state"] == "completed"
    return analysis


async def rescored(client: PatientClient, source: UUID, changes: Json) -> tuple[UUID, Json]:
    analysis = await client.rescore(source, changes)
    return analysis, await client.ended(analysis, PATIENCE_SECONDS)


async def results(client: PatientClient, analysis: UUID) -> list[Json]:
    items: list[Json] = (await client.ask("GET", f"/analyses/{analysis}/results?limit=100")).json()["items"]
    return items


async def test_it_costs_no_quota_and_the_streams_of_live_analyses_see_nothing(stack: LiveStack, client: PatientClient):
    source = await completed(client, "adjusted fitness")
    preview = (await client.ask("GET", f"/analyses/{source}/rescore")).json()
    spent = await collecting.spent(stack)

    analysis, view = await rescored(client, source, RESCORED)
    assert (view["state"], view["source_analysis_id"]) == ("completed", str(source))
    assert view["counts"]["channels_selected"] == preview["channels"] == 8
    assert view["quota"] == {"queries": 0, "search": 0, "batch_stats": 0, "cached": 0}
    assert await collecting.spent(stack) == spent
    told = {one.topic for one in await collecting.told(stack, [analysis])}
    assert told == {"analysis-lifecycle.v1", "channels-qualified.v1", "channel-outcomes.v1"}

    compared = (await client.ask("GET", f"/analyses/{source}/compare/{analysis}")).json()
    assert compared["only_first"] == 0
    assert compared["in_both"] > 0
    assert compared["only_second"] > 0
    same = [item for item in compared["items"] if item["first"] and item["second"]]
    assert [item["first"]["score"] for item in same] == [item["second"]["score"] for item in same]


async def test_it_may_be_judged_by_the_other_method_and_by_another_profile(client: PatientClient):
    source = await completed(client, "adjusted fitness")
    _, classic = await rescored(client, source, {"method": "classic", "min_score": 2})
    assert (classic["state"], classic["spec"]["method"]) == ("completed", "classic")
    profile = {"brandFit": {"words": ["stretch"], "threshold": 1}}
    _, branded = await rescored(client, source, {"profile": profile, "min_brand_fit": 0})
    assert branded["state"] == "completed"


async def test_each_correction_of_a_topic_changes_the_results_at_once_and_costs_nothing(
    stack: LiveStack, client: PatientClient
):
    source = await completed(client, "adjusted fitness")
    shown, _ = await rescored(client, source, RESCORED)
    topic = (await results(client, shown))[0]["title"]
    spent = await collecting.spent(stack)

    async def titles_with(corrections: Json, *, by_profile: bool = False) -> set[str]:
        changes = {"profile": {"corrections": corrections}} if by_profile else {"corrections": corrections}
        analysis, _ = await rescored(client, source, RESCORED | changes)
        return {result["title"] for result in await results(client, analysis)}

    assert topic not in await titles_with({"deny": [topic]})
    assert topic not in await titles_with({"deny": [topic]}, by_profile=True)
    assert topic not in await titles_with({"deny": ["zz"], "aliases": [{"name": "zz", "aliases": [topic]}]})
    assert topic in await titles_with({"deny": [topic], "allow": [topic]})
    assert await collecting.spent(stack) == spent


async def test_it_can_be_called_off(client: PatientClient):
    analysis = await client.rescore(await completed(client, "classic cooking"), RESCORED)
    called_off = await client.cancel(analysis)
    assert (await client.analysis(analysis))["state"] == ("cancelled" if called_off else "completed")


async def test_what_the_log_no_longer_has_is_said(stack: LiveStack, client: PatientClient):
    source = await completed(client, "classic coding")
    await _forget(stack.kafka, CHANNEL_VIDEOS_FETCHED.name)
    _, view = await rescored(client, source, RESCORED)
    assert (view["state"], view["error"]["reason"]) == ("failed", "recording_expired")
    assert (await client.ask("GET", f"/analyses/{source}")).status_code == httpx.codes.OK


async def _forget(kafka: str, topic: str) -> None:
    """Drop all that a topic has, as its retention does."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=kafka)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    try:
        await consumer.start()
        await admin.start()
        places: list[TopicPartition] = list(consumer.assignment())
        ends = await consumer.end_offsets(places)
        await admin.delete_records({place: RecordsToDelete(before_offset=end) for place, end in ends.items()})
    finally:
        await consumer.stop()
        await admin.close()
