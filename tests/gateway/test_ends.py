"""Every analysis ends: dead letters become facts, and what stands still is told."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from common import streams
from common.delivery import MemoryLog, Record, seal
from common.delivery.health import Health
from common.delivery.waiting import waiting_record
from common.events import AnalysisFailed, ChannelSelected, ChannelSkipped, Scoring, SkipReason
from common.worldtime import FixedClock
from gateway.domain.stalls import Stalls
from gateway.watchdog.watchdog import Watchdog
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.builders import NOW, paused, qualified, requested, scored, selected, spec, terms
from tests.gateway.running import start, until
from tests.gateway.test_apply import apply_all

DLQ = "youtube_fetcher.dlq"


def dead(log: MemoryLog, stream, event, group, *, value: bytes | None = None) -> None:
    """Write a record as the runner of `group` buries it."""
    outgoing = seal(stream, event, source="test", cause_id=str(uuid4()))
    record = Record(
        topic=stream.name,
        partition=0,
        offset=0,
        timestamp_ms=int(datetime.now(UTC).timestamp() * 1000),
        key=outgoing.key,
        value=outgoing.value if value is None else value,
        headers=outgoing.headers,
    )
    service = group.partition(".")[0]
    log.append(waiting_record(record, topic=f"{service}.dlq", group=group, attempt=1, reason="handler_failed"))


def selection(analysis: UUID, number: int) -> ChannelSelected:
    return ChannelSelected(
        analysis_id=analysis,
        owner="local",
        channel=selected(number),
        window=spec().window,
        scoring=Scoring(method=spec().method),
        terms=terms(),
    )


async def read(client, analysis):
    return (await client.get(f"/api/v1/analyses/{analysis}")).json()


async def test_a_dead_channel_is_a_skipped_one_and_the_analysis_completes(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))
    dead(gateway.log, streams.CHANNEL_SELECTED, selection(analysis, 1), "youtube_fetcher.channels", value=b"\xff")

    async def done():
        return (await read(client, analysis))["state"] == "completed"

    await until(done)
    assert (await read(client, analysis))["counts"]["channels_skipped"] == 1
    await until(lambda: skips_of(gateway, analysis) == [SkipReason.DEAD_LETTERED])


def skips_of(gateway, analysis) -> list[SkipReason]:
    """Reasons of skips in the log, for a projection that is built anew."""
    told = gateway.log.all(streams.CHANNEL_OUTCOMES.name)
    skips = [
        ChannelSkipped.model_validate_json(record.value)
        for record in told
        if record.header("ce_type") == ChannelSkipped.type_name()
    ]
    return [skip.reason for skip in skips if skip.analysis_id == analysis]


@pytest.mark.parametrize(
    ("group", "stage"),
    [
        ("youtube_fetcher.exclusion", "exclusion"),
        ("scorer.rescore", "channels"),
    ],
)
async def test_a_dead_step_of_the_whole_analysis_fails_it(client, gateway, group, stage):
    analysis = await start(client)
    dead(gateway.log, streams.ANALYSIS_LIFECYCLE, requested(analysis), group)

    async def failure():
        return (await read(client, analysis))["error"]

    error = await until(failure)
    assert (error["stage"], error["reason"]) == (stage, "dead_lettered")
    assert group in error["detail"]
    await until(lambda: analysis in [event.analysis_id for event in gateway.published(AnalysisFailed)])


async def test_a_sent_back_letter_heals_the_analysis(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, analysis=analysis))
    dead(gateway.log, streams.CHANNEL_SELECTED, selection(analysis, 0), "youtube_fetcher.channels")

    async def skipped():
        return (await read(client, analysis))["counts"]["channels_skipped"]

    await until(skipped)
    gateway.tell(scored(0, analysis=analysis))

    async def healed():
        return (await read(client, analysis))["counts"]["channels_scored"]

    await until(healed)
    assert (await read(client, analysis))["counts"]["channels_skipped"] == 0


async def test_a_letter_that_concerns_nobody_is_passed_over(client, gateway):
    analysis = await start(client)
    dead(gateway.log, streams.ANALYSIS_LIFECYCLE, requested(analysis), "youtube_fetcher.cancellations")
    gateway.log.append(
        waiting_record(
            Record("strange", 0, 0, 0, None, json.dumps({}).encode()), topic=DLQ, group="x.y", attempt=1, reason="?"
        )
    )
    dead(gateway.log, streams.ANALYSIS_LIFECYCLE, requested(analysis), "youtube_fetcher.exclusion")

    async def failure():
        return (await read(client, analysis))["error"]

    assert (await until(failure))["stage"] == "exclusion"


class FakeBacklog:
    def __init__(self) -> None:
        self.worked_off = True

    async def is_worked_off(self) -> bool:
        return self.worked_off


def watchdog(database, backlog=None, health=None) -> Watchdog:
    return Watchdog(
        database,
        backlog or FakeBacklog(),
        FixedClock(NOW),
        health or Health(),
        lambda analyses: None,
        limit_seconds=900,
    )


async def test_an_analysis_that_stands_still_for_the_limit_fails_once(database):
    analysis = requested().analysis_id
    await apply_all(database, [[requested(), qualified(0)]])
    dog = watchdog(database)
    assert await dog.look(0) == []
    assert await dog.look(899) == []
    assert await dog.look(901) == [analysis]
    assert await dog.look(2000) == []


async def test_a_fact_in_between_starts_the_count_anew(database):
    await apply_all(database, [[requested(), qualified(0, 1)]])
    dog = watchdog(database)
    await dog.look(0)
    await apply_all(database, [[scored(0)]])
    assert await dog.look(800) == []
    assert await dog.look(1600) == []


async def test_time_in_which_something_is_wrong_does_not_count(database):
    await apply_all(database, [[requested()]])
    backlog, health = FakeBacklog(), Health()
    dog = watchdog(database, backlog, health)
    await dog.look(0)
    backlog.worked_off = False
    assert await dog.look(2000) == []
    backlog.worked_off = True
    health.stall("gateway.project", "database", "away")
    assert await dog.look(4000) == []
    health.resume("gateway.project")
    assert await dog.look(4000 + 899) == []
    assert await dog.look(4000 + 901) == [requested().analysis_id]


async def test_a_paused_analysis_may_stand_still(database):
    await apply_all(database, [[requested(), paused()]])
    dog = watchdog(database)
    await dog.look(0)
    assert await dog.look(2000) == []


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans(), st.integers(0, 2)), max_size=30))
def test_nothing_is_called_stalled_before_the_limit_has_passed(looks):
    stalls, now, still_since, last = Stalls(100), 0.0, 0.0, None
    for step, healthy, seq in looks:
        now += step
        if seq != last:
            still_since, last = now, seq
        if stalls.look(now, {UUID(int=1): seq}, healthy=healthy):
            assert now - still_since >= 100
