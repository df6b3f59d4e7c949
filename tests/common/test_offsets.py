"""What a group commits, and that a broker which has not read its offsets yet does not make it begin anew."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import GroupLoadInProgressError, NotCoordinatorForGroupError
from aiokafka.protocol.commit import OffsetCommitRequest, OffsetFetchRequest
from common.delivery import KafkaBus, Outgoing
from common.delivery.client import mend
from common.delivery.consumer import PromptConsumer

from tests.common.buses import until

REQUEST = OffsetFetchRequest("a group", [("a topic", [0])])


@dataclass
class Answer:
    """As OffsetFetch answers from its second version on."""

    error_code: int
    topics: tuple[Any, ...] = ()


class FakeClient:
    """A client that gets one answer to everything."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        mend(self)

    async def _get_conn(self, node_id: int) -> None:
        return None

    async def send(self, node_id: int, request: Any, **how: Any) -> Any:
        return self._answer


@pytest.mark.parametrize(("code", "error"), [(14, GroupLoadInProgressError), (16, NotCoordinatorForGroupError)])
async def test_an_error_for_the_whole_request_is_raised_and_can_be_tried_again(code, error):
    with pytest.raises(error) as raised:
        await FakeClient(Answer(code)).send(1, REQUEST)
    assert raised.value.retriable


async def test_an_answer_without_an_error_passes():
    answer = Answer(0)
    assert await FakeClient(answer).send(1, REQUEST) is answer


class Loading:
    """What sends, of a client whose broker has not read the group's offsets yet when it is first asked."""

    def __init__(self, send: Callable[..., Awaitable[Any]]) -> None:
        self._send = send
        self.asked = 0

    async def __call__(self, node_id: int, request: Any, **how: Any) -> Any:
        if isinstance(request, OffsetFetchRequest):
            self.asked += 1
            if self.asked == 1:
                return Answer(GroupLoadInProgressError.errno)
        return await self._send(node_id, request, **how)


async def test_a_group_goes_on_where_it_was_though_its_offsets_are_not_read_yet(kafka_bootstrap: str):
    topic, group = f"offsets-{uuid4().hex}", f"offsets.{uuid4().hex}"
    await _topic(kafka_bootstrap, topic)
    await _write(kafka_bootstrap, topic, b"old")
    async with _consumer(kafka_bootstrap, topic, group) as consumer:
        await consumer.start()
        await consumer.getmany()
        await consumer.commit()
    await _write(kafka_bootstrap, topic, b"new")
    async with _consumer(kafka_bootstrap, topic, group) as consumer:
        consumer._client.send = loading = Loading(consumer._client.send)
        mend(consumer._client)
        await consumer.start()
        polled = await consumer.getmany()
    assert loading.asked > 1
    assert [record.value for records in polled.values() for record in records] == [b"new"]


class Listening:
    """What sends, of a client whose commits are listened to."""

    def __init__(self, send: Callable[..., Awaitable[Any]]) -> None:
        self._send = send
        self.commits: list[list[int]] = []
        """Of each request, the offsets in it."""

    async def __call__(self, node_id: int, request: Any, **how: Any) -> Any:
        if isinstance(request, OffsetCommitRequest):
            ((_, partitions),) = request._topics
            self.commits.append([offset for _, offset, *_ in partitions])
        return await self._send(node_id, request, **how)


async def test_a_commit_holds_what_moved_since_the_last_one_and_after_a_rebalance_all(kafka_bootstrap: str):
    topic, group = f"offsets-{uuid4().hex}", f"offsets.{uuid4().hex}"
    await _topic(kafka_bootstrap, topic, partitions=3)
    async with _consumer(kafka_bootstrap, topic, group) as consumer:
        await consumer.start()
        consumer._client.send = listening = Listening(consumer._client.send)
        for value in (b"one", b"two", b"three"):
            await _write(kafka_bootstrap, topic, value)
            await consumer.getmany()
            for place in consumer.assignment():
                await consumer.position(place)  # known of each, so that each is in the first commit
            await consumer.commit()
        await consumer.commit()
        assert [sorted(offsets) for offsets in listening.commits] == [[0, 0, 1], [2], [3]]
        async with _consumer(kafka_bootstrap, topic, group) as other:
            await other.start()  # waits until it has partitions: the group is another
            await until(lambda: len(consumer.assignment()) < 3, "the first one's share")
            for place in consumer.assignment():
                await consumer.position(place)
            await consumer.commit()
            assert len(listening.commits[-1]) == len(consumer.assignment())


@asynccontextmanager
async def _consumer(bootstrap: str, topic: str, group: str) -> AsyncIterator[PromptConsumer]:
    consumer = PromptConsumer(
        topic, bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _topic(bootstrap: str, topic: str, *, partitions: int = 1) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, num_partitions=partitions, replication_factor=1)])
    await admin.close()


async def _write(bootstrap: str, topic: str, value: bytes) -> None:
    bus = KafkaBus([bootstrap], client_id="test")
    await bus.start()
    await bus.publish(Outgoing(topic, b"key", value))
    await bus.stop()
