"""Reads the counts of recorded videos again, days later, from what the quota has left before its reset."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from common import streams
from common.delivery import Outgoing, Publisher, seal
from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.events import Bucket, Lane, QuotaSpent, RereadVideo, ViewCountsReread
from common.worldtime import Clock

from youtube_fetcher.account import Account
from youtube_fetcher.domain.quota_day import quota_day
from youtube_fetcher.domain.rereading import Recorded, RereadRules, affordable
from youtube_fetcher.quota import Quota
from youtube_fetcher.reading.videos import Videos
from youtube_fetcher.redis_lock import RedisLock
from youtube_fetcher.rereading.waiting_list import WaitingList
from youtube_fetcher.youtube.calls import MAX_IDS
from youtube_fetcher.youtube.values import VideoStats

OWNER = "rereading"
"""Who pays: no analysis, in the lane that leaves a reserve to people."""
_SOURCE = "youtube_fetcher.reread"
_LOCK = "reread:turn"
_EVERY_SECONDS = 5.0
_LOCK_SECONDS = 120
_CALLS_A_TURN = 20
_CHANNELS_A_TURN = 200

_log = structlog.get_logger(__name__)


class Rereader:
    """Works in turns, each a few calls long, for as long as the day leaves something over.

    Every turn looks at clock and quota anew: nothing sleeps until midnight, and a clock that is set is followed.

    Args:
        waiting: What there is to read.
        videos: Reads counts.
        quota: Tells what is left.
        lock: Lets one process at a time do it.
        clock: Tells world time.
        publisher: Takes the events.
        rules: Whether, when and how much.
    """

    def __init__(
        self,
        waiting: WaitingList,
        videos: Videos,
        quota: Quota,
        lock: RedisLock,
        clock: Clock,
        publisher: Publisher,
        rules: RereadRules,
    ) -> None:
        self._waiting = waiting
        self._videos = videos
        self._quota = quota
        self._lock = lock
        self._clock = clock
        self._publisher = publisher
        self._rules = rules
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to take turns, where it is on."""
        if self._rules.on:
            self._running = asyncio.create_task(self._take_turns(), name="reread counts")

    async def stop(self) -> None:
        """End the turn that runs: what it has not published waits for the next."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
            self._running = None

    async def turn(self) -> int:
        """Read again what is due and affordable now; how many channels that was.

        Raises:
            DependencyDown, QuotaExhausted, TransientError: As `YouTubeClient.get`; nothing is lost.
        """
        if not self._rules.is_time(self._clock.now()):
            return 0
        async with self._lock.held(_LOCK, _LOCK_SECONDS) as mine:
            return await self._read_some() if mine else 0

    async def _read_some(self) -> int:
        account = Account(OWNER, Lane.BULK)
        calls = min(_CALLS_A_TURN, await self._spare(account))
        due = await self._waiting.due(_CHANNELS_A_TURN) if calls else []
        chosen = list(affordable(due, calls, MAX_IDS))
        if chosen:
            counts = await self._videos.counts([one for each in chosen for one in each.video_ids], account)
            await self._publisher.publish(*self._records(chosen, counts, account.spent))
            await self._waiting.remove(chosen)
        return len(chosen)

    async def _spare(self, account: Account) -> int:
        (state,) = [one for one in await self._quota.state(account) if one.bucket is Bucket.BATCH_STATS]
        return self._rules.spare(state.remaining, state.limit)

    def _records(self, read: Sequence[Recorded], counts: Mapping[str, VideoStats], spent: QuotaSpent) -> list[Outgoing]:
        now = self._clock.now()
        # Several channels share a call: what the turn cost stands on its first event, so that bills add up.
        events = [_event(one, counts, now, spent if one is read[0] else QuotaSpent()) for one in read]
        cause = f"reread/{quota_day(now)}"
        return [seal(streams.VIEW_COUNTS_REREAD, event, source=_SOURCE, cause_id=cause) for event in events]

    async def _take_turns(self) -> None:
        while True:
            try:
                if read := await self.turn():
                    _log.info("counts read again", channels=read)
            except (DependencyDown, QuotaExhausted, TransientError) as trouble:
                _log.warning("counts are not read again now", why=str(trouble))
            await asyncio.sleep(_EVERY_SECONDS)


def _event(recorded: Recorded, counts: Mapping[str, VideoStats], now: datetime, spent: QuotaSpent) -> ViewCountsReread:
    return ViewCountsReread(
        analysis_id=recorded.analysis_id,
        channel_id=recorded.channel_id,
        videos=tuple(_video(one, counts.get(one)) for one in recorded.video_ids),
        recorded_at=recorded.recorded_at,
        observed_at=now,
        spent=spent,
    )


def _video(video_id: str, stats: VideoStats | None) -> RereadVideo:
    if stats is None:
        return RereadVideo(video_id=video_id, available=False)
    return RereadVideo(video_id=video_id, view_count=stats.views, like_count=stats.likes, comment_count=stats.comments)
