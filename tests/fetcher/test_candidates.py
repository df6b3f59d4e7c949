"""Channels that might qualify: seen before, featured, mentioned, and by search only what these leave open."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from common.errors import QuotaExhausted
from common.events import (
    AnalysisSpec,
    Bucket,
    CandidateChannelsFetched,
    ContentProfile,
    Found,
    Method,
    OnQuota,
    QueryOutcome,
    QuotaSpent,
    TopicsMethod,
)

from tests.fetcher.builders import ANALYSIS, Simulator, account, fetcher, list_built, simulated, spec
from tests.fetcher.handling import candidates, handle
from tests.simulator.builders import a_channel

ANOTHER = UUID(int=2)
FOODS = ("bread", "soup", "cake", "stew", "pie", "tart", "curry", "pasta")


def channel_id(number: int) -> str:
    return f"UC{number:022d}"


def sized(number: int, food: str, subscribers: int = 50_000, **changes: Any) -> dict[str, Any]:
    counts = {"viewCount": "1", "subscriberCount": str(subscribers), "videoCount": "60"}
    return a_channel(
        number,
        **{"title": f"{food} {number}", "description": food, "keywords": [], "statistics": counts, **changes},
    )


def kitchen(each: int = 10) -> Simulator:
    """`each` channels a food, so that a search finds those of its food."""
    return simulated(
        [sized(100 * place + number, food) for place, food in enumerate(FOODS, 1) for number in range(each)]
    )


def ways(fact: CandidateChannelsFetched) -> dict[str, Found]:
    return {one.channel.id: one.origins[0].way for one in fact.candidates}


def outcomes(fact: CandidateChannelsFetched) -> list[tuple[str, QueryOutcome, int]]:
    return [(one.query, one.outcome, one.channels) for one in fact.queries]


async def test_each_candidate_says_how_it_was_found(fresh_redis_url: str) -> None:
    event = list_built(
        spec(max_channels=40),
        queries=("bread",),
        known_channel_ids=(channel_id(200),),
        featured_channel_ids=(channel_id(201), channel_id(200)),
        mentioned=(channel_id(300), "@channel301", "@nobody"),
    )
    async with fetcher(kitchen(), fresh_redis_url) as parts:
        fact = await candidates(parts, event)
    found = ways(fact)
    assert found.pop(channel_id(200)) is Found.KNOWN
    assert found.pop(channel_id(201)) is Found.FEATURED
    assert found.pop(channel_id(300)) is Found.MENTIONED
    assert found.pop(channel_id(301)) is Found.MENTIONED
    assert set(found.values()) == {Found.SEARCH}
    assert [one.way for one in fact.candidates[0].origins] == [Found.KNOWN, Found.FEATURED]
    assert fact.candidates[4].origins[0].query == "bread"


async def test_enough_known_channels_need_no_search_and_no_handle(fresh_redis_url: str) -> None:
    simulator = kitchen()
    known = tuple(channel_id(number) for number in range(100, 110))
    event = list_built(spec(max_channels=5), queries=FOODS, known_channel_ids=known, mentioned=("@channel200",))
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await candidates(parts, event)
    assert simulator.calls == {"channels.list": 1}
    assert fact.spent == QuotaSpent(queries=1)
    assert {one.outcome for one in fact.queries} == {QueryOutcome.SKIPPED}
    assert not fact.partial


async def test_handles_that_descriptions_mention_are_looked_up_to_a_bound(fresh_redis_url: str) -> None:
    simulator = kitchen()
    event = list_built(spec(), queries=(), mentioned=tuple(f"@channel{number}" for number in range(100, 110)))
    async with fetcher(simulator, fresh_redis_url, max_handles=3) as parts:
        fact = await candidates(parts, event)
    assert len(fact.candidates) == 3
    assert fact.spent.queries == 3


async def test_searching_goes_on_as_long_as_it_brings_something(fresh_redis_url: str) -> None:
    async with fetcher(kitchen(each=10), fresh_redis_url) as parts:
        fact = await candidates(parts, list_built(spec(max_channels=100), queries=FOODS))
    assert len(fact.candidates) == 80
    assert fact.spent.search == 8


async def test_searching_ends_when_three_queries_in_a_row_bring_nothing(fresh_redis_url: str) -> None:
    simulator = simulated([sized(number, "bread") for number in range(1, 20)])
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await candidates(parts, list_built(spec(max_channels=60), queries=("bread", *FOODS[1:])))
    assert [found for _, _, found in outcomes(fact)] == [19] + [0] * 7
    assert [one for _, one, _ in outcomes(fact)] == [QueryOutcome.RAN] * 6 + [QueryOutcome.SKIPPED] * 2


async def test_a_niche_that_is_known_whole_is_probed_with_two_searches(fresh_redis_url: str) -> None:
    simulator = simulated([sized(number, "bread") for number in range(1, 30)])
    known = tuple(channel_id(number) for number in range(1, 30))
    async with fetcher(simulator, fresh_redis_url) as parts:
        fact = await candidates(parts, list_built(spec(), queries=FOODS, known_channel_ids=known))
    assert fact.spent.search == 2


async def test_an_analysis_makes_no_more_searches_than_its_most(fresh_redis_url: str) -> None:
    async with fetcher(kitchen(), fresh_redis_url, max_searches=3) as parts:
        fact = await candidates(parts, list_built(spec(max_channels=1000), queries=FOODS))
    assert fact.spent.search == 3


async def test_a_repeat_stops_where_the_first_one_did_and_costs_nothing(fresh_redis_url: str) -> None:
    simulator = kitchen(each=8)
    event = list_built(spec(max_channels=20), queries=FOODS)
    async with fetcher(simulator, fresh_redis_url) as parts:
        first = await candidates(parts, event)
        simulator.forget()
        known = tuple(one.channel.id for one in first.candidates)
        again = await candidates(
            parts, list_built(spec(max_channels=20), analysis_id=ANOTHER, queries=FOODS, known_channel_ids=known)
        )
    assert 0 < first.spent.search < 8
    assert simulator.calls == {}
    assert again.spent.search == again.spent.queries == 0
    assert set(ways(again)) == set(ways(first))


async def test_a_redelivered_event_tells_the_same_and_spends_nothing_more(fresh_redis_url: str) -> None:
    simulator = kitchen()
    event = list_built(spec(max_channels=20), queries=FOODS)
    async with fetcher(simulator, fresh_redis_url) as parts:
        first = await candidates(parts, event)
        calls = simulator.calls
        again = await candidates(parts, event)
    assert simulator.calls == calls
    assert again.queries == first.queries
    assert again.candidates == first.candidates
    assert again.spent.search == first.spent.search, "its own searches stay on its bill"


async def test_two_processes_that_search_for_the_same_pay_once(fresh_redis_url: str) -> None:
    simulator = kitchen()
    simulator.break_with(latency={"ms": 30})
    async with fetcher(simulator, fresh_redis_url) as one, fetcher(simulator, fresh_redis_url) as other:
        search = one.searches.channels("bread", 50, account())
        same = other.searches.channels("bread", 50, account(ANOTHER))
        mine, theirs = await asyncio.gather(search, same)
    assert simulator.calls["search.list"] == 1
    assert mine.hits == theirs.hits
    assert [mine.own, theirs.own].count(True) == 1


async def test_searches_that_cannot_be_had_leave_the_bucket_as_it_is(fresh_redis_url: str) -> None:
    simulator = kitchen()
    async with fetcher(simulator, fresh_redis_url, searches_per_day=5) as parts:
        with pytest.raises(QuotaExhausted) as raised:
            await candidates(parts, list_built(spec(max_channels=60), queries=FOODS))
    assert raised.value.bucket is Bucket.SEARCH
    assert "search.list" not in simulator.calls


async def test_what_goes_beyond_the_expected_goes_as_far_as_the_quota_does(fresh_redis_url: str) -> None:
    async with fetcher(kitchen(each=2), fresh_redis_url, searches_per_day=5) as parts:
        fact = await candidates(parts, list_built(spec(max_channels=30), queries=FOODS))
        states = await parts.quota.state(account(ANOTHER))
    assert fact.spent.search == 5
    assert not fact.partial
    assert next(one.held for one in states if one.bucket is Bucket.SEARCH) == 0


async def test_an_owner_who_does_not_wait_gets_what_there_is_and_is_told(fresh_redis_url: str) -> None:
    simulator = kitchen()
    simulator.break_with(quota_limits={"search": 2})
    wanted = spec(max_channels=60, on_quota=OnQuota.PARTIAL)
    event = list_built(wanted, queries=FOODS, known_channel_ids=(channel_id(100), channel_id(101)))
    async with fetcher(simulator, fresh_redis_url, searches_per_day=100) as parts:
        fact = await candidates(parts, event)
    assert fact.partial
    assert {channel_id(100), channel_id(101)} <= set(ways(fact))


async def test_unused_searches_are_given_back(fresh_redis_url: str) -> None:
    async with fetcher(kitchen(each=20), fresh_redis_url) as parts:
        await candidates(parts, list_built(spec(max_channels=10), queries=FOODS))
        states = await parts.quota.state(account(ANOTHER))
    search = next(one for one in states if one.bucket is Bucket.SEARCH)
    assert (search.used, search.held) == (2, 0)


async def test_a_cancelled_analysis_says_nothing_more_and_spends_nothing(fresh_redis_url: str) -> None:
    simulator = kitchen()
    async with fetcher(simulator, fresh_redis_url) as parts:
        await parts.cancellations.add(ANALYSIS)
        emit = await handle(parts, "candidates", list_built(spec(), queries=FOODS))
    assert emit.events == []
    assert simulator.calls == {}


def classic(**changes: Any) -> AnalysisSpec:
    profile = ContentProfile(search_queries=FOODS)
    return spec(method=Method.CLASSIC_1, topics_method=TopicsMethod.CLASSIC_1, profile=profile, **changes)


async def test_classic_asks_every_query_for_twenty_channels(fresh_redis_url: str) -> None:
    async with fetcher(kitchen(each=30), fresh_redis_url) as parts:
        fact = await candidates(parts, list_built(classic()))
    assert [(query, found) for query, _, found in outcomes(fact)] == [(food, 20) for food in FOODS]
    assert fact.spent == QuotaSpent(search=8, queries=4)


async def test_classic_without_quota_tells_an_owner_who_does_not_wait(fresh_redis_url: str) -> None:
    simulator = kitchen()
    async with fetcher(simulator, fresh_redis_url, searches_per_day=3) as parts:
        fact = await candidates(parts, list_built(classic(on_quota=OnQuota.PARTIAL)))
        with pytest.raises(QuotaExhausted):
            await candidates(parts, list_built(classic()))
    assert fact.partial
    assert [one for _, one, _ in outcomes(fact)].count(QueryOutcome.RAN) == 3
