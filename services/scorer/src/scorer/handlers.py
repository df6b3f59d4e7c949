"""What the scorer does with each event; each handler is a consumer group of its own."""

from common import streams
from common.delivery import Emit, handles
from common.events import ChannelVideosFetched, RescoreRequested

from scorer.domain.channel import Scorer
from scorer.domain.rescore import rescored
from scorer.recordings import Recordings

RESCORE_SECONDS = 300


@handles(streams.CHANNEL_VIDEOS_FETCHED, group="scorer.score")
async def score_channel(event: ChannelVideosFetched, emit: Emit, scorer: Scorer) -> None:
    """Emit what each of the channel's videos is worth against the channel's normal."""
    await emit(streams.CHANNEL_OUTCOMES, scorer.score(event))


@handles(
    streams.ANALYSIS_LIFECYCLE,
    group="scorer.rescore",
    only=(RescoreRequested,),
    timeout_seconds=RESCORE_SECONDS,
)
async def rescore_recording(event: RescoreRequested, emit: Emit, scorer: Scorer, recordings: Recordings) -> None:
    """Judge a recording anew under the new analysis' id: the live streams see nothing, no quota is spent."""
    found = await recordings.of(event)
    for stream, outcome in rescored(event, found, scorer):
        await emit(stream, outcome)
