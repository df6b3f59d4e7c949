"""What the fetcher hands on equals what the original fetched, for a fraction of the calls."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from common.events import AnalysisSpec
from youtube_fetcher.parts import Parts

from tests.fetcher import parity
from tests.fetcher.builders import Simulator, classic_spec, fetcher, list_built, requested, selected
from tests.fetcher.handling import candidates, channel, exclusion_videos
from tests.shared_data import needs_shared

pytestmark = needs_shared
RUNS = ("A", "B", "E")


def spec_of(recorded: dict[str, Any]) -> AnalysisSpec:
    return classic_spec(recorded["config"], parity.profile(), datetime.fromisoformat(recorded["worldNow"]))


def enough(videos: int) -> int:
    """Fewer than 3 are as good as none: a playlist cannot date a lone video that is gone."""
    return videos if videos >= 3 else 0


@pytest.mark.parametrize("name", RUNS)
async def test_exclusion_names_find_the_channels_that_the_original_found(name: str, fresh_redis_url: str) -> None:
    recorded = parity.run(name)
    async with fetcher(Simulator(parity.world()), fresh_redis_url) as parts:
        event = await exclusion_videos(parts, requested(spec_of(recorded)))
    found = {one.name: [one.channel.id] for one in event.channels}
    expected = {lookup["query"]: lookup["returned"][:1] for lookup in recorded["exclusionLookups"]}
    assert {name: found.get(name, []) for name in expected} == expected


@pytest.mark.parametrize("name", RUNS)
async def test_fixed_queries_find_the_same_channels_in_the_same_order(name: str, fresh_redis_url: str) -> None:
    recorded = parity.run(name)
    spec = spec_of(recorded)
    async with fetcher(Simulator(parity.world()), fresh_redis_url) as parts:
        event = await candidates(parts, list_built(spec))
    by_id = {one.channel.id: one for one in event.candidates}
    order = []
    for search in recorded["discoverySearches"]:
        for channel_id in search["returned"]:
            channel = by_id[channel_id].channel
            assert spec.min_subscribers <= (channel.subscriber_count or 0) <= spec.max_subscribers
            if channel_id not in order:
                order.append(channel_id)
    ours = [one.channel.id for one in event.candidates if one.channel.id in order]
    assert ours == order


@pytest.mark.parametrize("name", RUNS)
async def test_each_channel_with_enough_videos_in_the_window_has_as_many_as_the_original_saw(
    name: str, fresh_redis_url: str
) -> None:
    recorded = parity.run(name)
    spec = spec_of(recorded)
    expected = {one["channelId"]: enough(one["videosInWindow"] or 0) for one in recorded["perChannel"]}
    counted: dict[str, int] = {}
    views: dict[str, int] = {}

    async def record(parts: Parts, channel_id: str) -> None:
        event = await channel(parts, selected(channel_id, spec))
        videos = getattr(event, "videos", ())
        counted[channel_id] = enough(len(videos))
        views.update({video.id: video.view_count or 0 for video in videos})

    async with fetcher(Simulator(parity.world()), fresh_redis_url) as parts:
        await asyncio.gather(*(record(parts, channel_id) for channel_id in expected))
    assert counted == expected
    assert {one["videoId"]: int(one["viewCount"]) for one in recorded["resultsFullSnippets"]}.items() <= views.items()
