"""What the scorer does with each event; each handler is a consumer group of its own."""

import asyncio
from collections.abc import Sequence

from common import streams
from common.delivery import Emit, handles
from common.errors import TransientError
from common.events import ChannelVideosFetched, RescoreRequested, ViewCountsReread

from scorer.batches import Batches
from scorer.domain.rescore import taken_over, to_score_anew
from scorer.journal import Journal
from scorer.recordings import Recordings

RESCORE_SECONDS = 300


@handles(streams.CHANNEL_VIDEOS_FETCHED, group="scorer.score")
async def score_channel(event: ChannelVideosFetched, emit: Emit, batches: Batches) -> None:
    """Emit what each of the channel's videos is worth against the channel's normal."""
    await emit(streams.CHANNEL_OUTCOMES, await batches.score(event))


@handles(
    streams.ANALYSIS_LIFECYCLE,
    group="scorer.rescore",
    only=(RescoreRequested,),
    timeout_seconds=RESCORE_SECONDS,
)
async def rescore_recording(event: RescoreRequested, emit: Emit, batches: Batches, recordings: Recordings) -> None:
    """Judge a recording anew under the new analysis' id: the live streams see nothing, no quota is spent."""
    recording = await recordings.of(event)
    for stream, fact in taken_over(event, recording):
        await emit(stream, fact)

    async def judge(recorded: ChannelVideosFetched) -> None:
        await emit(streams.CHANNEL_OUTCOMES, await batches.score(recorded))

    # Each as soon as its batch is scored: what follows need not wait for the last.
    await asyncio.gather(*map(judge, to_score_anew(event, recording)))


@handles(streams.VIEW_COUNTS_REREAD, group="scorer.learn", batch=True)
async def record_later_counts(events: Sequence[ViewCountsReread], _emit: Emit, journal: Journal) -> None:
    """Keep what came of videos that were scored days ago beside what was said of them."""
    try:
        await asyncio.to_thread(journal.write_later_counts, events)
    except OSError as error:
        raise TransientError(f"the journal cannot be written: {error}") from error
