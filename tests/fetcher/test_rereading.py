"""Counts that are read again days later: off by default, late in the day, within what is left, by one process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from common import streams
from common.delivery import MemoryBus, MemoryLog
from common.events import Bucket, ChannelVideosFetched, QuotaSpent, RereadVideo, ViewCountsReread
from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.rereading import Recorded, affordable
from youtube_fetcher.parts import Parts, build_rereader
from youtube_fetcher.redis_lock import RedisLock
from youtube_fetcher.rereading.rereader import Rereader

from tests.fetcher.builders import (
    ANALYSIS,
    NOW,
    Simulator,
    account,
    fetcher,
    selected,
    settings_for,
    simulated,
    spec,
)
from tests.fetcher.handling import channel
from tests.simulator.builders import a_channel, a_video

WEEK = timedelta(days=7)
LATE = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
"""Half past ten in the evening in Los Angeles (its summer time began on the 8th), nine days after the recordings."""
ON = {"reread_counts": True}


@asynccontextmanager
async def rereading(
    simulator: Simulator, redis_url: str, **settings: Any
) -> AsyncIterator[tuple[Parts, Rereader, MemoryLog]]:
    log = MemoryLog()
    async with fetcher(simulator, redis_url, **settings) as parts, asyncio.timeout(30):
        bus = MemoryBus(log)
        await bus.start()
        yield parts, build_rereader(parts, bus, settings_for(redis_url, **settings)), log
        await bus.stop()


def world(channels: int = 3, videos: int = 2) -> Simulator:
    return simulated(
        [a_channel(number) for number in range(1, channels + 1)],
        [a_video(f"v{number}x{index}", number) for number in range(1, channels + 1) for index in range(videos)],
    )


async def record(parts: Parts, *numbers: int, analysis_id: UUID = ANALYSIS) -> dict[str, ChannelVideosFetched]:
    facts = [
        await channel(parts, selected(f"UC{number:022d}", spec(window_days=30), analysis_id=analysis_id))
        for number in numbers
    ]
    return {fact.channel.id: fact for fact in facts if isinstance(fact, ChannelVideosFetched)}


def told(log: MemoryLog) -> list[ViewCountsReread]:
    stream = streams.VIEW_COUNTS_REREAD
    found = [stream.decode(one.header("ce_type") or "", one.value) for one in log.all(stream.name)]
    return [one for one in found if isinstance(one, ViewCountsReread)]


def until_late(simulator: Simulator) -> None:
    simulator.advance(LATE - simulator.now)


async def test_it_is_off_by_default(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url) as (parts, rereader, log):
        await record(parts, 1)
        assert await parts.redis.run("KEYS", "reread:*") == [], "nothing is even remembered"
        until_late(simulator)
        await rereader.start()
        await rereader.stop()
        assert await rereader.turn() == 0
    assert not told(log)


async def test_late_in_the_day_what_was_recorded_a_week_ago_is_told_again_once(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        facts = await record(parts, 1, 2, 3)
        until_late(simulator)
        simulator.forget()
        assert await rereader.turn() == 3
        assert await rereader.turn() == 0, "once"
    assert simulator.calls == {"videos.batchGetStats": 1}, "ids of several channels share a call"
    assert {one.channel_id for one in told(log)} == set(facts)
    for one in told(log):
        assert (one.analysis_id, one.recorded_at, one.observed_at) == (ANALYSIS, NOW, LATE)
        assert [video.video_id for video in one.videos] == [video.id for video in facts[one.channel_id].videos]
        assert all(video.view_count for video in one.videos)
    assert sum((one.spent for one in told(log)), QuotaSpent()) == QuotaSpent(batch_stats=1)


async def test_a_video_that_is_gone_since_is_said_to_be(fresh_redis_url: str) -> None:
    simulator = world(channels=1)
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        (fact,) = (await record(parts, 1)).values()
        until_late(simulator)
        unknown = Recorded("UC2", ANALYSIS, NOW, ("neverwas",))
        await parts.waiting.add(unknown)
        assert await rereader.turn() == 2
    by_channel = {one.channel_id: one for one in told(log)}
    assert by_channel["UC2"].videos == (RereadVideo(video_id="neverwas", available=False),)
    assert len(by_channel[fact.channel.id].videos) == len(fact.videos)


@pytest.mark.parametrize("hour", [8, 12, 20, 4], ids=["after the reset", "morning", "noon", "nine in the evening"])
async def test_earlier_in_the_day_quota_is_for_analyses(hour: int, fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        await record(parts, 1)
        simulator.advance(LATE.replace(hour=hour, minute=0) - simulator.now)
        assert await rereader.turn() == 0
    assert not told(log)


async def test_what_was_recorded_lately_waits_and_what_is_too_old_is_forgotten(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, _):
        await record(parts, 1)
        simulator.advance(LATE - timedelta(days=5) - simulator.now)
        assert await rereader.turn() == 0, "not a week yet"
        simulator.advance(timedelta(days=40))
        assert await rereader.turn() == 0, "YouTube's data are kept 28 days"
        await record(parts, 2)
        assert await parts.redis.run("HKEYS", "reread:what") == [f"UC{2:022d}".encode()]


async def test_it_leaves_a_reserve_and_goes_on_the_next_day(fresh_redis_url: str) -> None:
    simulator = world(channels=5, videos=30)
    limits = {"batch_stats_per_day": 20, "bulk_reserve": 0.1, "reread_leaves": 0.4}
    async with rereading(simulator, fresh_redis_url, **ON, **limits) as (parts, rereader, log):
        await record(parts, 1, 2, 3, 4, 5)
        until_late(simulator)
        await parts.quota.take(Bucket.BATCH_STATS, account(), 8)
        assert await rereader.turn() == 3, "of 20 calls 8 are spent and 10 stay: 2 are left, for 100 ids"
        assert await rereader.turn() == 0
        simulator.advance(timedelta(days=1))
        assert await rereader.turn() == 2
    assert len({one.channel_id for one in told(log)}) == 5


async def test_videos_of_an_analysis_that_is_cancelled_or_deleted_are_left_alone(fresh_redis_url: str) -> None:
    simulator = world()
    other = UUID(int=7)
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        await record(parts, 1)
        await record(parts, 2, analysis_id=other)
        await parts.cancellations.add(other)
        until_late(simulator)
        assert await rereader.turn() == 1
        assert not await parts.waiting.due(10)
    assert [one.analysis_id for one in told(log)] == [ANALYSIS]


async def test_the_first_recording_of_a_channel_counts_until_it_is_read_again(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        await record(parts, 1)
        simulator.advance(timedelta(days=2))
        await record(parts, 1, analysis_id=UUID(int=7))
        until_late(simulator)
        await rereader.turn()
    assert [(one.analysis_id, one.recorded_at) for one in told(log)] == [(ANALYSIS, NOW)]


async def test_no_more_channels_are_remembered_than_the_setting_says(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON, reread_channels=2) as (parts, _, __):
        for number in (1, 2, 3):
            await record(parts, number)
            simulator.advance(timedelta(minutes=1))
        assert await parts.redis.run("HLEN", "reread:what") == 2
        assert await parts.redis.run("ZRANGE", "reread:channels", 0, -1) == [f"UC{n:022d}".encode() for n in (2, 3)]


async def test_one_process_at_a_time_reads(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, _):
        await record(parts, 1)
        until_late(simulator)
        async with RedisLock(parts.redis).held("reread:turn", 60) as mine:
            assert mine
            assert await rereader.turn() == 0
        assert await rereader.turn() == 1


async def test_what_could_not_be_published_is_read_and_told_again_under_the_same_id(fresh_redis_url: str) -> None:
    simulator, log = world(), MemoryLog()
    async with fetcher(simulator, fresh_redis_url, **ON) as parts:
        await record(parts, 1)
        until_late(simulator)
        bus = MemoryBus(log)
        await bus.start()
        rereader = build_rereader(parts, bus, settings_for(fresh_redis_url, **ON))
        waiting = await parts.waiting.due(10)
        await rereader.turn()
        for one in waiting:  # as if the process had died before it could forget them
            await parts.waiting.add(one)
        await rereader.turn()
        await bus.stop()
    first, second = log.all(streams.VIEW_COUNTS_REREAD.name)
    assert first.header("ce_id") == second.header("ce_id")


async def test_it_takes_turns_by_itself_while_the_service_runs(fresh_redis_url: str) -> None:
    simulator = world()
    async with rereading(simulator, fresh_redis_url, **ON) as (parts, rereader, log):
        await record(parts, 1)
        until_late(simulator)
        await rereader.start()
        while not told(log):  # noqa: ASYNC110  it is the task that we wait for
            await asyncio.sleep(0.01)
        await rereader.stop()


@given(st.lists(st.integers(1, 50), max_size=30), st.integers(0, 20))
def test_what_is_affordable_takes_no_more_calls_than_there_are(sizes: list[int], calls: int) -> None:
    waiting = [Recorded(f"UC{n}", ANALYSIS, NOW, tuple(map(str, range(size)))) for n, size in enumerate(sizes)]
    chosen = list(affordable(waiting, calls, 50))
    assert chosen == waiting[: len(chosen)]
    assert sum(len(one.video_ids) for one in chosen) <= calls * 50
    if len(chosen) < len(waiting):
        assert sum(len(one.video_ids) for one in waiting[: len(chosen) + 1]) > calls * 50
