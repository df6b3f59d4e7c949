"""A poll that lingers brings what comes shortly behind its first records."""

import asyncio
from functools import partial
from uuid import uuid4

import pytest
from common.delivery import handles

from tests.common.builders import progress, sealed
from tests.common.buses import KafkaBroker, Rig, until

RECORDS = 12
GAP_SECONDS = 0.01
LONG_MS = 500
"""Far longer than a record takes to be written: a poll that has all of them waits no further."""


@pytest.fixture
async def kafka_rig(kafka_bootstrap: str) -> Rig:
    made = Rig(KafkaBroker(kafka_bootstrap))
    await made.prepare()
    return made


async def polls(rig: Rig, *, linger_ms: int, max_records: int = RECORDS, one_by_one: bool = False) -> list[list[int]]:
    """What each poll brought of records that are written one after another, each when the last one came if asked."""
    brought: list[list[int]] = []

    @handles(rig.inbox, group=rig.group, batch=True, linger_ms=linger_ms, max_records=max_records)
    async def work(events, emit):
        brought.append([event.done for event in events])

    def have_come(number: int) -> bool:
        return sum(map(len, brought)) >= number

    analysis = uuid4()
    bus = rig.broker.bus()
    await bus.start()
    async with rig.service(work.bind()):
        await bus.publish(sealed(rig.inbox, progress(analysis, done=0)))
        await until(lambda: brought, "the group to read")
        brought.clear()
        for number in range(RECORDS):
            await bus.publish(sealed(rig.inbox, progress(analysis, done=number)))
            if one_by_one:
                await until(partial(have_come, number + 1), "the record")
            else:
                await asyncio.sleep(GAP_SECONDS)
        await until(partial(have_come, RECORDS), "all records")
    await bus.stop()
    return brought


async def test_records_that_come_one_after_another_make_few_polls(kafka_rig: Rig):
    found = await polls(kafka_rig, linger_ms=LONG_MS)
    assert len(found) <= 2
    assert [number for poll in found for number in poll] == list(range(RECORDS))


async def test_without_lingering_a_poll_brings_what_is_there(kafka_rig: Rig):
    found = await polls(kafka_rig, linger_ms=0, one_by_one=True)
    assert found == [[number] for number in range(RECORDS)]


async def test_a_poll_is_never_larger_than_asked(kafka_rig: Rig):
    found = await polls(kafka_rig, linger_ms=LONG_MS, max_records=5)
    assert max(map(len, found)) <= 5
