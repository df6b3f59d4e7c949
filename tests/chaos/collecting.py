"""Gathers evidence from a stack that has come to rest: its log, its database, its counters."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from uuid import UUID

import asyncpg
import httpx
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from common.delivery import KafkaBus
from common.delivery.dead_letters import dead_letters
from common.delivery.envelope import CORRELATION, ID, SUBJECT, TYPE
from common.streams import EVENT_STREAMS, SERVICES, all_topics
from pydantic_core import from_json

from tests.chaos.evidence import Json, Told
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import PatientClient

REST_SECONDS = 120.0
STEP_SECONDS = 0.5


async def told(stack: LiveStack, since_analyses: Iterable[UUID]) -> list[Told]:
    """Every record of every event stream about these analyses."""
    wanted = {str(analysis) for analysis in since_analyses}
    bus = KafkaBus(stack.brokers, client_id="evidence")
    return [
        Told(
            topic=stream.name,
            type=record.header(TYPE) or "",
            subject=record.header(SUBJECT) or "",
            id=record.header(ID) or "",
            analysis=record.header(CORRELATION) or "",
            event=from_json(record.value),
        )
        for stream in EVENT_STREAMS
        async for record in bus.read(stream.name, None, None)
        if record.header(CORRELATION) in wanted
    ]


async def open_letters(stack: LiveStack) -> list[str]:
    """Dead letters that nobody has dealt with."""
    found = await dead_letters(KafkaBus(stack.brokers, client_id="evidence"))
    return [
        f"{letter.id} {letter.event_type} of {letter.subject}, {letter.waiting.group}: {letter.waiting.error}"
        for letter in found
        if letter.settlement is None
    ]


async def lag(stack: LiveStack) -> dict[str, int]:
    """`group topic` → how many records the group has not committed."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.brokers)
    consumer = AIOKafkaConsumer(bootstrap_servers=stack.brokers, enable_auto_commit=False)
    try:
        await admin.start()
        await consumer.start()
        behind: dict[str, int] = {}
        for group in [name for name, _ in await admin.list_consumer_groups() if name.partition(".")[0] in SERVICES]:
            committed = await admin.list_consumer_group_offsets(group)
            ends = await consumer.end_offsets(list(committed))
            for place, at in committed.items():
                name = f"{group} {place.topic}"
                behind[name] = behind.get(name, 0) + max(0, ends[place] - max(0, at.offset))
        return behind
    finally:
        await consumer.stop()
        await admin.close()


async def committed(stack: LiveStack, group: str) -> int:
    """How many records a group has committed, of all that its streams ever had."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.brokers)
    try:
        await admin.start()
        offsets = await admin.list_consumer_group_offsets(group)
    finally:
        await admin.close()
    return sum(max(0, at.offset) for at in offsets.values())


async def copies_are_in_step(stack: LiveStack) -> bool:
    """Whether every broker that is to have a copy of a partition has all of it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.brokers)
    try:
        await admin.start()
        topics = await admin.describe_topics()
    finally:
        await admin.close()
    return all(len(place["isr"]) == len(place["replicas"]) for topic in topics for place in topic["partitions"])


async def outbox(stack: LiveStack) -> int:
    """Records that wait to be published."""
    connection = await asyncpg.connect(stack.postgres)
    try:
        waiting: int = await connection.fetchval("SELECT count(*) FROM app.outbox")
        return waiting
    finally:
        await connection.close()


async def written(stack: LiveStack) -> int:
    """How many records the log has ever had."""
    consumer = AIOKafkaConsumer(*(stream.name for stream in all_topics()), bootstrap_servers=stack.brokers)
    try:
        await consumer.start()
        return sum((await consumer.end_offsets(list(consumer.assignment()))).values())
    finally:
        await consumer.stop()


async def at_rest(stack: LiveStack) -> tuple[int, dict[str, int]]:
    """Outbox and lags once nothing moves any more, or as they are when patience ends.

    Groups are looked at one after the other. What was written meanwhile may be for one that had nothing to do when it
    was looked at: then they are looked at again.
    """
    deadline = time.monotonic() + REST_SECONDS
    while True:
        before = await written(stack)
        waiting, behind = await outbox(stack), await lag(stack)
        at_work = waiting or any(behind.values()) or await outbox(stack) or await written(stack) != before
        if not at_work or time.monotonic() > deadline:
            return waiting, behind
        await asyncio.sleep(STEP_SECONDS)


async def rebuilt(client: PatientClient) -> Json:
    """How the projection compares with one that is built anew; the one in use stays."""
    (await client.ask("POST", "/admin/rebuild", json={"swap": False})).raise_for_status()
    while True:
        view: Json = (await client.ask("GET", "/admin/rebuild")).raise_for_status().json()
        if view["state"] != "running":
            return view
        await asyncio.sleep(STEP_SECONDS)


async def booked(client: PatientClient) -> Mapping[str, int]:
    """Units that the fetcher has booked today, by bucket."""
    answer = (await client.ask("GET", "/quota")).raise_for_status().json()
    return {bucket["bucket"]: bucket["used"] for bucket in answer["buckets"]}


async def spent(stack: LiveStack) -> Mapping[str, int]:
    """Units that the simulator has counted since its start, by bucket."""
    async with httpx.AsyncClient() as http:
        answer = (await http.get(f"{stack.simulator_url}/simulator/usage")).raise_for_status().json()
    return dict(answer["quota_total"])
