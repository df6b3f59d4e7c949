"""Calls the fetcher's handlers as its runner does, and gives back the one fact they emit."""

from common import streams
from common.delivery.testing import FakeEmit
from common.events import (
    AnalysisRequested,
    CandidateChannelsFetched,
    ChannelSelected,
    ChannelSkipped,
    ChannelVideosFetched,
    Event,
    ExclusionListBuilt,
    ExclusionVideosFetched,
)
from youtube_fetcher.app import subscriptions
from youtube_fetcher.parts import Parts


async def handle(parts: Parts, group: str, event: Event) -> FakeEmit:
    """Everything that the handler of a group emits for an event."""
    (subscription,) = [one for one in subscriptions(parts) if one.group == f"youtube_fetcher.{group}"]
    emit = FakeEmit()
    await subscription.call(event, emit)
    return emit


async def exclusion_videos(parts: Parts, event: AnalysisRequested) -> ExclusionVideosFetched:
    (fact,) = (await handle(parts, "exclusion", event)).of(streams.EXCLUSION_VIDEOS_FETCHED)
    assert isinstance(fact, ExclusionVideosFetched)
    return fact


async def candidates(parts: Parts, event: ExclusionListBuilt) -> CandidateChannelsFetched:
    (fact,) = (await handle(parts, "candidates", event)).of(streams.CANDIDATE_CHANNELS_FETCHED)
    assert isinstance(fact, CandidateChannelsFetched)
    return fact


async def channel(parts: Parts, event: ChannelSelected) -> ChannelVideosFetched | ChannelSkipped:
    ((_, fact),) = (await handle(parts, "channels", event)).events
    assert isinstance(fact, ChannelVideosFetched | ChannelSkipped)
    return fact
