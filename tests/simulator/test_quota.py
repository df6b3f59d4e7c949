from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from youtube_simulator.quota import LOS_ANGELES, Bucket, BucketEmptyError, Quota, next_reset

from tests.simulator.builders import a_channel, simulating


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "reset"),
    [
        ("2026-01-15T12:00:00", "2026-01-16T08:00:00"),
        ("2026-07-15T12:00:00", "2026-07-16T07:00:00"),
        # Clocks go forward on 8 March 2026: that day has 23 hours.
        ("2026-03-08T07:59:59", "2026-03-08T08:00:00"),
        ("2026-03-08T08:00:00", "2026-03-09T07:00:00"),
        ("2026-03-08T12:00:00", "2026-03-09T07:00:00"),
        # Clocks go back on 1 November 2026: that day has 25 hours.
        ("2026-11-01T06:59:59", "2026-11-01T07:00:00"),
        ("2026-11-01T07:00:00", "2026-11-02T08:00:00"),
        ("2026-11-01T09:30:00", "2026-11-02T08:00:00"),
    ],
)
def test_the_next_reset_is_midnight_in_los_angeles(now, reset):
    assert next_reset(at(now)) == at(reset)


@given(st.integers(1_580_000_000, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_reset_is_the_first_midnight_to_come(now):
    reset = next_reset(now)
    assert now < reset <= now + timedelta(hours=25)
    local = reset.astimezone(LOS_ANGELES)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert local.date() == now.astimezone(LOS_ANGELES).date() + timedelta(days=1)


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01", "2026-06-16"])
def test_an_empty_bucket_stays_empty_until_the_reset_and_is_full_from_it_on(day):
    morning = datetime.fromisoformat(day).replace(hour=4, tzinfo=LOS_ANGELES)
    reset = next_reset(morning)
    quota = Quota({Bucket.QUERIES: 1, Bucket.SEARCH: 1, Bucket.BATCH_STATS: 1})
    quota.charge(Bucket.SEARCH, morning)
    with pytest.raises(BucketEmptyError):
        quota.charge(Bucket.SEARCH, reset - timedelta(seconds=1))
    quota.charge(Bucket.SEARCH, reset)
    assert quota.used(reset)[Bucket.SEARCH] == 1
    assert quota.total()[Bucket.SEARCH] == 2


async def test_each_method_draws_on_its_own_bucket_one_unit_a_call():
    channel = a_channel()["id"]
    async with simulating() as simulator:
        await simulator.answer("search", part="id", q="channel")
        await simulator.answer("videos:batchGetStats", part="id", id="one________")
        await simulator.answer("channels", part="id", id=channel)
        await simulator.answer("videos", part="id", id="one________")
        await simulator.answer("playlistItems", part="id", playlistId=a_channel()["uploads"])
        await simulator.answer("channelSections", part="id", channelId=channel)
        usage = await simulator.usage()
    assert usage["quota"] == {"queries": 4, "search": 1, "batch_stats": 1}
    assert usage["calls"]["search.list"] == usage["calls"]["videos.batchGetStats"] == 1
    assert usage["max_in_flight"] == 1


async def test_failed_requests_cost_the_same_and_a_refusal_for_quota_nothing():
    async with simulating(queries_per_day=2) as simulator:
        assert await simulator.refusal("videos", part="id", id="") == (400, "missingRequiredParameter")
        assert await simulator.refusal("playlistItems", part="id", playlistId="UUnone") == (404, "playlistNotFound")
        for _ in range(3):
            assert await simulator.refusal("channels", part="id", id="x") == (403, "quotaExceeded")
        usage = await simulator.usage()
    assert usage["quota"]["queries"] == 2
    assert usage["calls"]["channels.list"] == 3


async def test_the_newer_buckets_say_per_day_with_status_429():
    async with simulating(searches_per_day=0, batch_stats_per_day=0) as simulator:
        search = await simulator.call("search", part="id", q="x")
        stats = await simulator.call("videos:batchGetStats", part="id", id="one________")
        await simulator.answer("channels", part="id", id="x")
    for response, name in ((search, "Search Queries per day"), (stats, "Batch Get Stats Queries per day")):
        error = response.json()["error"]
        assert response.status_code == 429
        assert error["errors"][0]["reason"] == "rateLimitExceeded"
        assert error["errors"][0]["domain"] == "global"
        assert name in error["message"]


async def test_moving_the_clock_over_midnight_fills_the_buckets():
    async with simulating(searches_per_day=1) as simulator:
        await simulator.set_clock("2026-03-09T06:59:59Z")
        await simulator.answer("search", part="id", q="x")
        assert await simulator.refusal("search", part="id", q="x") == (429, "rateLimitExceeded")
        assert (await simulator.usage())["quota_resets_at"] == "2026-03-09T07:00:00.000Z"
        await simulator.set_clock("2026-03-09T07:00:00Z")
        await simulator.answer("search", part="id", q="x")
        usage = await simulator.usage()
    assert usage["quota"]["search"] == 1
    assert usage["quota_total"]["search"] == 2


async def test_a_reset_sets_counters_and_spent_quota_to_zero():
    async with simulating(searches_per_day=1) as simulator:
        await simulator.answer("search", part="id", q="x")
        assert (await simulator.http.post("/simulator/reset")).status_code == 204
        usage = await simulator.usage()
        assert (usage["calls"], usage["quota"]["search"], usage["max_in_flight"]) == ({}, 0, 0)
        await simulator.answer("search", part="id", q="x")


async def test_limits_can_be_changed_while_it_runs_and_return_to_those_of_the_start():
    async with simulating() as simulator:
        await simulator.set_faults(quota_limits={"search": 0})
        assert await simulator.refusal("search", part="id", q="x") == (429, "rateLimitExceeded")
        assert (await simulator.usage())["quota_limits"] == {"queries": 10_000, "search": 0, "batch_stats": 10_000}
        await simulator.set_faults()
        await simulator.answer("search", part="id", q="x")
