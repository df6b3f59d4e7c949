"""The internal HTTP API that the gateway asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from common.events import AnalysisSpec, Channel, ContentProfile, Method, OnQuota, Video
from fastapi import FastAPI
from youtube_fetcher.lookup_api import router
from youtube_fetcher.parts import Parts
from youtube_fetcher.problems import add_problem_handlers

from tests.fetcher.builders import ANALYSIS, Simulator, fetcher, list_built, requested, selected, simulated, spec
from tests.fetcher.handling import candidates, channel, exclusion_videos
from tests.simulator.builders import a_channel, a_video

ONE = "UC0000000000000000000001"


def world() -> Simulator:
    return simulated([a_channel(1, title="Bread"), a_channel(2, title="More bread")], [a_video("one"), a_video("two")])


@asynccontextmanager
async def serving(
    simulator: Simulator, redis_url: str, **settings: Any
) -> AsyncIterator[tuple[Parts, httpx.AsyncClient]]:
    async with fetcher(simulator, redis_url, **settings) as parts:
        app = FastAPI()
        app.state.parts = parts
        app.include_router(router)
        add_problem_handlers(app, parts.clock)
        async with httpx.AsyncClient(base_url="http://fetcher", transport=httpx.ASGITransport(app)) as http:
            yield parts, http


async def test_quota_says_what_is_used_and_left(fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url) as (_, http):
        await http.get("/internal/channels/search", params={"q": "bread"})
        answer = (await http.get("/internal/quota")).json()
    buckets = {one["bucket"]: one for one in answer["buckets"]}
    assert {name: (one["used"], one["remaining"], one["limit"]) for name, one in buckets.items()} == {
        "search": (1, 99, 100),
        "queries": (1, 9_999, 10_000),
        "batch_stats": (0, 10_000, 10_000),
    }
    assert buckets["search"]["resets_at"] == "2026-03-02T08:00:00Z"


async def test_a_search_answers_in_youtubes_order_and_is_paid_once(fresh_redis_url: str) -> None:
    simulator = world()
    async with serving(simulator, fresh_redis_url) as (_, http):
        first = await http.get("/internal/channels/search", params={"q": "bread", "limit": 2})
        again = await http.get("/internal/channels/search", params={"q": "bread", "limit": 2})
    assert [Channel.model_validate(one).title for one in first.json()] == ["Bread", "More bread"]
    assert again.json() == first.json()
    assert simulator.calls == {"search.list": 1, "channels.list": 1}


async def test_a_search_for_a_handle_or_a_link_is_no_search(fresh_redis_url: str) -> None:
    simulator = world()
    async with serving(simulator, fresh_redis_url) as (_, http):
        found = await http.get("/internal/channels/search", params={"q": "youtube.com/@channel1"})
        nobody = await http.get("/internal/channels/search", params={"q": "@nobody"})
    assert [one["id"] for one in found.json()] == [ONE]
    assert nobody.json() == []
    assert "search.list" not in simulator.calls


@pytest.mark.parametrize("reference", [ONE, "@channel1"])
async def test_a_channel_and_its_videos_by_id_or_handle(reference: str, fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url) as (_, http):
        found = await http.get(f"/internal/channels/{reference}")
        videos = await http.get(f"/internal/channels/{reference}/videos", params={"limit": 1})
    assert Channel.model_validate(found.json()).id == ONE
    (video,) = [Video.model_validate(one) for one in videos.json()]
    assert video.view_count == 5000


async def test_a_channel_without_uploads_has_no_videos(fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url) as (_, http):
        assert (await http.get("/internal/channels/@channel2/videos")).json() == []


@pytest.mark.parametrize("path", ["UC9999999999999999999999", "@nobody", "not-a-reference", "@nobody/videos"])
async def test_an_unknown_channel_is_a_problem(path: str, fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url) as (_, http):
        answer = await http.get(f"/internal/channels/{path}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("YouTube knows no channel")


async def test_an_empty_quota_is_said_with_the_time_to_wait(fresh_redis_url: str) -> None:
    simulator = world()
    simulator.break_with(quota_limits={"search": 0})
    async with serving(simulator, fresh_redis_url) as (_, http):
        answer = await http.get("/internal/channels/search", params={"q": "bread"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str(20 * 3600)


@pytest.mark.parametrize(
    ("fault", "title"), [("5xx", "YouTube does not answer"), ("400_keyInvalid", "dependency down")]
)
async def test_trouble_with_youtube_is_told_as_one_to_try_again(fault: str, title: str, fresh_redis_url: str) -> None:
    simulator = world()
    simulator.break_with(rates={fault: 1})
    async with serving(simulator, fresh_redis_url, call_attempts=1) as (_, http):
        answer = await http.get(f"/internal/channels/{ONE}")
    assert (answer.status_code, answer.json()["title"]) == (503, title)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "x" * 101}, {"q": "x", "limit": 51}, {"q": "x", "limit": "many"}]
)
async def test_a_bad_request_names_the_field(query: dict[str, Any], fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url) as (_, http):
        answer = await http.get("/internal/channels/search", params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("query.")


def as_body(of: AnalysisSpec) -> str:
    return of.model_dump_json(by_alias=True)


async def plan(http: httpx.AsyncClient, of: AnalysisSpec) -> dict[str, Any]:
    answer = await http.post("/internal/plan", content=as_body(of), headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def expected(planned: dict[str, Any]) -> tuple[int, int, int]:
    return tuple(planned[name]["expected"] for name in ("searches", "queries", "batch_stats"))


async def test_a_plan_asks_youtube_nothing(fresh_redis_url: str) -> None:
    simulator = world()
    async with serving(simulator, fresh_redis_url) as (_, http):
        planned = await plan(http, spec(exclusion_channels=("@channel1", "Somebody Else"), max_channels=55))
    assert simulator.calls == {}
    assert planned["searches"]["worst"] == 9
    assert planned["affordable"]
    assert planned["waits_until"] is None


async def test_a_plan_that_today_cannot_bear_says_when(fresh_redis_url: str) -> None:
    async with serving(world(), fresh_redis_url, searches_per_day=5) as (_, http):
        planned = await plan(http, spec(max_channels=100))
    assert not planned["affordable"]
    assert planned["waits_until"] == "2026-03-02T08:00:00Z"


async def test_an_analysis_that_was_made_before_is_planned_as_free(fresh_redis_url: str) -> None:
    asked = spec(exclusion_channels=("Bread", "@channel2"), profile=ContentProfile(search_queries=("bread", "soup")))
    async with serving(world(), fresh_redis_url) as (parts, http):
        first = await plan(http, asked)
        await exclusion_videos(parts, requested(asked))
        fact = await candidates(parts, list_built(asked))
        for candidate in fact.candidates:
            await channel(parts, selected(candidate.channel.id, asked))
        again = await plan(http, asked.model_copy(update={"on_quota": OnQuota.PARTIAL, "min_score": 9.0}))
        other = await plan(http, asked.model_copy(update={"exclusion_channels": ("@somebody",)}))
    assert expected(first) > (0, 0, 0)
    assert expected(again) == (0, 0, 0)
    assert 0 < expected(other)[1] < expected(first)[1], "in the same niche most is known"


async def test_what_a_deleted_analysis_asked_for_is_forgotten(fresh_redis_url: str) -> None:
    asked = spec(exclusion_channels=("Bread",))
    async with serving(world(), fresh_redis_url) as (parts, _):
        await exclusion_videos(parts, requested(asked))
        assert await parts.redis.run("EXISTS", f"plan:names:{ANALYSIS}")
        await parts.planner.forget(ANALYSIS)
        assert not await parts.redis.run("EXISTS", f"plan:names:{ANALYSIS}")


async def test_a_classic_plan_counts_its_names_and_queries(fresh_redis_url: str) -> None:
    asked = spec(
        method=Method.CLASSIC_1,
        exclusion_channels=("Bread", "Soup"),
        profile=ContentProfile(search_queries=("a", "b", "c")),
    )
    async with serving(world(), fresh_redis_url) as (_, http):
        planned = await plan(http, asked)
    assert planned["searches"] == {"expected": 5, "worst": 5}
