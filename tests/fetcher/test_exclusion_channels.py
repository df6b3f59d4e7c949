"""Who the exclusion channels are, what they made lately, and what finding that out costs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common import streams
from common.errors import QuotaExhausted
from common.events import (
    AnalysisFailed,
    AnalysisSpec,
    Bucket,
    ContentProfile,
    ExclusionVideosFetched,
    FailureReason,
    Method,
    OnQuota,
    ProgressReported,
    QuotaSpent,
    TopicsMethod,
)

from tests.fetcher.builders import ANALYSIS, NOW, Simulator, account, fetcher, requested, simulated, spec
from tests.fetcher.handling import exclusion_videos, handle
from tests.simulator.builders import a_channel, a_video

ANOTHER = UUID(int=2)
ONE, TWO = "UC0000000000000000000001", "UC0000000000000000000002"


def world() -> Simulator:
    return simulated(
        [
            a_channel(1, title="Bread & Butter", customUrl="@breadandbutter", sections=[{"channels": [TWO]}]),
            a_channel(2, title="Slow Oven", customUrl="@oven.official", username="slowovenold"),
        ],
        [a_video("one", 1), a_video("two", 2, tags=["oven", "sourdough"]), a_video("gone", 1, state="gone")],
    )


@pytest.mark.parametrize(
    "name",
    [
        TWO,
        "@oven.official",
        f"https://www.youtube.com/channel/{TWO}",
        "youtube.com/@oven.official",
        "https://www.youtube.com/user/slowovenold",
    ],
)
async def test_an_id_a_handle_or_a_link_needs_no_search(name: str, fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=(name,))))
    assert [(one.name, one.channel.id) for one in fact.channels] == [(name, TWO)]
    assert simulator.calls == {
        "channels.list": 1,
        "playlistItems.list": 1,
        "channelSections.list": 1,
        "videos.list": 1,
    }
    assert fact.spent == QuotaSpent(queries=4)


async def test_a_name_is_first_tried_as_the_handle_it_probably_has(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=("Bread & Butter",))))
    assert fact.channels[0].channel.id == ONE
    assert fact.spent == QuotaSpent(queries=4)


async def test_a_name_that_no_handle_answers_costs_one_search(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=("Slow Oven",))))
    assert fact.channels[0].channel.id == TWO
    assert fact.spent == QuotaSpent(search=1, queries=5)


async def test_a_channel_seen_before_is_found_by_its_title(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        await exclusion_videos(parts, requested(spec(exclusion_channels=(TWO,))))
        simulator.forget()
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=("slow oven!",))))
    assert fact.channels[0].channel.id == TWO
    assert simulator.calls == {}


async def test_a_fan_channel_does_not_take_the_name_of_a_star_seen_before(fresh_redis_url: str) -> None:
    def counts(subscribers: int) -> dict[str, object]:
        return {"viewCount": "1", "subscriberCount": str(subscribers), "videoCount": "3"}

    simulator = simulated(
        [
            a_channel(1, title="Star", statistics=counts(2_000_000)),
            a_channel(2, title="Star", statistics=counts(300)),
        ]
    )
    async with fetcher(simulator, fresh_redis_url) as parts:
        for channel_id in (ONE, TWO):
            await exclusion_videos(parts, requested(spec(exclusion_channels=(channel_id,))))
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=("Star",))))
    assert fact.channels[0].channel.id == ONE


async def test_names_that_youtube_does_not_know_are_told_and_the_rest_goes_on(fresh_redis_url: str) -> None:
    names = ("@nobody", "No Such Channel At All", TWO, "UC9999999999999999999999")
    async with fetcher(world(), fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=names)))
    assert fact.not_found == ("@nobody", "No Such Channel At All", "UC9999999999999999999999")
    assert [one.channel.id for one in fact.channels] == [TWO]


async def test_two_names_of_one_channel_are_read_once(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=(TWO, "@oven.official"))))
    assert [one.channel.id for one in fact.channels] == [TWO, TWO]
    assert simulator.calls["playlistItems.list"] == 1
    assert len(fact.videos) == 1


async def test_videos_come_with_what_tells_their_topics(fresh_redis_url: str) -> None:
    async with fetcher(world(), fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=(TWO,))))
    (video,) = fact.videos
    assert (video.tags, video.category_id, video.view_count) == (("oven", "sourdough"), "26", 5000)


async def test_featured_channels_are_told(fresh_redis_url: str) -> None:
    async with fetcher(world(), fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=(ONE,))))
    assert fact.featured_channel_ids == (TWO,)


async def test_four_units_are_enough_for_each_of_many_channels(fresh_redis_url: str) -> None:
    channels = [a_channel(number, title=f"Number {number} cooks") for number in range(1, 31)]
    videos = [a_video(f"v{number}-{index}", number) for number in range(1, 31) for index in range(60)]
    names = tuple(f"Number {number} cooks" for number in range(1, 31))
    async with fetcher(simulated(channels, videos), fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=names)))
    assert len(fact.channels) == 30
    assert len(fact.videos) <= 1000
    assert fact.spent.queries <= 4 * 30 + 1


async def test_a_repeat_costs_nothing(fresh_redis_url: str) -> None:
    simulator = world()
    asked = requested(spec(exclusion_channels=("Slow Oven", "Bread & Butter", "@nobody", "Nobody Either")))
    async with fetcher(simulator, fresh_redis_url) as parts:
        first = await exclusion_videos(parts, asked)
        simulator.forget()
        simulator.advance(timedelta(minutes=30))
        again = await exclusion_videos(parts, asked.model_copy(update={"analysis_id": ANOTHER}))
    assert simulator.calls == {}
    assert again.videos == first.videos
    assert again.spent.search == again.spent.queries == 0


async def test_an_analysis_without_names_goes_on_at_once(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        emit = await handle(parts, "exclusion", requested(spec()))
    assert isinstance(emit.events[-1][1], ExclusionVideosFetched)
    assert isinstance(emit.events[0][1], ProgressReported)
    assert simulator.calls == {}


async def test_look_ups_that_cannot_all_be_searched_for_wait_together(fresh_redis_url: str) -> None:
    simulator = world()
    names = ("Slow Oven", "Unknown One", "Unknown Two")
    async with fetcher(simulator, fresh_redis_url, searches_per_day=2) as parts:
        with pytest.raises(QuotaExhausted) as raised:
            await exclusion_videos(parts, requested(spec(exclusion_channels=names)))
    assert raised.value.bucket is Bucket.SEARCH
    assert "search.list" not in simulator.calls, "none of them is spent while not all of them can be had"


async def test_an_owner_who_does_not_wait_gets_what_there_is(fresh_redis_url: str) -> None:
    names = ("Slow Oven", ONE)
    asked = requested(spec(exclusion_channels=names, on_quota=OnQuota.PARTIAL))
    simulator = world()
    simulator.break_with(quota_limits={"search": 0})
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, asked)
    assert (fact.not_found, [one.channel.id for one in fact.channels]) == (("Slow Oven",), [ONE])


async def test_with_nothing_found_an_owner_who_does_not_wait_is_told_why(fresh_redis_url: str) -> None:
    asked = requested(spec(exclusion_channels=("Slow Oven",), on_quota=OnQuota.PARTIAL))
    simulator = world()
    simulator.break_with(quota_limits={"search": 0})
    async with fetcher(simulator, fresh_redis_url) as parts:
        emit = await handle(parts, "exclusion", asked)
    (failed,) = emit.of(streams.ANALYSIS_LIFECYCLE)
    assert isinstance(failed, AnalysisFailed)
    assert failed.reason is FailureReason.QUOTA_EXHAUSTED


async def test_a_cancelled_analysis_says_nothing_more_and_spends_nothing(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        await parts.cancellations.add(ANALYSIS)
        emit = await handle(parts, "exclusion", requested(spec(exclusion_channels=("Slow Oven",))))
    assert emit.events == []
    assert simulator.calls == {}


def classic(**changes: Any) -> AnalysisSpec:
    return spec(
        method=Method.CLASSIC_1,
        topics_method=TopicsMethod.CLASSIC_1,
        profile=ContentProfile(search_queries=("bread", "oven")),
        **changes,
    )


async def test_classic_asks_its_fixed_queries_while_it_looks_names_up(fresh_redis_url: str) -> None:
    simulator = world()
    asked = requested(classic(exclusion_channels=("Slow Oven",)))
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, asked)
        states = await parts.quota.state(account())
    assert simulator.calls["search.list"] == 3
    assert fact.spent.search == 1, "the queries are on the bill of the step that needs them"
    assert next(one.held for one in states if one.bucket is Bucket.SEARCH) == 0


async def test_classic_searches_are_granted_for_the_whole_analysis_or_not_at_all(fresh_redis_url: str) -> None:
    simulator = world()
    asked = requested(classic(exclusion_channels=("Slow Oven",)))
    async with fetcher(simulator, fresh_redis_url, searches_per_day=2) as parts:
        with pytest.raises(QuotaExhausted):
            await exclusion_videos(parts, asked)
    assert "search.list" not in simulator.calls


async def test_classic_finds_names_as_the_original_does(fresh_redis_url: str) -> None:
    def counts(subscribers: int) -> dict[str, object]:
        return {"viewCount": "1", "subscriberCount": str(subscribers), "videoCount": "60"}

    simulator = simulated(
        [
            a_channel(1, title="BlockBuster Ben", statistics=counts(2_900_000)),
            a_channel(2, title="BlockBuster Ben Fans", statistics=counts(45_600)),
        ]
    )
    asked = requested(classic(exclusion_channels=("blockbuster ben",)))
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await exclusion_videos(parts, asked)
    assert fact.channels[0].channel.id == TWO


async def test_observation_is_dated_by_the_oldest_answer(fresh_redis_url: str) -> None:
    simulator = world()
    async with fetcher(simulator, fresh_redis_url) as parts:
        await exclusion_videos(parts, requested(spec(exclusion_channels=(ONE,))))
        simulator.advance(timedelta(minutes=30))
        fact = await exclusion_videos(parts, requested(spec(exclusion_channels=(ONE, TWO))))
    assert fact.observed_at == NOW
