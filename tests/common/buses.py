"""The two buses behind one face, so that one suite of tests passes on both."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol
from uuid import uuid4

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from common.delivery import Bus, KafkaBus, MemoryBus, MemoryLog, Outgoing, Policy, Record, Service, Subscription
from common.events import ChannelSkipped, ProgressReported
from common.streams import Stream, WaitingStream, by_analysis

FAST = Policy(retry_delays_seconds=(0.05, 0.05), stall_delays_seconds=(0.05,), parked_check_seconds=0.2, dead_letters=5)
PATIENCE_SECONDS = 60.0


class Broker(Protocol):
    """What a test may do to the log beside running services on it."""

    def bus(self) -> Bus: ...

    async def create(self, *topics: str) -> None: ...

    async def write(self, *records: Outgoing) -> None: ...

    async def all(self, topic: str) -> list[Record]: ...

    async def committed(self, group: str, topic: str) -> int: ...


class MemoryBroker:
    def __init__(self) -> None:
        self.log = MemoryLog()

    def bus(self) -> MemoryBus:
        return MemoryBus(self.log, seed=7)

    async def create(self, *topics: str) -> None:
        for topic in topics:
            self.log.records[topic].clear()

    async def write(self, *records: Outgoing) -> None:
        for record in records:
            self.log.append(record)

    async def all(self, topic: str) -> list[Record]:
        return self.log.all(topic)

    async def committed(self, group: str, topic: str) -> int:
        return sum(
            offset for (name, place), offset in self.log.committed.items() if (name, place.topic) == (group, topic)
        )


class KafkaBroker:
    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap

    def bus(self) -> KafkaBus:
        return KafkaBus([self.bootstrap], client_id="test")

    async def create(self, *topics: str) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        await admin.create_topics([NewTopic(topic, num_partitions=4, replication_factor=1) for topic in topics])
        await admin.close()

    async def write(self, *records: Outgoing) -> None:
        bus = self.bus()
        await bus.start()
        await bus.publish(*records)
        await bus.stop()

    async def all(self, topic: str) -> list[Record]:
        return [record async for record in self.bus().read(topic, None, None)]

    async def committed(self, group: str, topic: str) -> int:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        offsets = await admin.list_consumer_group_offsets(group)
        await admin.close()
        return sum(max(0, found.offset) for place, found in offsets.items() if place.topic == topic)


class Rig:
    """A service of the test's own, with streams of its own, on a broker."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.name = f"svc-{uuid4().hex[:8]}"
        self.inbox = Stream(f"{self.name}-inbox.v1", (ProgressReported, ChannelSkipped), key=by_analysis)
        self.outbox = Stream(f"{self.name}-outbox.v1", (ChannelSkipped, ProgressReported), key=by_analysis)
        self.parked = WaitingStream(f"{self.name}.parked")
        self.retry = f"{self.name}.retry"
        self.dead = f"{self.name}.dlq"
        self.group = f"{self.name}.work"

    async def prepare(self) -> None:
        await self.broker.create(self.inbox.name, self.outbox.name, self.parked.name, self.retry, self.dead)

    def service(self, *subscriptions: Subscription, **options: Any) -> Service:
        return Service(self.name, self.broker.bus(), subscriptions, policy=FAST, parked=self.parked, **options)

    async def outputs(self) -> list[Record]:
        return await self.broker.all(self.outbox.name)


async def until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition; fail with what was waited for."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (await found if asyncio.iscoroutine(found := condition()) else found):  # noqa: ASYNC110  any condition
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"waited {PATIENCE_SECONDS:g} s in vain for: {what}") from None


async def crash(service: Service) -> None:
    """End a service as a kill would: what runs is abandoned, nothing more is committed."""
    with contextlib.suppress(Exception):
        await service.stop()


def ids(records: Sequence[Record]) -> list[str | None]:
    return [record.header("ce_id") for record in records]
