"""Whole analyses of the original, replayed through discovery's decisions."""

from datetime import datetime

import pytest
from common.events import Candidate, ContentProfile, ExclusionChannel, Found, Origin
from discovery.domain.exclusion_list import classic_list
from discovery.domain.qualification import qualify
from topics.patterns import JavaScriptPattern

from tests.discovery.builders import (
    a_classic_spec,
    candidate_channels,
    exclusion_videos,
    parity,
    world_channel,
    world_video,
)
from tests.shared_data import needs_shared

RUNS = ("A_client_default", "B_in_range_competitors", "E_no_exclusions_month")


def compiled(pattern):
    return JavaScriptPattern(pattern.pattern, pattern.flags)


@pytest.fixture(scope="module")
def world():
    return parity("world")


@pytest.fixture(scope="module")
def profile():
    return ContentProfile.model_validate(parity("golden_vectors")["meta"]["contentConfig"])


def spec_of(run, world, profile):
    config = run["config"]
    return a_classic_spec(
        exclusion_channels=tuple(config["exclusionChannels"]),
        min_subscribers=config["minSubs"],
        max_subscribers=config["maxSubs"],
        window_days=config["timeWindow"],
        min_score=config["outlierThreshold"],
        profile=profile,
        as_of=datetime.fromisoformat(world["meta"]["now"]),
    )


def newest_first(world, channel_id):
    videos = [video for video in world["videos"] if video["channelId"] == channel_id and video["live"] == "none"]
    return [world_video(video) for video in sorted(videos, key=lambda video: video["publishedAt"], reverse=True)]


@needs_shared
@pytest.mark.parametrize("name", RUNS)
def test_exclusion_topics_come_in_the_originals_order(name, world, profile):
    run = parity(f"runs/{name}")
    channels = {entry["id"]: world_channel(entry) for entry in world["channels"]}
    looked_up = [(entry["query"], entry["returned"][0]) for entry in run["exclusionLookups"] if entry["returned"]]
    event = exclusion_videos(
        [video for _, channel_id in looked_up for video in newest_first(world, channel_id)],
        channels=[],
        spec=spec_of(run, world, profile),
    ).model_copy(
        update={"channels": tuple(ExclusionChannel(name=query, channel=channels[found]) for query, found in looked_up)}
    )
    built = classic_list(event, compiled)
    assert [topic.name for topic in built.topics] == run["exclusionGamesFullSnippets"]
    assert [topic.name for topic in built.terms.topics] == run["exclusionGamesFullSnippets"]
    assert list(built.queries) == world["queries"]


@needs_shared
@pytest.mark.parametrize("name", RUNS)
def test_channels_qualify_in_the_originals_order(name, world, profile):
    run = parity(f"runs/{name}")
    channels = {entry["id"]: world_channel(entry) for entry in world["channels"]}
    origins = {}
    for query in profile.search_queries:
        for rank, channel_id in enumerate(world["searchIndex"]["channel"][query][:20]):
            origins.setdefault(channel_id, []).append(Origin(way=Found.SEARCH, query=query, rank=rank))
    candidates = [
        Candidate(channel=channels[channel_id], origins=tuple(found[:3])) for channel_id, found in origins.items()
    ]
    decision = qualify(candidate_channels(candidates, spec=spec_of(run, world, profile)), {})
    assert [entry.channel.id for entry in decision.accepted] == run["qualifiedChannels"]
    assert len(decision.accepted) + len(decision.rejected) == len(candidates)
