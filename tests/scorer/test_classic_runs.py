"""Recorded analyses of the original, scored again from the same world: every score as the same double."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from common.events import BrandFitRules, ChannelScored, ExclusionTopic, Method, Terms, TopicsMethod, Video, Window

from tests.scorer.builders import SCORER, a_recording, scoring
from tests.scorer.golden import rules
from tests.shared_data import SHARED, needs_shared

RUNS = ("A_client_default", "B_in_range_competitors", "E_no_exclusions_month")
GATE = 20


def load(name):
    with gzip.open(SHARED / "parity" / name, "rt", encoding="utf-8") as file:
        return json.load(file)


@pytest.fixture(scope="module")
def world():
    document = load("world.json.gz")
    channels = {channel["id"]: channel for channel in document["channels"]}
    videos = {name: [] for name in channels}
    for video in sorted(document["videos"], key=lambda v: (v["publishedAt"], v["id"]), reverse=True):
        videos[video["channelId"]].append(video)
    return datetime.fromisoformat(document["meta"]["now"]), channels, videos


def as_video(video):
    gone = video["state"] == "gone"
    views = video["statistics"].get("viewCount")
    return Video(
        id=video["id"],
        channel_id=video["channelId"],
        title=video["title"],
        description=video["description"],
        published_at=None if gone else datetime.fromisoformat(video["publishedAt"]),
        view_count=None if gone or views is None else int(views),
        available=not gone,
    )


@needs_shared
@pytest.mark.parametrize("name", RUNS)
def test_a_recorded_run_comes_out_the_same(name, world):
    now, channels, videos = world
    run = load(f"runs/{name}.json.gz")
    config = run["config"]
    terms = Terms(
        method=TopicsMethod.CLASSIC_1,
        topics=tuple(ExclusionTopic(name=topic) for topic in run["exclusionGamesFullSnippets"]),
    )
    asked = scoring(
        Method.CLASSIC_1,
        gate=GATE,
        min_score=config["outlierThreshold"],
        brand_fit=BrandFitRules.model_validate(rules().model_dump()),
    )
    found = []
    for channel_id in run["qualifiedChannels"]:
        subscribers = int(channels[channel_id]["statistics"]["subscriberCount"])
        recording = a_recording(
            [],
            subscribers=subscribers,
            channel_id=channel_id,
            scoring=asked,
            terms=terms,
            window=Window(as_of=now.astimezone(UTC), days=config["timeWindow"]),
        )
        recording = recording.model_copy(update={"videos": tuple(as_video(v) for v in videos[channel_id])})
        outcome = SCORER.score(recording)
        if isinstance(outcome, ChannelScored):
            found += [(v.video_id, v.score, v.brand_fit) for v in outcome.videos if v.outlier]

    found.sort(key=lambda row: -row[1])
    expected = [(row["videoId"], row["outlierScore"], row["brandFit"]) for row in run["resultsFullSnippets"]]
    assert found[:50] == expected
