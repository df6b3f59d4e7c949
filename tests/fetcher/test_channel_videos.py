"""From a selected channel to its recording, or to why there is none."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from common.errors import QuotaExhausted, TransientError
from common.events import (
    Bucket,
    ChannelSkipped,
    ChannelVideosFetched,
    LiveState,
    Method,
    OnQuota,
    QuotaSpent,
    SkipReason,
)

from tests.fetcher.builders import ANALYSIS, NOW, Simulator, fetcher, selected, simulated, spec
from tests.fetcher.handling import channel, handle
from tests.simulator.builders import a_channel, a_video

ONE = "UC0000000000000000000001"
CLASSIC = spec(method=Method.CLASSIC_1, window_days=7)
ADJUSTED = spec(window_days=7)


def aged(name: str, days: float, **changes: Any) -> dict[str, Any]:
    published = (NOW - timedelta(days=days)).isoformat().replace("+00:00", "Z")
    return a_video(name, **({"publishedAt": published} | changes))


def many(number: int, *, first_age: float = 0.1, step: float = 0.1) -> list[dict[str, Any]]:
    return [aged(f"v{index}", first_age + index * step) for index in range(number)]


def world(videos: Iterable[dict[str, Any]]) -> Simulator:
    return simulated([a_channel(1)], list(videos))


async def test_adjusted_gets_the_window_and_what_makes_up_the_normal_with_counts(fresh_redis_url: str) -> None:
    async with fetcher(world([aged("new", 1), aged("old", 60)]), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert [video.id[:3] for video in fact.videos] == ["new", "old"]
    (new, _) = fact.videos
    assert (new.view_count, new.like_count, new.comment_count, new.duration_seconds) == (5000, 100, 9, 527)
    assert new.description == "Some text."
    assert fact.spent == QuotaSpent(queries=1, batch_stats=1)
    assert fact.observed_at == NOW


async def test_a_channel_costs_one_unit_and_one_call_for_its_counts(fresh_redis_url: str) -> None:
    simulator = world(many(300, step=0.2))
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert len(fact.videos) == 50
    assert simulator.calls == {"playlistItems.list": 1, "videos.batchGetStats": 1}


async def test_a_window_with_more_videos_than_are_read_is_said_to_be_cut(fresh_redis_url: str) -> None:
    async with fetcher(world(many(80, step=0.05)), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert fact.window_cut


async def test_classic_counts_what_is_gone_in_its_place(fresh_redis_url: str) -> None:
    videos = [aged("a", 1), aged("gone", 2, state="gone"), aged("b", 3), aged("old", 9)]
    async with fetcher(world(videos), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, CLASSIC))
    assert isinstance(fact, ChannelVideosFetched)
    assert [(video.id.rstrip("_"), video.available) for video in fact.videos] == [
        ("a", True),
        ("gone", False),
        ("b", True),
    ]
    assert fact.videos[1].published_at is None


async def test_adjusted_leaves_out_what_is_gone(fresh_redis_url: str) -> None:
    async with fetcher(world([aged("a", 1), aged("gone", 2, state="gone")]), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert [video.id.rstrip("_") for video in fact.videos] == ["a"]


async def test_a_broadcast_that_has_not_ended_is_told_by_its_length(fresh_redis_url: str) -> None:
    upcoming = aged("soon", 1, live="upcoming", duration="P0D", statistics={"viewCount": "0"})
    async with fetcher(world([upcoming, aged("a", 2)]), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert [video.live for video in fact.videos] == [LiveState.UPCOMING, LiveState.NONE]


async def test_a_hidden_count_stays_unknown(fresh_redis_url: str) -> None:
    async with fetcher(world([aged("a", 1, statistics={"viewCount": "7"})]), fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert (fact.videos[0].view_count, fact.videos[0].like_count) == (7, None)


@pytest.mark.parametrize(
    ("videos", "asked", "reason"),
    [
        ([], ONE, SkipReason.NO_UPLOADS),
        ([], "UC0000000000000000000099", SkipReason.NO_UPLOADS),
        ([aged("old", 30)], ONE, SkipReason.NOTHING_IN_WINDOW),
        ([aged("gone", 1, state="gone")], ONE, SkipReason.NOTHING_IN_WINDOW),
    ],
    ids=["empty", "unknown channel", "nothing new", "all gone"],
)
async def test_what_the_world_lacks_is_a_skipped_channel(
    videos: list[dict[str, Any]], asked: str, reason: SkipReason, fresh_redis_url: str
) -> None:
    simulator = world(videos)
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await channel(parts, selected(asked, ADJUSTED))
    assert isinstance(fact, ChannelSkipped)
    assert fact.reason is reason
    assert fact.detail
    assert "videos.batchGetStats" not in simulator.calls, "nothing is spent on counts of nothing"


async def test_a_closed_playlist_is_a_skipped_channel(fresh_redis_url: str) -> None:
    simulator = world([aged("a", 1)])
    simulator.break_with(rates={"403_forbidden": 1})
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelSkipped)
    assert fact.reason is SkipReason.NO_UPLOADS
    assert fact.spent.queries == 1


async def test_a_page_of_gone_videos_is_read_over(fresh_redis_url: str) -> None:
    gone = [aged(f"g{index}", 0.01 * (index + 1), state="gone") for index in range(50)]
    simulator = world([*gone, *many(20, first_age=1)])
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelVideosFetched)
    assert len(fact.videos) == 20
    assert simulator.calls["playlistItems.list"] == 2


async def test_an_endless_playlist_is_read_up_to_a_bound(fresh_redis_url: str) -> None:
    gone = [aged(f"g{index}", 0.001 * (index + 1), state="gone") for index in range(1000)]
    simulator = world([*gone, aged("a", 2)])
    async with fetcher(simulator, fresh_redis_url, max_playlist_pages=3) as parts:
        await channel(parts, selected(ONE, ADJUSTED))
    assert simulator.calls["playlistItems.list"] == 3


async def test_a_repeat_within_the_lifetimes_costs_nothing_and_keeps_its_date(fresh_redis_url: str) -> None:
    simulator = world(many(20))
    async with fetcher(simulator, fresh_redis_url) as parts:
        first = await channel(parts, selected(ONE, ADJUSTED))
        simulator.forget()
        simulator.advance(timedelta(minutes=30))
        again = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(first, ChannelVideosFetched)
    assert isinstance(again, ChannelVideosFetched)
    assert simulator.calls == {}
    assert again.spent == QuotaSpent(cached=2)
    assert (again.videos, again.observed_at) == (first.videos, first.observed_at)


async def test_an_analysis_that_needs_more_counts_pays_for_the_rest_alone(fresh_redis_url: str) -> None:
    simulator = world(many(40, step=0.5))
    async with fetcher(simulator, fresh_redis_url) as parts:
        await channel(parts, selected(ONE, CLASSIC))
        simulator.forget()
        simulator.advance(timedelta(minutes=10))
        wider = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(wider, ChannelVideosFetched)
    assert simulator.calls == {"videos.batchGetStats": 1}
    assert len(wider.videos) == 40
    assert all(video.view_count for video in wider.videos)
    assert wider.observed_at == NOW, "the oldest of its counts dates a recording"


async def test_a_cancelled_analysis_spends_nothing(fresh_redis_url: str) -> None:
    simulator = world(many(5))
    async with fetcher(simulator, fresh_redis_url) as parts:
        await parts.cancellations.add(ANALYSIS)
        fact = await channel(parts, selected(ONE, ADJUSTED))
    assert isinstance(fact, ChannelSkipped)
    assert fact.reason is SkipReason.CANCELLED
    assert simulator.calls == {}


async def test_an_empty_bucket_parks_the_channel_of_an_owner_who_waits(fresh_redis_url: str) -> None:
    simulator = world(many(5))
    simulator.break_with(quota_limits={"queries": 0})
    async with fetcher(simulator, fresh_redis_url) as parts:
        with pytest.raises(QuotaExhausted) as raised:
            await channel(parts, selected(ONE, ADJUSTED))
    assert raised.value.bucket is Bucket.QUERIES


async def test_an_empty_bucket_skips_the_channel_of_an_owner_who_does_not(fresh_redis_url: str) -> None:
    simulator = world(many(5))
    simulator.break_with(quota_limits={"batch_stats": 0})
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await channel(parts, selected(ONE, spec(on_quota=OnQuota.PARTIAL)))
    assert isinstance(fact, ChannelSkipped)
    assert fact.reason is SkipReason.QUOTA_EXHAUSTED
    assert fact.spent == QuotaSpent(queries=1, batch_stats=1)


async def test_what_was_read_before_the_quota_ran_out_is_not_read_again(fresh_redis_url: str) -> None:
    simulator = world(many(5))
    simulator.break_with(quota_limits={"batch_stats": 0})
    async with fetcher(simulator, fresh_redis_url, uploads_ttl=timedelta(days=1)) as parts:
        with pytest.raises(QuotaExhausted) as raised:
            await channel(parts, selected(ONE, ADJUSTED))
        simulator.forget()
        simulator.break_with()
        simulator.advance(raised.value.until - NOW)
        await channel(parts, selected(ONE, ADJUSTED))
    assert simulator.calls == {"videos.batchGetStats": 1}


async def test_trouble_that_lasts_goes_to_the_retries(fresh_redis_url: str) -> None:
    simulator = world(many(5))
    simulator.break_with(rates={"5xx": 1})
    async with fetcher(simulator, fresh_redis_url, call_attempts=2) as parts:
        with pytest.raises(TransientError):
            await channel(parts, selected(ONE, ADJUSTED))
    assert simulator.calls == {"playlistItems.list": 2}


async def test_a_bulk_channel_is_read_the_same_way(fresh_redis_url: str) -> None:
    async with fetcher(world(many(5)), fresh_redis_url) as parts:
        emit = await handle(parts, "channels-bulk", selected(ONE, ADJUSTED))
    assert isinstance(emit.events[0][1], ChannelVideosFetched)
