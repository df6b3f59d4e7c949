"""What a transaction decided on reaches the broker: in order, soon, once a commit, whoever relays."""

import asyncio
import time

import pytest
from common.delivery import Outgoing
from common.errors import DependencyDown
from gateway.outbox.relay import Relay, enqueue

from tests.gateway.running import until


class FakePublisher:
    """Remembers what it is given; may be slow, or away."""

    def __init__(self, *, delay: float = 0, fails_at: int | None = None) -> None:
        self.records: list[Outgoing] = []
        self.times: list[float] = []
        self._delay = delay
        self.fails_at = fails_at

    async def publish(self, *records: Outgoing) -> None:
        for outgoing in records:
            if self.fails_at is not None and len(self.records) >= self.fails_at:
                raise DependencyDown("kafka", "away")
            self.records.append(outgoing)
            self.times.append(time.monotonic())
        await asyncio.sleep(self._delay)

    @property
    def values(self) -> list[bytes]:
        return [record.value for record in self.records]


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
    slow, quick = FakePublisher(delay=0.1), FakePublisher()
    holder, other = Relay(database, slow), Relay(database, quick)
    await put(database, 1)
    relaying = asyncio.create_task(holder.relay_once())
    await until(lambda: slow.records)
    assert await other.relay_once() is None
    await other.start()
    await put(database, 2)  # after the holder has looked
    other.wake()
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
    await asyncio.sleep(0.1)
    publisher.fails_at = None
    await until(lambda: publisher.values == [b"1"])
    await relay.stop()
