"""What discovery does with each event; each handler is a consumer group of its own.

Decisions about texts take up to a second of a core: they run in a thread, so that the service goes on answering.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from common import streams
from common.delivery import Emit, handles
from common.events import (
    CandidateChannelsFetched,
    ChannelsQualified,
    ChannelVideosFetched,
    ExclusionListBuilt,
    ExclusionVideosFetched,
    Lane,
    TopicPattern,
    TopicsMethod,
)
from topics.frequencies import Frequencies
from topics.patterns import JavaScriptPattern

from discovery.domain.dead_end import nowhere_to_look
from discovery.domain.exclusion_list import build_exclusion_list, with_known_channels, words_of
from discovery.domain.expansion import expand
from discovery.domain.known import wanted_channels
from discovery.domain.qualification import qualify
from discovery.recorded import Recorded
from discovery.seen import Seen

USUAL_WORDS = 200
"""So many of the most usual words of all titles seen come with those of the event; some are little words."""
LEARN_LINGER_MS = 200
"""Nobody waits for what is learnt: fewer, larger transactions leave the processor to those who are waited for."""
LEARN_AT_ONCE = 25


@handles(streams.EXCLUSION_VIDEOS_FETCHED, group="discovery.build_exclusion_list")
async def build_list(event: ExclusionVideosFetched, emit: Emit, seen: Seen, recorded: Recorded) -> None:
    """Emit what the exclusion channels have covered and where to look for others."""
    built = await _list_of(event, seen, recorded)
    failed = nowhere_to_look(built, found=len(event.channels))
    if failed is not None:
        await emit(streams.ANALYSIS_LIFECYCLE, failed)
    else:
        await emit(streams.EXCLUSION_LIST_BUILT, built)


@handles(streams.CANDIDATE_CHANNELS_FETCHED, group="discovery.qualify_channels")
async def qualify_channels(event: CandidateChannelsFetched, emit: Emit, seen: Seen, recorded: Recorded) -> None:
    """Emit the decision which channels are worth their quota, the same one each time, and remember all of them."""
    newest: Mapping[str, datetime] = {}
    if not event.spec.method.is_classic:
        newest = await seen.newest_uploads([candidate.channel.id for candidate in event.candidates])
    decision = await asyncio.to_thread(qualify, event, newest)
    decided = await recorded.record_decision(decision, event.observed_at)
    await emit(streams.CHANNELS_QUALIFIED, decided)
    await seen.remember_channels([candidate.channel for candidate in event.candidates], event.observed_at)


@handles(streams.CHANNELS_QUALIFIED, group="discovery.expand", only=(ChannelsQualified,))
async def expand_decision(event: ChannelsQualified, emit: Emit) -> None:
    """Emit one message a channel of the decision, in the lane of its analysis; what is re-scored needs none."""
    bulk = event.spec.lane is Lane.BULK
    for selected in expand(event):
        await emit(streams.CHANNEL_SELECTED_BULK if bulk else streams.CHANNEL_SELECTED, selected)


@handles(
    streams.EXCLUSION_VIDEOS_FETCHED,
    streams.CHANNEL_VIDEOS_FETCHED,
    group="discovery.learn",
    batch=True,
    linger_ms=LEARN_LINGER_MS,
    max_records=LEARN_AT_ONCE,
)
async def learn(events: Sequence[ExclusionVideosFetched | ChannelVideosFetched], _emit: Emit, seen: Seen) -> None:
    """Count the words of titles that were not seen before; note when their channels last uploaded."""
    await seen.remember_videos([(event.observed_at, event.videos) for event in events])


async def _list_of(event: ExclusionVideosFetched, seen: Seen, recorded: Recorded) -> ExclusionListBuilt:
    """The list of an analysis. What rests on the videos read alone needs no record: it comes out the same again."""
    if event.spec.topics_method is TopicsMethod.CLASSIC_1:
        return await asyncio.to_thread(build_exclusion_list, event, _compiled, Frequencies())
    known = await recorded.exclusion_list(event.analysis_id)
    if known is not None:
        return known
    frequencies = await seen.frequencies(words_of(event), usual=USUAL_WORDS)
    built = await asyncio.to_thread(build_exclusion_list, event, _compiled, frequencies)
    if (wanted := wanted_channels(built, frequencies)) is not None:
        built = with_known_channels(built, await seen.resembling(wanted))
    return await recorded.record_list(built, event.observed_at)


def _compiled(pattern: TopicPattern) -> JavaScriptPattern:
    return JavaScriptPattern(pattern.pattern, pattern.flags)
