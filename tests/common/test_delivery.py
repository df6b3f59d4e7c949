"""The delivery rules, on the bus in memory and on Apache Kafka."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from common.delivery import Outgoing, handles
from common.delivery.waiting import Waiting
from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.events import AnalysisPaused, Bucket, ProgressReported
from common.streams import ANALYSIS_PROGRESS

from tests.common.builders import WORLD_NOW, progress, sealed, skipped
from tests.common.buses import PATIENCE_SECONDS, Rig, ids, until


def echo(rig: Rig, **options):
    """A handler that answers each report with a skip of its analysis."""

    @handles(rig.inbox, group=rig.group, **options)
    async def work(event, emit):
        await emit(rig.outbox, skipped(event.analysis_id, f"UC{event.done}"))

    return work.bind()


async def test_every_record_is_handled_and_committed(rig: Rig):
    await rig.broker.write(*(sealed(rig.inbox, progress(done=n)) for n in range(50)))
    async with rig.service(echo(rig)):
        await until(lambda: _count(rig, 50), "50 outputs")
        await until(lambda: _committed(rig, 50), "50 commits")


async def test_a_redelivered_record_yields_the_same_ids(rig: Rig):
    analysis = uuid4()
    record = sealed(rig.inbox, progress(analysis, done=1))
    await rig.broker.write(record, record)
    async with rig.service(echo(rig)):
        await until(lambda: _count(rig, 2), "both outputs")
    assert len(set(ids(await rig.outputs()))) == 1


async def test_a_key_is_handled_in_order_and_other_keys_do_not_wait(rig: Rig):
    slow, fast = uuid4(), uuid4()
    seen: list[tuple[str, int]] = []
    gate = asyncio.Event()

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        if event.analysis_id == slow and event.done == 0:
            await gate.wait()
        seen.append(("slow" if event.analysis_id == slow else "fast", event.done))

    reports = [sealed(rig.inbox, progress(one, done=n)) for n in range(5) for one in (slow, fast)]
    await rig.broker.write(*reports)
    async with rig.service(work.bind()):
        await until(lambda: sum(1 for who, _ in seen if who == "fast") >= 5, "the fast key")
        assert ("slow", 0) not in seen
        gate.set()
        await until(lambda: len(seen) == 10, "the slow key")
    assert [n for who, n in seen if who == "slow"] == list(range(5))
    assert [n for who, n in seen if who == "fast"] == list(range(5))


async def test_a_transient_failure_is_tried_again_without_holding_up_other_keys(rig: Rig):
    flaky, tries = uuid4(), Counter[str]()

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        tries[str(event.analysis_id)] += 1
        if event.analysis_id == flaky and tries[str(flaky)] < 3:
            raise TransientError("not now")
        await emit(rig.outbox, skipped(event.analysis_id))

    await rig.broker.write(sealed(rig.inbox, progress(flaky)), *(sealed(rig.inbox, progress()) for _ in range(5)))
    async with rig.service(work.bind()):
        await until(lambda: _count(rig, 6), "all six outputs")
    assert tries[str(flaky)] == 3
    assert [Waiting.of(record).attempt for record in await rig.broker.all(rig.retry)] == [1, 2]
    assert await rig.broker.all(rig.dead) == []


async def test_what_fails_every_time_becomes_a_dead_letter_with_reason_and_origin(rig: Rig):
    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        raise TransientError("never")

    await rig.broker.write(sealed(rig.inbox, progress()))
    async with rig.service(work.bind()):
        await until(lambda: _dead(rig, 1), "the dead letter")
    (dead,) = [Waiting.of(record) for record in await rig.broker.all(rig.dead)]
    assert (dead.reason, dead.attempt, dead.topic, dead.group) == ("retries_exhausted", 2, rig.inbox.name, rig.group)
    assert dead.error == "TransientError: never"


async def test_a_bug_concerns_its_record_alone(rig: Rig):
    poison = uuid4()

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        if event.analysis_id == poison:
            raise KeyError("bug")
        await emit(rig.outbox, skipped(event.analysis_id))

    await rig.broker.write(*(sealed(rig.inbox, progress(poison if n == 3 else None)) for n in range(10)))
    async with rig.service(work.bind()):
        await until(lambda: _count(rig, 9), "nine outputs")
        await until(lambda: _dead(rig, 1), "the dead letter")
        await until(lambda: _committed(rig, 10), "ten commits")
    (dead,) = await rig.broker.all(rig.dead)
    assert Waiting.of(dead).reason == "handler_failed"


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b"\xff\xfe not json", (("ce_type", b"ProgressReported.v1"),)),
        (b"{}", (("ce_type", b"ProgressReported.v1"), ("odd", b"\xff"))),
        (b"{}", (("ce_type", b"\xff\xff"),)),
        (b"{}", ()),
        (b'{"analysis_id": 1}', (("ce_type", b"SomethingNewer.v7"),)),
    ],
    ids=["no json", "a field missing", "a type of bad bytes", "no headers", "an unknown type"],
)
async def test_bytes_that_do_not_decode_are_dead_letters_and_the_rest_goes_on(rig: Rig, value, headers):
    await rig.broker.write(Outgoing(rig.inbox.name, b"k", value, headers), sealed(rig.inbox, progress()))
    async with rig.service(echo(rig)):
        await until(lambda: _count(rig, 1), "the good record's output")
        await until(lambda: _dead(rig, 1), "the dead letter")
    (dead,) = await rig.broker.all(rig.dead)
    assert (dead.value, Waiting.of(dead).reason) == (value, "undecodable")


async def test_types_that_the_handler_does_not_want_pass_by(rig: Rig):
    analysis = uuid4()
    await rig.broker.write(sealed(rig.inbox, skipped(analysis)), sealed(rig.inbox, progress(analysis)))
    async with rig.service(echo(rig, only=(ProgressReported,))):
        await until(lambda: _committed(rig, 2), "both commits")
    assert len(await rig.outputs()) == 1
    assert await rig.broker.all(rig.dead) == []


async def test_a_dependency_that_is_down_stalls_in_place_and_shows(rig: Rig):
    down = True

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        if down:
            raise DependencyDown("postgres", "connection refused")
        await emit(rig.outbox, skipped(event.analysis_id))

    await rig.broker.write(*(sealed(rig.inbox, progress()) for _ in range(20)))
    async with rig.service(work.bind()) as service:
        await until(lambda: service.ready().get("postgres") is False, "red readiness")
        await asyncio.sleep(0.5)
        assert await rig.broker.committed(rig.group, rig.inbox.name) == 0
        down = False
        await until(lambda: _count(rig, 20), "all outputs")
        await until(lambda: all(service.ready().values()), "green readiness")
    assert await rig.broker.all(rig.dead) == []
    assert await rig.broker.all(rig.retry) == []


async def test_work_without_quota_is_parked_until_the_reset_in_world_time(rig: Rig):
    now, empty = [WORLD_NOW], True

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        if empty:
            raise QuotaExhausted(Bucket.SEARCH, until=WORLD_NOW + timedelta(hours=5))
        await emit(rig.outbox, skipped(event.analysis_id))

    analysis = uuid4()
    await rig.broker.write(sealed(rig.inbox, progress(analysis)), sealed(rig.inbox, progress(analysis, done=1)))
    service = rig.service(work.bind(), world_now=lambda: now[0])
    async with service:
        await until(lambda: _committed(rig, 2), "both commits")
        await asyncio.sleep(0.5)
        assert len(await rig.broker.all(rig.parked.name)) == 2
    empty = False
    async with rig.service(work.bind(), world_now=lambda: now[0]):
        await asyncio.sleep(0.5)
        assert await rig.outputs() == [], "before the reset nothing is tried"
        now[0] += timedelta(hours=5)
        await until(lambda: _count(rig, 2), "both outputs after the reset")


async def test_parking_tells_the_world(rig: Rig, kafka_bootstrap: str):
    told = []

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        raise QuotaExhausted(Bucket.SEARCH, until=WORLD_NOW + timedelta(hours=5))

    def on_park(event, error):
        paused = AnalysisPaused(analysis_id=event.analysis_id, bucket=error.bucket, until=error.until)
        told.append(paused)

    await rig.broker.write(sealed(rig.inbox, progress()))
    async with rig.service(work.bind(), world_now=lambda: WORLD_NOW, on_park=on_park):
        await until(lambda: told, "the pause")
    assert ANALYSIS_PROGRESS.carries(type(told[0]).type_name())


async def test_a_handler_that_hangs_is_tried_again(rig: Rig):
    hung: list[object] = []

    @handles(rig.inbox, group=rig.group, timeout_seconds=0.1)
    async def work(event, emit):
        if not hung:
            hung.append(event)
            await asyncio.sleep(60)
        await emit(rig.outbox, skipped(event.analysis_id))

    await rig.broker.write(sealed(rig.inbox, progress()))
    async with rig.service(work.bind()):
        await until(lambda: _count(rig, 1), "the output")


async def test_the_budget_stops_a_bad_deploy_from_draining_a_topic(rig: Rig):
    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        raise KeyError("bad deploy")

    await rig.broker.write(*(sealed(rig.inbox, progress()) for _ in range(30)))
    async with rig.service(work.bind()) as service:
        await until(lambda: service.ready().get("dead_letter_budget") is False, "the stall")
        await asyncio.sleep(0.3)
    assert len(await rig.broker.all(rig.dead)) == 5
    assert await rig.broker.committed(rig.group, rig.inbox.name) < 30


async def test_a_batch_handler_gets_the_poll_and_only_the_poison_is_given_up(rig: Rig):
    poison, sizes = uuid4(), []

    @handles(rig.inbox, group=rig.group, batch=True)
    async def work(events, emit):
        sizes.append(len(events))
        if any(event.analysis_id == poison for event in events):
            raise ValueError("poison")
        for event in events:
            await emit(rig.outbox, skipped(event.analysis_id, f"UC{event.done}"))

    await rig.broker.write(*(sealed(rig.inbox, progress(poison if n == 4 else None, done=n)) for n in range(12)))
    async with rig.service(work.bind()):
        await until(lambda: _count(rig, 11), "eleven outputs")
        await until(lambda: _dead(rig, 1), "the dead letter")
    assert max(sizes) > 1


async def test_a_crash_before_the_commit_loses_nothing(rig: Rig):
    seen: Counter[int] = Counter()
    stuck = asyncio.Event()

    @handles(rig.inbox, group=rig.group)
    async def hangs(event, emit):
        await emit(rig.outbox, skipped(event.analysis_id, f"UC{event.done}"))
        if event.done == 7:
            stuck.set()
            await asyncio.sleep(3600)

    @handles(rig.inbox, group=rig.group)
    async def works(event, emit):
        seen[event.done] += 1
        await emit(rig.outbox, skipped(event.analysis_id, f"UC{event.done}"))

    await rig.broker.write(*(sealed(rig.inbox, progress(done=n)) for n in range(20)))
    service = rig.service(hangs.bind())
    await service.start()
    await asyncio.wait_for(stuck.wait(), PATIENCE_SECONDS)
    await service.stop()
    async with rig.service(works.bind()):
        await until(lambda: _committed(rig, 20), "every record's commit")
    outputs = await rig.outputs()
    assert {(record.header("ce_subject") or "").split("/")[1] for record in outputs} == {f"UC{n}" for n in range(20)}
    assert len(set(ids(outputs))) == 20, "what was written twice has the same id"


async def test_records_name_the_time_they_were_recorded(rig: Rig):
    before = datetime.now(UTC) - timedelta(seconds=1)
    await rig.broker.write(sealed(rig.inbox, progress()))
    bus = rig.broker.bus()
    found = [record async for record in bus.read(rig.inbox.name, before, None)]
    assert len(found) == 1
    assert [record async for record in bus.read(rig.inbox.name, datetime.now(UTC) + timedelta(hours=1), None)] == []
    assert [record async for record in bus.read(rig.inbox.name, None, before)] == []


async def _count(rig: Rig, number: int) -> bool:
    return len(await rig.outputs()) >= number


async def _dead(rig: Rig, number: int) -> bool:
    return len(await rig.broker.all(rig.dead)) >= number


async def _committed(rig: Rig, number: int) -> bool:
    return await rig.broker.committed(rig.group, rig.inbox.name) >= number
