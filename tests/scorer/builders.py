"""Recordings as the scorer gets them, with defaults for what a test does not care about."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from common.events import (
    ChannelVideosFetched,
    ExclusionTopic,
    Method,
    Scoring,
    SelectedChannel,
    Terms,
    TopicsMethod,
    Video,
    Window,
)
from scorer.domain.channel import Scorer
from scorer.patterns import finds

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANALYSIS = UUID("00000000-0000-4000-8000-000000000001")
SCORER = Scorer(finds)


def a_video(video_id="v1", *, days_old=10.0, views=1_000, seconds=600, **fields):
    values = {"published_at": NOW - timedelta(days=days_old), "view_count": views, "duration_seconds": seconds}
    return Video(id=video_id, channel_id="UC1", **{"title": f"Title of {video_id}", **values, **fields})


def uploads(count, *, views=1_000, seconds=600, name="old"):
    """So many uploads, 10 days apart, each with a few more views than the one before."""
    return [
        a_video(f"{name}{number}", days_old=10.0 * number, views=views + number, seconds=seconds)
        for number in range(1, count + 1)
    ]


def scoring(method=Method.ADJUSTED_1, **fields):
    return Scoring(method=method, **fields)


def a_recording(videos, *, method=Method.ADJUSTED_1, terms=None, subscribers=50_000, channel_id="UC1", **fields):
    newest_first = sorted(videos, key=lambda video: video.published_at or NOW, reverse=True)
    values = {
        "window": Window(as_of=NOW, days=7),
        "scoring": scoring(method),
        "terms": terms or Terms(method=TopicsMethod.TOPICS_0),
        "observed_at": NOW,
        "analysis_id": ANALYSIS,
    }
    return ChannelVideosFetched(
        channel=SelectedChannel(id=channel_id, title="A channel", subscriber_count=subscribers),
        videos=tuple(newest_first),
        **{**values, **fields},
    )


def covered(*names, method=TopicsMethod.TOPICS_0, **fields):
    return Terms(method=method, topics=tuple(ExclusionTopic(name=name) for name in names), **fields)


def score_of(outcome, video_id):
    return next(video for video in outcome.videos if video.video_id == video_id)
