"""What the fetcher does with each event: fetch, and say what was found and what it cost."""

from common import streams
from common.delivery import Emit, handles
from common.errors import QuotaExhausted
from common.events import (
    AnalysisCancelled,
    AnalysisDeleted,
    AnalysisPaused,
    AnalysisRequested,
    CandidateChannelsFetched,
    ChannelSelected,
    Event,
    ExclusionListBuilt,
    OnQuota,
    SkipReason,
    Stage,
)
from common.streams import Stream
from common.worldtime import Clock

from youtube_fetcher import facts
from youtube_fetcher.account import Account
from youtube_fetcher.cancellations import AnalysisIsCancelledError, Cancellations
from youtube_fetcher.finding.candidates import CandidateFinder
from youtube_fetcher.finding.classic_candidates import ClassicCandidateFinder
from youtube_fetcher.finding.classic_exclusion import ClassicExclusionFinder
from youtube_fetcher.finding.exclusion import ExclusionFinder
from youtube_fetcher.finding.recording import Nothing, Recorder, Recording
from youtube_fetcher.planning.planner import Planner
from youtube_fetcher.rereading.waiting_list import WaitingList

PATIENCE_SECONDS = 120
"""A call may wait for its turn among many; the client bounds each call itself."""
INTERACTIVE_CHANNELS = 100
"""Channels of a poll: a small analysis waits at most for so many of a larger one that came before it."""
BULK_CHANNELS = 400
"""A poll ends with its slowest channel, while ever fewer calls are in flight: fewer, larger polls lose less."""
BULK_PATIENCE_SECONDS = 240
FAN_OUT_MS = 8
"""An analysis' channels reach twelve partitions one after the other: a poll that took the first of them alone would
keep the rest waiting for two calls."""
BULK_FAN_OUT_MS = 60
"""A thousand channels take a while to be written; nobody waits for the first of them."""


@handles(
    streams.ANALYSIS_LIFECYCLE,
    group="youtube_fetcher.exclusion",
    only=(AnalysisRequested,),
    timeout_seconds=PATIENCE_SECONDS,
)
async def fetch_exclusion_videos(
    event: AnalysisRequested,
    emit: Emit,
    adjusted: ExclusionFinder,
    classic: ClassicExclusionFinder,
    cancellations: Cancellations,
    planner: Planner,
    clock: Clock,
) -> None:
    """Look up the exclusion channels, and emit what they have made lately."""
    account = Account(event.owner, event.spec.lane, str(event.analysis_id))

    async def fetch() -> None:
        finder = classic if event.spec.method.is_classic else adjusted
        found = await finder.find(event.spec, account)
        await emit(*facts.exclusion_fact(event, found, account))
        await planner.note_exclusion(event, found)

    try:
        await cancellations.check(event.analysis_id)
        names = len(event.spec.exclusion_channels)
        await emit(*facts.progress(event, Stage.EXCLUSION, names, clock))
        if event.spec.method.is_classic:
            await classic.searching(event.spec, account, meanwhile=fetch)
        else:
            await fetch()
    except AnalysisIsCancelledError:
        return


@handles(streams.EXCLUSION_LIST_BUILT, group="youtube_fetcher.candidates", timeout_seconds=PATIENCE_SECONDS)
async def fetch_candidates(
    event: ExclusionListBuilt,
    emit: Emit,
    adjusted: CandidateFinder,
    classic: ClassicCandidateFinder,
    cancellations: Cancellations,
    planner: Planner,
    clock: Clock,
) -> None:
    """Find channels that might qualify, and emit them in order of discovery."""
    account = Account(event.owner, event.spec.lane, str(event.analysis_id))
    try:
        await cancellations.check(event.analysis_id)
        await emit(*facts.progress(event, Stage.CANDIDATES, len(event.queries), clock))
        pool = await (classic if event.spec.method.is_classic else adjusted).find(event, account)
    except AnalysisIsCancelledError:
        return
    await emit(
        streams.CANDIDATE_CHANNELS_FETCHED,
        CandidateChannelsFetched(
            analysis_id=event.analysis_id,
            owner=event.owner,
            spec=event.spec,
            terms=event.terms,
            queries=tuple(pool.reports[query] for query in dict.fromkeys(event.queries)),
            exclusion_channel_ids=event.exclusion_channel_ids,
            candidates=pool.candidates,
            partial=pool.partial,
            observed_at=clock.now(),
            spent=account.spent,
        ),
    )
    await planner.note_candidates(event, pool, account.spent)


async def _fetch_channel(
    event: ChannelSelected,
    emit: Emit,
    recorder: Recorder,
    cancellations: Cancellations,
    planner: Planner,
    waiting: WaitingList,
) -> None:
    """Read one channel's newest videos, and emit the recording or why there is none."""
    account = Account(event.owner, event.lane, str(event.analysis_id))
    try:
        await cancellations.check(event.analysis_id)
        found = await recorder.record(event, account)
    except AnalysisIsCancelledError:
        found = Nothing(SkipReason.CANCELLED, "the analysis was cancelled")
    except QuotaExhausted as exhausted:
        if event.on_quota is OnQuota.WAIT:
            raise
        found = Nothing(SkipReason.QUOTA_EXHAUSTED, str(exhausted))
    await emit(*facts.channel_fact(event, found, account))
    if isinstance(found, Recording):
        await waiting.add(facts.recorded(event, found))
    planner.note_channel(event, account.spent)


fetch_channel = handles(
    streams.CHANNEL_SELECTED,
    group="youtube_fetcher.channels",
    timeout_seconds=PATIENCE_SECONDS,
    max_records=INTERACTIVE_CHANNELS,
    linger_ms=FAN_OUT_MS,
)(_fetch_channel)
fetch_channel_bulk = handles(
    streams.CHANNEL_SELECTED_BULK,
    group="youtube_fetcher.channels-bulk",
    timeout_seconds=BULK_PATIENCE_SECONDS,
    max_records=BULK_CHANNELS,
    linger_ms=BULK_FAN_OUT_MS,
)(_fetch_channel)


@handles(
    streams.ANALYSIS_LIFECYCLE,
    group="youtube_fetcher.cancellations",
    only=(AnalysisCancelled, AnalysisDeleted),
)
async def remember_cancellation(
    event: AnalysisCancelled | AnalysisDeleted, _emit: Emit, cancellations: Cancellations, planner: Planner
) -> None:
    """Let every fetcher process know that this analysis spends no more."""
    await cancellations.add(event.analysis_id)
    if isinstance(event, AnalysisDeleted):
        await planner.forget(event.analysis_id)


def tell_paused(event: Event, exhausted: QuotaExhausted) -> tuple[Stream, Event]:
    """What the world is told when an event's work waits for quota."""
    paused = AnalysisPaused(analysis_id=event.analysis_id, bucket=exhausted.bucket, until=exhausted.until)
    return streams.ANALYSIS_PROGRESS, paused
