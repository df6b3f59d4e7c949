"""Events as discovery gets them, with defaults for what a test does not care about."""

import gzip
import json
from datetime import UTC, datetime
from uuid import UUID

from common.events import (
    AnalysisSpec,
    Candidate,
    CandidateChannelsFetched,
    Channel,
    ExclusionChannel,
    ExclusionVideosFetched,
    Found,
    Method,
    Origin,
    Terms,
    TopicsMethod,
    Video,
)

from tests.shared_data import shared

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANALYSIS = UUID("00000000-0000-4000-8000-000000000001")


def a_spec(**fields):
    return AnalysisSpec(**{"as_of": NOW, **fields})


def a_classic_spec(**fields):
    return a_spec(**{"method": Method.CLASSIC_1, "topics_method": TopicsMethod.CLASSIC_1, **fields})


def a_video(video_id="v1", channel_id="UC1", **fields):
    return Video(id=video_id, channel_id=channel_id, **{"title": "A title", "published_at": NOW, **fields})


def a_channel(channel_id="UC1", **fields):
    return Channel(id=channel_id, **{"title": "A channel", "subscriber_count": 50_000, "video_count": 100, **fields})


def a_candidate(channel_id="UC1", *, query="a query", rank=0, way=Found.SEARCH, **fields):
    origin = Origin(way=way, query=query, rank=rank)
    return Candidate(channel=a_channel(channel_id, **fields), origins=(origin,))


def exclusion_videos(videos, *, channels=None, spec=None, **fields):
    ids = channels if channels is not None else list(dict.fromkeys(video.channel_id for video in videos))
    return ExclusionVideosFetched(
        analysis_id=ANALYSIS,
        owner="me",
        spec=spec or a_spec(),
        channels=tuple(ExclusionChannel(name=name, channel=a_channel(name)) for name in ids),
        videos=tuple(videos),
        observed_at=NOW,
        **fields,
    )


def candidate_channels(candidates, *, spec=None, **fields):
    return CandidateChannelsFetched(
        **{
            "analysis_id": ANALYSIS,
            "owner": "me",
            "spec": spec or a_spec(),
            "terms": Terms(method=TopicsMethod.TOPICS_0),
            "queries": (),
            "candidates": tuple(candidates),
            "observed_at": NOW,
            **fields,
        }
    )


def parity(name):
    with gzip.open(shared(f"parity/{name}.json.gz"), "rt", encoding="utf-8") as file:
        return json.load(file)


def world_channel(entry):
    statistics = entry["statistics"]
    subscribers = statistics.get("subscriberCount")
    return Channel(
        id=entry["id"],
        title=entry["title"],
        description=entry["description"],
        subscriber_count=None if subscribers is None else int(subscribers),
        subscribers_hidden=statistics["hiddenSubscriberCount"],
        video_count=int(statistics["videoCount"]),
        uploads_playlist=entry["uploads"],
    )


def world_video(entry):
    gone = entry["state"] != "public"
    return Video(
        id=entry["id"],
        channel_id=entry["channelId"],
        title="Private video" if gone else entry["title"],
        description="" if gone else entry["description"],
        published_at=None if gone else entry["publishedAt"],
        available=not gone,
    )
