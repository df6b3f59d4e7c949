"""The bus on Apache Kafka: FastStream runs the consumers, aiokafka's producer writes.

FastStream brings life cycle, acknowledgement and reconnection. Three things are ours, for measured reasons:
- `PromptConsumer`: FastStream's batch loop sleeps after an empty poll, which adds up to its timeout to a hop
  or, made short, spins. This consumer's poll does not come back empty (`consumer`; `client` has what aiokafka misses).
- Parsing: FastStream decodes all headers of a batch at once, so that one bad byte would stop the whole partition.
- Producing below FastStream: half the cost a record; acknowledgements are awaited by the batch (`sender`).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage as AnnotatedMessage
from faststream.kafka.message import ConsumerProtocol, KafkaAckableMessage, KafkaMessage

from common.delivery.client import end_process_with, mend
from common.delivery.consumer import POLL_SECONDS, PromptConsumer
from common.delivery.pauses import Pauses
from common.delivery.record import Hold, Outgoing, Process, Reading, Record
from common.delivery.sender import Sender
from common.errors import DependencyDown
from common.streams import BATCH_BYTES

log = logging.getLogger(__name__)

RawBatch = tuple["ConsumerRecord[bytes, bytes]", ...]

SESSION_TIMEOUT_MS = 6_000
HEARTBEAT_MS = 1_000
MAX_POLL_INTERVAL_MS = 600_000
MAX_REQUEST_BYTES = 9 * 1024 * 1024
STOP_SECONDS = 10.0
LAG_SECONDS = 0.2


class KafkaBus:
    """Consumer groups and a producer on Apache Kafka."""

    def __init__(self, bootstrap: Sequence[str], *, client_id: str) -> None:
        """A bus that connects when it is started.

        Args:
            bootstrap: Brokers as `host:port`.
            client_id: Named in the broker's logs.
        """
        self._bootstrap = list(bootstrap)
        self._client_id = client_id
        self._readings: list[Reading] = []
        self._consumers: dict[str, Callable[[], Any]] = {}
        self._producer: AIOKafkaProducer | None = None
        self._sender: Sender | None = None
        self._broker = KafkaBroker(
            self._bootstrap,
            client_id=client_id,
            graceful_timeout=STOP_SECONDS,
            allow_auto_create_topics=False,
            logger=None,
        )

    def subscribe(self, reading: Reading) -> None:
        """Add a consumer group; before `start`."""
        self._readings.append(reading)
        pauses = Pauses()

        def consumer_of() -> ConsumerProtocol:
            return subscriber.consumer  # type: ignore[return-value]  # set by the time a record comes

        subscriber = self._broker.subscriber(
            *reading.topics,
            batch=True,
            max_records=reading.max_records,
            batch_timeout_ms=reading.linger_ms,
            group_id=reading.group,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            auto_offset_reset="earliest",
            session_timeout_ms=SESSION_TIMEOUT_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            max_poll_interval_ms=MAX_POLL_INTERVAL_MS,
            listener=pauses,
            parser=_parser(consumer_of),
            decoder=_undecoded,
        )

        async def consume(message: AnnotatedMessage) -> None:
            raw: RawBatch = message.raw_message
            holds = await _held_in_place(reading.process, [_record(one) for one in raw])
            pauses.hold(message.consumer, holds)

        subscriber(consume)
        self._consumers[reading.group] = consumer_of

    async def start(self) -> None:
        """Connect the producer, join the groups, begin to read.

        Raises:
            DependencyDown: No broker answers.
        """
        try:
            await self._start_producer()
            if self._readings:
                await self._join()
        except KafkaError as error:
            await self.stop()
            raise DependencyDown("kafka", f"{', '.join(self._bootstrap)}: {error}") from error

    async def stop(self) -> None:
        """Let running batches end, leave the groups, flush the producer."""
        await self._broker.stop()
        if self._sender is not None:
            sender, self._sender = self._sender, None
            await sender.stop()
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await producer.stop()

    def publish(self, *records: Outgoing) -> asyncio.Future[None]:
        """Hand records to the producer; see `Publisher`."""
        if self._sender is None:
            refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            refused.set_exception(DependencyDown("kafka", "not connected"))
            refused.exception()  # looked at: nobody has to wait for it
            return refused
        return self._sender.publish(records)

    async def read(self, topic: str, since: datetime | None, until: datetime | None) -> AsyncIterator[Record]:
        """What a topic holds of a span of time, in order within each partition; no group, nothing is committed.

        Args:
            topic: The topic's name.
            since: The first record's time (the broker's), None = from the beginning.
            until: Records later than this are left out, None = up to the present end.
        """
        consumer = AIOKafkaConsumer(
            topic,
            bootstrap_servers=self._bootstrap,
            client_id=self._client_id,
            enable_auto_commit=False,
            group_id=None,
            auto_offset_reset="earliest",
        )
        mend(consumer._client)  # noqa: SLF001  it is reached in no other way
        await consumer.start()
        try:
            ends = await _seek_to(consumer, since)
            limit = until.timestamp() * 1000 if until else float("inf")
            while ends:
                batches = await consumer.getmany(*ends, timeout_ms=int(POLL_SECONDS * 1000))
                for place, records in batches.items():
                    for one in records:
                        if one.offset < ends[place] and one.timestamp <= limit:
                            yield _record(one)
                for place in list(ends):
                    if await consumer.position(place) >= ends[place]:
                        del ends[place]
        finally:
            await consumer.stop()

    def is_connected(self) -> bool:
        """Whether any consumer holds a connection to a broker; where none reads, nothing can be known."""
        consumers = [consumer for consumer_of in self._consumers.values() if (consumer := consumer_of())]
        return not consumers or any(consumer.is_connected() for consumer in consumers)

    async def lag(self, group: str) -> int | None:
        """How many records `group` has yet to read in the partitions it has here; None where it has none just now."""
        consumer = self._consumers[group]() if group in self._consumers else None
        if consumer is None:
            return None
        total: int | None = None
        try:
            async with asyncio.timeout(LAG_SECONDS):  # a position that is not known yet is waited for
                for place in consumer.assignment():
                    end = consumer.highwater(place)
                    if end is not None:
                        total = (total or 0) + max(0, end - await consumer.position(place))
        except (TimeoutError, KafkaError):
            return None
        return total

    async def _join(self) -> None:
        """Begin to read, all groups at once: FastStream would wait for each group's assignment in turn."""
        await self._broker.connect()
        config = self._broker.config.broker_config
        config.builder = partial(PromptConsumer, **config.builder.keywords)  # type: ignore[attr-defined]
        starts = [subscriber.start() for subscriber in self._broker.subscribers]
        for outcome in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        self._broker.running = True

    async def _start_producer(self) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=True,
            max_request_size=MAX_REQUEST_BYTES,
            max_batch_size=BATCH_BYTES,
        )
        mend(producer.client)
        try:
            await producer.start()
        except BaseException:  # a start that is given up, too: half a producer would stay open
            await producer.stop()
            raise
        end_process_with(producer.client._sync_task, producer._sender.sender_task)  # noqa: SLF001  not told otherwise
        self._producer = producer
        self._sender = Sender(producer)


async def _held_in_place(process: Process, records: Sequence[Record]) -> Sequence[Hold]:
    """Run a batch; on a failure that is ours, wait before it is raised: FastStream delivers again without any pause."""
    try:
        return await process(records)
    except Exception:
        log.exception("a batch of %d records failed as a whole", len(records))
        await asyncio.sleep(POLL_SECONDS)
        raise


async def _seek_to(consumer: AIOKafkaConsumer, since: datetime | None) -> dict[TopicPartition, int]:
    """Place a groupless consumer at `since`; the end of each partition that has something to read."""
    places = sorted(consumer.assignment())
    ends: dict[TopicPartition, int] = await consumer.end_offsets(places)
    if since is None:
        starts = await consumer.beginning_offsets(places)
    else:
        moment = int(since.timestamp() * 1000)
        found = await consumer.offsets_for_times(dict.fromkeys(places, moment))
        starts = {place: at.offset if at else ends[place] for place, at in found.items()}
    for place, offset in starts.items():
        consumer.seek(place, offset)
    return {place: end for place, end in ends.items() if starts[place] < end}


def _record(raw: "ConsumerRecord[bytes, bytes]") -> Record:
    return Record(raw.topic, raw.partition, raw.offset, raw.timestamp, raw.key, raw.value or b"", tuple(raw.headers))


def _parser(consumer_of: Callable[[], ConsumerProtocol]) -> Callable[[RawBatch], Awaitable[KafkaMessage]]:
    """A parser that looks at nothing: the runner decodes each record on its own."""

    async def parse(batch: RawBatch) -> KafkaMessage:
        first, last = batch[0], batch[-1]
        return KafkaAckableMessage(
            body=b"",
            raw_message=batch,
            message_id=f"{first.topic}/{first.partition}/{first.offset}-{last.offset}",
            consumer=consumer_of(),
        )

    return parse


async def _undecoded(message: KafkaMessage) -> None:
    """Nothing is decoded here."""
