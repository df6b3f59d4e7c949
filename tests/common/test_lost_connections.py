"""A connection that the broker resets is made anew; a routine that fails all the same ends the process."""

import asyncio
import contextlib
import signal
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import uuid4

import pytest
import uvloop
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.structs import BrokerMetadata
from common.delivery import KafkaBus, Outgoing
from common.delivery.client import mend
from common.delivery.consumer import PromptConsumer
from common.errors import DependencyDown

from tests.chaos.waiting import until
from tests.common.buses import KafkaBroker

PATIENCE_SECONDS = 20
BROKER = 1


@contextmanager
def terminations() -> Iterator[list[int]]:
    """Requests to end this process, taken down instead of followed."""
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        yield seen
    finally:
        signal.signal(signal.SIGTERM, before)


class Forwarder:
    """A port that leads to the broker, until its connections are reset."""

    def __init__(self, bootstrap: str) -> None:
        self._to = bootstrap.split(":")
        self._writers: list[asyncio.StreamWriter] = []
        self._pumps: list[asyncio.Task[None]] = []

    async def port(self) -> int:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1")
        return self._server.sockets[0].getsockname()[1]

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, requests = await asyncio.open_connection(*self._to)
        self._writers += [writer, requests]
        self._pumps += [asyncio.create_task(_pump(reader, requests)), asyncio.create_task(_pump(answers, writer))]

    def reset(self) -> None:
        for writer in self._writers:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def close(self) -> None:
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)


async def _after_a_reset(bootstrap: str, use: Callable[[AIOKafkaClient], Awaitable[object]], *, mended: bool) -> None:
    """Use a client in the very moment in which it learns that its connection was reset."""
    client = AIOKafkaClient(bootstrap_servers=bootstrap)
    if mended:
        mend(client)
    forwarder = Forwarder(bootstrap)
    await client.bootstrap()
    try:
        client.cluster._brokers[BROKER] = BrokerMetadata(BROKER, "127.0.0.1", await forwarder.port(), None)
        assert await client.ready(BROKER)
        (reader,) = [connection._reader for connection in client._conns.values()]
        forwarder.reset()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while reader.exception() is None:  # noqa: ASYNC110  not a step too late: aiokafka has not seen it
                await asyncio.sleep(0)
        await use(client)
    finally:
        await client.close()
        await forwarder.close()


async def _send(client: AIOKafkaClient) -> None:
    await client.send(BROKER, MetadataRequest([]))


async def _look_up(client: AIOKafkaClient) -> None:
    await client._metadata_update(client.cluster, [])


def test_a_request_on_a_connection_just_reset_fails_in_a_way_that_aiokafka_tries_again(kafka_bootstrap: str):
    with pytest.raises(KafkaConnectionError):
        uvloop.run(_after_a_reset(kafka_bootstrap, _send, mended=True))


def test_looking_up_metadata_survives_a_connection_just_reset(kafka_bootstrap: str):
    uvloop.run(_after_a_reset(kafka_bootstrap, _look_up, mended=True))


@pytest.mark.parametrize("use", [_send, _look_up])
def test_without_the_mend_uvloop_raises_what_aiokafka_does_not_catch(kafka_bootstrap: str, use):
    """Fails when aiokafka or uvloop mends it: then ours can go."""
    with pytest.raises(RuntimeError, match="handler is closed") as raised:
        uvloop.run(_after_a_reset(kafka_bootstrap, use, mended=False))
    assert not isinstance(raised.value, KafkaError)


def _fails(*_: object, **__: object) -> None:
    raise ZeroDivisionError


async def test_a_consumer_whose_coordination_fails_ends_the_process(kafka_bootstrap: str):
    async with _consumer(kafka_bootstrap) as consumer:
        with terminations() as seen:
            consumer._client.coordinator_lookup = _fails
            consumer._coordinator.coordinator_dead()
            assert await until(lambda: seen == [signal.SIGTERM], PATIENCE_SECONDS)


async def test_a_consumer_whose_fetching_fails_ends_the_process(kafka_bootstrap: str):
    async with _consumer(kafka_bootstrap) as consumer:
        with terminations() as seen:
            consumer._fetcher._get_actions_per_node = _fails
            assert await until(lambda: seen == [signal.SIGTERM], PATIENCE_SECONDS)


async def test_a_producer_whose_routine_fails_ends_the_process(kafka_bootstrap: str):
    topic = f"ending-{uuid4().hex}"
    await KafkaBroker(kafka_bootstrap).create(topic)
    bus = KafkaBus([kafka_bootstrap], client_id="ending")
    await bus.start()
    await bus.publish(Outgoing(topic, b"key", b"value"))  # it knows the topic: it looks nothing up any more
    with terminations() as seen:
        assert bus._producer
        bus._producer.client.send = _fails
        with pytest.raises(DependencyDown):
            await bus.publish(Outgoing(topic, b"key", b"value"))
        assert await until(lambda: seen == [signal.SIGTERM], PATIENCE_SECONDS)
    await bus.stop()


async def test_a_consumer_that_is_stopped_ends_nothing(kafka_bootstrap: str):
    with terminations() as seen:
        async with _consumer(kafka_bootstrap):
            pass
        await asyncio.sleep(0)
    assert not seen


@asynccontextmanager
async def _consumer(bootstrap: str) -> AsyncIterator[PromptConsumer]:
    topic = f"ending-{uuid4().hex}"
    await KafkaBroker(bootstrap).create(topic)
    consumer = PromptConsumer(topic, bootstrap_servers=bootstrap, group_id=topic)
    await consumer.start()
    try:
        yield consumer
    finally:
        with contextlib.suppress(KafkaError):  # of the routine that failed
            await consumer.stop()
        await consumer._client.close()
