"""What is kept of YouTube's answers, on the real Valkey."""

from datetime import timedelta

import pytest
from common.errors import DependencyDown
from common.worldtime import FixedClock
from youtube_fetcher.cache import Cache, Slot
from youtube_fetcher.parts import open_redis
from youtube_fetcher.reading.slots import Slots
from youtube_fetcher.redis_line import RedisLine

HOUR = timedelta(hours=1)
SLOT = Slot("youtube:test", HOUR)


@pytest.fixture
def cache(redis: RedisLine, clock: FixedClock) -> Cache:
    return Cache(redis, clock, missing_ttl=timedelta(minutes=10))


async def test_an_entry_is_dated_by_world_time(cache: Cache, clock: FixedClock) -> None:
    await cache.put(SLOT, b"data")
    clock.advance(timedelta(minutes=30))
    entry = await cache.get(SLOT)
    assert entry is not None
    assert (entry.data, entry.observed_at) == (b"data", clock.now() - timedelta(minutes=30))


async def test_an_entry_is_good_for_its_time_in_world_time(cache: Cache, clock: FixedClock) -> None:
    await cache.put(SLOT, b"data")
    clock.advance(HOUR)
    assert await cache.get(SLOT)
    clock.advance(timedelta(seconds=1))
    assert await cache.get(SLOT) is None
    assert await cache.fresh([SLOT]) == [False]


async def test_that_a_thing_is_missing_is_known_for_a_shorter_time(cache: Cache, clock: FixedClock) -> None:
    await cache.put(SLOT, b"")
    entry = await cache.get(SLOT)
    assert entry is not None
    assert entry.missing
    clock.advance(timedelta(minutes=11))
    assert await cache.get(SLOT) is None
    assert await cache.fresh([SLOT]) == [False]


async def test_what_was_observed_in_the_future_is_of_another_world(cache: Cache, clock: FixedClock) -> None:
    await cache.put(SLOT, b"data")
    clock.advance(-timedelta(days=1))
    assert await cache.get(SLOT) is None


async def test_redis_forgets_everything_within_28_days_whatever_is_asked_for(cache: Cache, redis: RedisLine) -> None:
    slot = Slot("youtube:test", timedelta(days=400))
    await cache.put(slot, b"data")
    left = timedelta(milliseconds=await redis.run("PTTL", slot.key))
    assert timedelta(days=27) < left <= timedelta(days=28)


async def test_an_entry_older_than_28_days_of_world_time_is_purged(cache: Cache, clock: FixedClock) -> None:
    slot = Slot("youtube:test", timedelta(days=400))
    await cache.put(slot, b"data")
    clock.advance(timedelta(days=28, seconds=1))
    assert await cache.get(slot) is None


async def test_an_answer_given_earlier_lives_only_for_the_rest_of_its_time(
    cache: Cache, redis: RedisLine, clock: FixedClock
) -> None:
    await cache.put(SLOT, b"data", observed_at=clock.now() - timedelta(minutes=50))
    assert await redis.run("PTTL", SLOT.key) <= 10 * 60 * 1000
    await cache.put(Slot("youtube:old", HOUR), b"data", observed_at=clock.now() - 2 * HOUR)
    assert not await redis.run("EXISTS", "youtube:old")


async def test_long_entries_are_packed_and_come_back_whole(cache: Cache, redis: RedisLine) -> None:
    long = b"a description that repeats itself, " * 1000
    await cache.put(SLOT, long)
    assert await redis.run("STRLEN", SLOT.key) < len(long) / 10
    entry = await cache.get(SLOT)
    assert entry is not None
    assert entry.data == long


async def test_many_entries_come_in_the_order_asked_for(cache: Cache) -> None:
    slots = [Slot(f"youtube:{number}", HOUR) for number in range(3)]
    await cache.put_many([(slots[0], b"zero"), (slots[2], b"two")])
    found = [entry.data if entry else None for entry in await cache.get_many(slots)]
    assert found == [b"zero", None, b"two"]
    assert await cache.fresh(slots) == [True, False, True]
    assert await cache.get_many([]) == []
    assert await cache.fresh([]) == []


async def test_what_somebody_else_wrote_is_not_an_entry(cache: Cache, redis: RedisLine) -> None:
    await redis.run("SET", SLOT.key, b"x")
    assert await cache.get(SLOT) is None


async def test_an_absent_redis_is_a_dependency_that_is_down(clock: FixedClock) -> None:
    away = open_redis("redis://127.0.0.1:1/0")
    cache = Cache(away, clock, missing_ttl=HOUR)
    with pytest.raises(DependencyDown, match="redis"):
        await cache.get(SLOT)
    with pytest.raises(DependencyDown, match="redis"):
        await cache.put(SLOT, b"data")
    await away.close()


def test_names_from_outside_cannot_reach_other_slots() -> None:
    slots = Slots()
    assert slots.search("a", 5).key != slots.search("a", 50).key
    assert ":x" not in slots.handle("quota:x").key
    assert slots.handle("Some") == slots.handle("some")
