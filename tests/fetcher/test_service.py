"""The fetcher as a service on a bus: parked work, crashes, keys that are refused, a Redis that is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from common import streams
from common.delivery import MemoryBus, MemoryLog, Policy, Service, seal
from common.events import AnalysisCancelled, AnalysisPaused, ChannelSkipped, ChannelVideosFetched, Event, SkipReason
from common.streams import Stream, stream_named
from youtube_fetcher import handlers
from youtube_fetcher.app import subscriptions
from youtube_fetcher.parts import Parts
from youtube_fetcher.redis_line import RedisLine

from tests.fetcher.builders import ANALYSIS, NOW, Simulator, fetcher, selected, simulated, spec
from tests.simulator.builders import a_channel, a_video

FAST = Policy(retry_delays_seconds=(0.02, 0.02), stall_delays_seconds=(0.02,), parked_check_seconds=0.05)
CHANNELS = 60
FAULTY_CHANNELS = 100
ADJUSTED = spec(window_days=30)


def world(channels: int = CHANNELS, videos: int = 3) -> Simulator:
    return simulated(
        [a_channel(number) for number in range(1, channels + 1)],
        [a_video(f"v{number}x{index}", number) for number in range(1, channels + 1) for index in range(videos)],
    )


@asynccontextmanager
async def running(
    simulator: Simulator, redis_url: str, log: MemoryLog, **settings: Any
) -> AsyncIterator[tuple[Service, Parts]]:
    """One fetcher process."""
    async with fetcher(simulator, redis_url, **settings) as parts:
        service = Service(
            "youtube_fetcher",
            MemoryBus(log),
            subscriptions(parts),
            world_now=parts.clock.now,
            policy=FAST,
            on_park=handlers.tell_paused,
            parked=streams.PARKED,
        )
        async with service:
            yield service, parts


def publish(log: MemoryLog, stream: Stream, *events: Event) -> None:
    for event in events:
        log.append(seal(stream, event, source="test", cause_id=str(uuid4())))


def select_all(log: MemoryLog, channels: int = CHANNELS) -> None:
    for number in range(1, channels + 1):
        publish(log, streams.CHANNEL_SELECTED, selected(f"UC{number:022d}", ADJUSTED))


def facts(log: MemoryLog, stream: Stream) -> list[Event]:
    return [stream_named(one.topic).decode(one.header("ce_type") or "", one.value) for one in log.all(stream.name)]


def fetched(log: MemoryLog) -> set[str]:
    """Channels that were fetched; a process that ends in the middle of a batch tells some of them again."""
    found = facts(log, streams.CHANNEL_VIDEOS_FETCHED)
    return {one.channel.id for one in found if isinstance(one, ChannelVideosFetched)}


def contents(found: list[Event]) -> dict[str, Any]:
    """Recordings by channel, without what they cost."""
    return {one.channel.id: one.model_dump(exclude={"spent"}) for one in found if isinstance(one, ChannelVideosFetched)}


async def until(holds: Callable[[], bool]) -> None:
    """Wait for the service, however long this machine takes: what hangs ends at pytest's own limit."""
    while not holds():  # noqa: ASYNC110  it is the service that we wait for
        await asyncio.sleep(0.01)


async def until_fetched(log: MemoryLog, channels: int) -> None:
    """Wait for so many channels; recordings are read once they may be enough, since reading them takes long."""
    stream = streams.CHANNEL_VIDEOS_FETCHED.name
    await until(lambda: len(log.all(stream)) >= channels and len(fetched(log)) == channels)


async def test_work_parked_at_an_empty_quota_resumes_at_the_reset_after_everything_was_killed(
    fresh_redis_url: str,
) -> None:
    simulator, log = world(), MemoryLog()
    long = {"uploads_ttl": timedelta(days=2), "statistics_ttl": timedelta(days=2)}
    select_all(log)
    async with running(simulator, fresh_redis_url, log, queries_per_day=25, **long):
        await until(lambda: len(fetched(log)) + len(log.all(streams.PARKED.name)) >= CHANNELS)
    assert len(fetched(log)) == 25
    pauses = facts(log, streams.ANALYSIS_PROGRESS)
    assert {(one.until - NOW, one.bucket.value) for one in pauses if isinstance(one, AnalysisPaused)} == {
        (timedelta(hours=20), "queries")
    }
    before = simulator.calls["playlistItems.list"]
    async with running(simulator, fresh_redis_url, log, queries_per_day=25, **long):
        await asyncio.sleep(0.2)
        assert simulator.calls["playlistItems.list"] == before, "a restart does not wake what is parked"
        simulator.advance(timedelta(hours=20))
        await until(lambda: len(fetched(log)) >= 50)
        simulator.advance(timedelta(hours=24))
        await until(lambda: len(fetched(log)) == CHANNELS)
    assert simulator.calls["playlistItems.list"] == CHANNELS, "nothing fetched twice"


async def test_a_quota_that_youtube_says_is_empty_parks_what_is_left(fresh_redis_url: str) -> None:
    simulator, log = world(), MemoryLog()
    simulator.break_with(quota_limits={"queries": 25})
    select_all(log)
    async with running(simulator, fresh_redis_url, log, concurrency=5):
        await until(lambda: len(fetched(log)) + len(log.all(streams.PARKED.name)) >= CHANNELS)
    assert len(fetched(log)) == 25
    assert simulator.calls["playlistItems.list"] <= 25 + 5, "one refusal stops all but those in flight"


async def test_a_crash_in_the_middle_fetches_nothing_twice_but_what_was_in_hand(fresh_redis_url: str) -> None:
    simulator, log = world(), MemoryLog()
    simulator.break_with(latency={"ms": 5})
    select_all(log)
    async with running(simulator, fresh_redis_url, log, concurrency=5):
        await until(lambda: simulator.calls.get("playlistItems.list", 0) > CHANNELS / 2)
    # Leaving ends the process in the middle of its batch: nothing of it is committed.
    async with running(simulator, fresh_redis_url, log, concurrency=5):
        await until(lambda: len(fetched(log)) == CHANNELS)
    assert simulator.calls["playlistItems.list"] <= CHANNELS + 5
    assert simulator.calls["videos.batchGetStats"] <= CHANNELS + 5


async def test_a_refused_key_stalls_the_work_and_a_mended_one_goes_on(fresh_redis_url: str) -> None:
    simulator, log = world(5), MemoryLog()
    simulator.break_with(rates={"400_keyInvalid": 1})
    select_all(log, 5)
    async with running(simulator, fresh_redis_url, log) as (service, _):
        await until(lambda: service.ready().get("youtube_key") is False)
        assert not fetched(log)
        simulator.break_with()
        await until(lambda: len(fetched(log)) == 5)
        await until(lambda: all(service.ready().values()))
    assert log.all("youtube_fetcher.dlq") == []


async def test_trouble_for_a_while_is_tried_again_later(fresh_redis_url: str) -> None:
    simulator, log = world(5), MemoryLog()
    simulator.break_with(rates={"5xx": 1})
    select_all(log, 5)
    async with running(simulator, fresh_redis_url, log, call_attempts=1):
        await until(lambda: len(log.all("youtube_fetcher.retry")) > 0)
        simulator.break_with()
        await until(lambda: len(fetched(log)) == 5)


async def test_a_cancelled_analysis_ends_with_what_it_has(fresh_redis_url: str) -> None:
    simulator, log = world(), MemoryLog()
    simulator.break_with(latency={"ms": 20})
    select_all(log)
    async with running(simulator, fresh_redis_url, log, concurrency=2):
        await until(lambda: len(fetched(log)) + simulator.calls.get("playlistItems.list", 0) > 6)
        publish(log, streams.ANALYSIS_LIFECYCLE, AnalysisCancelled(analysis_id=ANALYSIS))
        await until(lambda: len(facts(log, streams.CHANNEL_OUTCOMES)) + len(fetched(log)) == CHANNELS)
    skips = [one for one in facts(log, streams.CHANNEL_OUTCOMES) if isinstance(one, ChannelSkipped)]
    assert {one.reason for one in skips} == {SkipReason.CANCELLED}
    assert simulator.calls["playlistItems.list"] < CHANNELS / 2


async def test_a_redelivered_channel_is_told_the_same_and_paid_once(fresh_redis_url: str) -> None:
    simulator, log = world(1), MemoryLog()
    select_all(log, 1)
    select_all(log, 1)
    async with running(simulator, fresh_redis_url, log):
        await until(lambda: len(facts(log, streams.CHANNEL_VIDEOS_FETCHED)) == 2)
    assert simulator.calls == {"playlistItems.list": 1, "videos.batchGetStats": 1}


@pytest.mark.parametrize("seed", range(3))
async def test_faults_change_no_result_and_cost_few_calls(seed: int, fresh_redis_url: str, redis: RedisLine) -> None:
    simulator, log = world(FAULTY_CHANNELS, videos=50), MemoryLog()
    select_all(log, FAULTY_CHANNELS)
    async with running(simulator, fresh_redis_url, log):
        await until_fetched(log, FAULTY_CHANNELS)
    undisturbed, calls = facts(log, streams.CHANNEL_VIDEOS_FETCHED), sum(simulator.calls.values())

    broken, worse = world(FAULTY_CHANNELS, videos=50), MemoryLog()
    broken.break_with(seed=seed, rates={"5xx": 0.10, "429": 0.05, "malformed": 0.02, "slow": 0.05}, slow_ms=100)
    select_all(worse, FAULTY_CHANNELS)
    await redis.run("FLUSHDB")
    async with running(broken, fresh_redis_url, worse):
        await until_fetched(worse, FAULTY_CHANNELS)
    assert contents(facts(worse, streams.CHANNEL_VIDEOS_FETCHED)) == contents(undisturbed)
    # 17 % of the calls are lost, so that 1.2 times as many are made; the rest is the luck of a seed.
    assert sum(broken.calls.values()) <= 1.3 * calls
