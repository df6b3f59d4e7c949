"""What is published goes out in order, together where it waits, and whoever published it learns its fate."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from aiokafka.producer.message_accumulator import BatchBuilder
from common.delivery import KafkaBus, Outgoing
from common.delivery.partitioning import hash_of
from common.delivery.sender import Sender
from common.errors import DependencyDown

BATCH_BYTES = 1_000
PARTITIONS = 3


class FakeBatch:
    """aiokafka's builder, which remembers what was put in."""

    def __init__(self) -> None:
        self._builder = BatchBuilder(BATCH_BYTES, 0)
        self.values: list[bytes] = []

    def append(self, *, timestamp: int | None, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> Any:
        found = self._builder.append(timestamp=timestamp, key=key, value=value, headers=headers)
        if found is not None:
            self.values.append(value)
        return found


class FakeProducer:
    """A producer whose broker answers when the test says so."""

    def __init__(self) -> None:
        self.under_way: list[tuple[str, int, FakeBatch, asyncio.Future[None]]] = []
        self.refuses: set[str] = set()

    async def partitions_for(self, topic: str) -> set[int]:
        if topic == "unknown":
            raise KafkaTimeoutError
        return set(range(PARTITIONS))

    def create_batch(self) -> FakeBatch:
        return FakeBatch()

    async def send_batch(self, batch: FakeBatch, topic: str, *, partition: int) -> asyncio.Future[None]:
        if topic in self.refuses:
            raise KafkaTimeoutError
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.under_way.append((topic, partition, batch, answer))
        return answer

    def answer(self, error: Exception | None = None) -> list[list[bytes]]:
        """Answer to all that is under way; what it holds."""
        answered, self.under_way = self.under_way, []
        for *_, answer in answered:
            answer.set_exception(error) if error else answer.set_result(None)
        return [batch.values for _, _, batch, _ in answered]


@pytest.fixture
def producer() -> FakeProducer:
    return FakeProducer()


@pytest.fixture
async def sender(producer: FakeProducer) -> AsyncIterator[Sender]:
    made = Sender(producer)
    yield made
    for *_, answer in producer.under_way:
        answer.cancel()
    await made.stop()


async def settled() -> None:
    """Let everything run that can."""
    for _ in range(10):
        await asyncio.sleep(0)


def record(value: bytes | str, key: bytes = b"a", topic: str = "topic") -> Outgoing:
    return Outgoing(topic, key, value.encode() if isinstance(value, str) else value, (("name", b"text"),))


async def test_a_partition_has_one_batch_under_way_and_what_comes_meanwhile_goes_together(producer, sender):
    first = sender.publish([record("1")])
    await settled()
    later = [sender.publish([record("2"), record("3")]), sender.publish([record("4")])]
    await settled()
    assert producer.answer() == [[b"1"]]
    await settled()
    assert first.done()
    assert not any(one.done() for one in later)
    assert producer.answer() == [[b"2", b"3", b"4"]]
    await asyncio.gather(first, *later)


async def test_partitions_do_not_wait_for_one_another(producer, sender):
    keys = [str(number).encode() for number in range(20)]
    done = sender.publish([record(key, key) for key in keys])
    await settled()
    assert {partition for _, partition, *_ in producer.under_way} == set(range(PARTITIONS))
    for _, partition, batch, _ in producer.under_way:
        assert batch.values == [key for key in keys if hash_of(key) % PARTITIONS == partition]
    producer.answer()
    await done


async def test_what_no_batch_has_room_for_comes_in_the_next_in_order(producer, sender):
    values = [bytes([number]) * 300 for number in range(7)]
    done = sender.publish([record(value) for value in values])
    sent = []
    while not done.done():
        await settled()
        for held in producer.answer():
            assert len(held) <= 3
            sent += held
    assert sent == values


async def test_a_record_larger_than_a_batch_goes_alone(producer, sender):
    large = b"x" * 3 * BATCH_BYTES
    done = sender.publish([record("before"), record(large), record("behind")])
    sent = []
    while not done.done():
        await settled()
        sent += producer.answer()
    assert sent == [[b"before"], [large], [b"behind"]]


async def test_nothing_is_acknowledged_at_once(sender):
    await sender.publish([])


@pytest.mark.parametrize("error", [MessageSizeTooLargeError(), DependencyDown("kafka", "gone")])
async def test_whoever_has_a_record_in_a_refused_batch_learns_it_and_the_next_go_on(producer, sender, error):
    refused = [sender.publish([record("1")]), sender.publish([record("2"), record("3")])]
    await settled()
    behind = sender.publish([record("4")])
    producer.answer(error)
    for one in refused:
        with pytest.raises(DependencyDown):
            await one
    await settled()
    assert producer.answer() == [[b"4"]]
    await behind


async def test_a_topic_that_nobody_knows_stops_nothing_else(producer, sender):
    lost = sender.publish([record("1"), record("2", topic="unknown")])
    kept = sender.publish([record("3")])
    with pytest.raises(DependencyDown):
        await lost
    await settled()
    producer.answer()
    await kept


async def test_a_batch_that_cannot_be_handed_over_fails_those_who_wait_for_it(producer, sender):
    producer.refuses = {"full"}
    lost = sender.publish([record("1", topic="full")])
    kept = sender.publish([record("2")])
    with pytest.raises(DependencyDown):
        await lost
    await settled()
    producer.answer()
    await kept


async def test_a_stop_sends_what_waits(producer):
    sender = Sender(producer)
    done = sender.publish([record(bytes([number]) * 300) for number in range(7)])
    stop = asyncio.create_task(sender.stop())
    while not done.done():
        await settled()
        producer.answer()
    await stop
    await done


async def test_what_cannot_be_sent_before_the_stop_ends_is_told_so(producer):
    sender = Sender(producer, stop_seconds=0.01)
    sender.publish([record("1")])
    await settled()
    waiting = sender.publish([record("2")])
    await settled()
    await sender.stop()
    with pytest.raises(DependencyDown, match="stopped"):
        await waiting


async def test_on_kafka_a_key_keeps_its_order_whatever_the_sizes(kafka_bootstrap: str):
    topic = f"sender-{uuid4().hex}"
    async with _bus(kafka_bootstrap, topic) as bus:
        values = [str(number).encode().rjust((number * 7919) % 160_000 + 8) for number in range(60)]
        outgoing = [Outgoing(topic, f"key-{number % 5}".encode(), value) for number, value in enumerate(values)]
        await asyncio.gather(*(bus.publish(*outgoing[start : start + 7]) for start in range(0, len(outgoing), 7)))
        found = [one async for one in bus.read(topic, None, None)]
    for key in {one.key for one in outgoing}:
        assert [one.value for one in found if one.key == key] == [one.value for one in outgoing if one.key == key]
        assert len({one.partition for one in found if one.key == key}) == 1


async def test_on_kafka_a_record_that_a_topic_refuses_fails_alone(kafka_bootstrap: str):
    narrow, wide = f"narrow-{uuid4().hex}", f"wide-{uuid4().hex}"
    async with _bus(kafka_bootstrap, narrow, wide, max_bytes=80_000) as bus:  # a topic's limit is above a batch's
        refused = bus.publish(Outgoing(narrow, b"key", b"x" * 90_000))
        taken = [bus.publish(Outgoing(narrow, b"key", b"small")), bus.publish(Outgoing(wide, b"key", b"small"))]
        with pytest.raises(DependencyDown):
            await refused
        await asyncio.gather(*taken)
        assert [one.value async for one in bus.read(narrow, None, None)] == [b"small"]


@asynccontextmanager
async def _bus(bootstrap: str, *topics: str, max_bytes: int = 1_000_000) -> AsyncIterator[KafkaBus]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics(
        [NewTopic(topic, PARTITIONS, 1, topic_configs={"max.message.bytes": str(max_bytes)}) for topic in topics]
    )
    await admin.close()
    bus = KafkaBus([bootstrap], client_id="test")
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()
