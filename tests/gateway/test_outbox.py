"""What a transaction decided on reaches the broker: in order, soon, once a commit, whoever relays."""

import asyncio
import time

import pytest
from common.delivery import Outgoing, Publisher
from common.errors import DependencyDown
from gateway.database import Database
from gateway.outbox.relay import Relay, enqueue

from tests.gateway.running import until


class FakePublisher:
    """Remembers what it is given; may be held up, or away."""

    def __init__(self, *, fails_at: int | None = None) -> None:
        self.records: list[Outgoing] = []
        self.times: list[float] = []
        self.fails_at = fails_at
        self.refused = 0
        self.may_acknowledge = asyncio.Event()
        self.may_acknowledge.set()

    async def publish(self, *records: Outgoing) -> None:
        for outgoing in records:
            if self.fails_at is not None and len(self.records) >= self.fails_at:
                self.refused += 1
                raise DependencyDown("kafka", "away")
            self.records.append(outgoing)
            self.times.append(time.monotonic())
        await self.may_acknowledge.wait()

    @property
    def values(self) -> list[bytes]:
        return [record.value for record in self.records]


class NotedRelay(Relay):
    """Notes how each of its passes ended."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        super().__init__(database, publisher)
        self.passes: list[int | None] = []

    async def relay_once(self) -> int | None:
        self.passes.append(await super().relay_once())
        return self.passes[-1]


def record(number: int) -> Outgoing:
    return Outgoing("analysis-lifecycle.v1", b"key", str(number).encode(), (("ce_id", b"1"),))


async def put(database, *numbers: int) -> None:
    await database.run(lambda connection: enqueue(connection, *(record(number) for number in numbers)))


async def test_records_leave_in_order_and_once(database):
    publisher = FakePublisher()
    relay = Relay(database, publisher)
    await put(database, 1, 2, 3)
    await put(database, 4)
    assert await relay.relay_once() == 4
    assert await relay.relay_once() == 0
    assert publisher.records == [record(number) for number in (1, 2, 3, 4)]


async def test_what_was_not_acknowledged_stays(database):
    publisher = FakePublisher(fails_at=1)
    relay = Relay(database, publisher)
    await put(database, 1, 2)
    with pytest.raises(DependencyDown):
        await relay.relay_once()
    publisher.fails_at = None
    await relay.relay_once()
    assert publisher.values == [b"1", b"1", b"2"]


async def test_one_replica_relays_at_a_time_and_the_other_looks_again(database):
    slow, quick = FakePublisher(), FakePublisher()
    holder, other = Relay(database, slow), NotedRelay(database, quick)
    slow.may_acknowledge.clear()
    await put(database, 1)
    relaying = asyncio.create_task(holder.relay_once())
    await until(lambda: slow.records)
    assert await other.relay_once() is None
    await other.start()
    await put(database, 2)  # after the holder has looked
    other.wake()
    await until(lambda: other.passes.count(None) > 1)
    slow.may_acknowledge.set()
    await relaying
    await until(lambda: quick.values == [b"2"])
    await other.stop()


async def test_a_commit_is_relayed_within_ten_milliseconds_when_idle(database):
    publisher = FakePublisher()
    relay = Relay(database, publisher)
    await relay.start()
    waits = []
    for number in range(30):
        await put(database, number)
        committed = time.monotonic()
        relay.wake()
        await until(lambda: len(publisher.times) > number)  # noqa: B023  called before the next round
        waits.append(publisher.times[number] - committed)
        await asyncio.sleep(0.01)
    await relay.stop()
    assert sorted(waits)[len(waits) // 2] < 0.010


async def test_a_relay_heals_when_the_broker_comes_back(database):
    publisher = FakePublisher(fails_at=0)
    relay = Relay(database, publisher)
    await relay.start()
    await put(database, 1)
    relay.wake()
    await until(lambda: publisher.refused)
    publisher.fails_at = None
    await until(lambda: publisher.values == [b"1"])
    await relay.stop()
