"""The real engines: they start, stop, are killed and come back with what was acknowledged."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from local_stack.probe import kafka_coordinates, keeps_offsets
from redis.asyncio import Redis

from tests.engine_room import EngineRoom

pytestmark = pytest.mark.timeout(300)  # one starts a broker three times


async def _produce(bootstrap: str, topic: str, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def _read(bootstrap: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, 0)])
        return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


async def _create_topic(bootstrap: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


@dataclass
class Coordinated:
    """A client of a broker that `coordinator` coordinates groups in, which answers questions about them with `code`."""

    coordinator: int
    code: int

    async def coordinator_lookup(self, kind: int, group: str) -> int:
        return self.coordinator

    async def send(self, node: int, request: Any) -> Any:
        return SimpleNamespace(groups=[(self.code, "a group", "Dead")])


@pytest.mark.parametrize(
    ("coordinator", "code", "well"), [(1, 0, True), (1, 69, True), (1, 14, True), (1, 16, False), (2, 16, True)]
)
async def test_a_broker_that_refuses_to_keep_the_offsets_that_it_should_keep_is_not_well(coordinator, code, well):
    assert await keeps_offsets(Coordinated(coordinator, code), node=1) == well


async def test_a_broker_that_works_is_well(kafka_bootstrap: str):
    assert await kafka_coordinates(int(kafka_bootstrap.rpartition(":")[2]), node=1)()


async def test_kafka_keeps_an_acknowledged_record_over_a_kill_and_a_clean_restart(engine_room: EngineRoom):
    kafka = engine_room.new_kafka()
    process = engine_room.start(kafka)
    await _create_topic(kafka.bootstrap, "kept")
    await _produce(kafka.bootstrap, "kept", b"before the kill")
    engine_room.kill(process)

    process = engine_room.start(kafka)
    await _produce(kafka.bootstrap, "kept", b"before the stop")
    engine_room.stop(process)

    process = engine_room.start(kafka)
    assert await _read(kafka.bootstrap, "kept", 2) == [b"before the kill", b"before the stop"]
    engine_room.stop(process)


async def test_postgres_keeps_a_committed_row_over_a_kill(engine_room: EngineRoom):
    postgres = engine_room.new_postgres()
    process = engine_room.start(postgres)
    connection = await asyncpg.connect(postgres.url)
    await connection.execute("CREATE TABLE kept (value int); INSERT INTO kept VALUES (7)")
    engine_room.kill(process)
    connection.terminate()

    process = engine_room.start(postgres)
    connection = await asyncpg.connect(postgres.url)
    assert await connection.fetchval("SELECT value FROM kept") == 7
    await connection.close()
    engine_room.stop(process)


async def test_postgres_stops_at_once_though_a_client_is_connected(engine_room: EngineRoom):
    postgres = engine_room.new_postgres()
    process = engine_room.start(postgres)
    connection = await asyncpg.connect(postgres.url)
    engine_room.stop(process)
    assert not process.running
    connection.terminate()


async def test_valkey_keeps_its_keys_over_a_stop(engine_room: EngineRoom):
    valkey = engine_room.new_valkey()
    process = engine_room.start(valkey)
    async with Redis.from_url(valkey.url) as redis:
        await redis.set("kept", "7")
    engine_room.stop(process)

    process = engine_room.start(valkey)
    async with Redis.from_url(valkey.url) as redis:
        assert await redis.get("kept") == b"7"
    engine_room.stop(process)


async def test_every_test_has_a_database_of_its_own(database_url: str, new_database):
    connection = await asyncpg.connect(database_url)
    await connection.execute("CREATE TABLE template_table (value int)")
    await connection.close()
    copy = await asyncpg.connect(new_database(database_url.rpartition("/")[2]))
    assert await copy.fetchval("SELECT count(*) FROM template_table") == 0
    await copy.close()


async def test_every_test_has_a_fresh_redis_database(fresh_redis_url: str, redis_url: str):
    async with Redis.from_url(fresh_redis_url) as mine, Redis.from_url(redis_url) as shared:
        await mine.set("only here", 1)
        assert await mine.dbsize() == 1
        assert await shared.get("only here") is None
