"""Recordings that wait to be read again: kept in Redis, one a channel, by the moment they were made.

The log has them too (`channel-videos-fetched`), but reading 28 days of whole payloads every night for the sake of some
ids costs far more than one small entry a channel, which is made only where the setting is on. A wiped Redis forgets
what would have been learnt, and nothing else.
"""

from collections.abc import Iterable
from importlib.resources import files

from common.streams import YOUTUBE_DATA_RETENTION
from common.worldtime import Clock
from pydantic import TypeAdapter

from youtube_fetcher.cancellations import Cancellations
from youtube_fetcher.domain.rereading import Recorded, RereadRules
from youtube_fetcher.redis_line import RedisLine, Script

_CHANNELS, _WHAT = "reread:channels", "reread:what"
_RECORDED = TypeAdapter(Recorded)


class WaitingList:
    """Remembers recordings, at most 28 days. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: RedisLine, clock: Clock, cancellations: Cancellations, rules: RereadRules) -> None:
        self._redis = redis
        self._cancellations = cancellations
        self._clock = clock
        self._rules = rules
        self._remember = Script(redis, (files("youtube_fetcher") / "lua" / "remember.lua").read_text())

    async def add(self, recorded: Recorded) -> None:
        """Remember a recording, where anything is to be read again."""
        if not self._rules.on or not recorded.video_ids:
            return
        await self._remember(
            [_CHANNELS, _WHAT],
            [
                recorded.channel_id,
                recorded.recorded_at.timestamp(),
                _RECORDED.dump_json(recorded).decode(),
                self._rules.most_channels,
                (self._clock.now() - YOUTUBE_DATA_RETENTION).timestamp(),
                int(YOUTUBE_DATA_RETENTION.total_seconds()),
            ],
        )

    async def due(self, number: int) -> list[Recorded]:
        """The oldest of the recordings that are old enough and may still be kept; of living analyses alone."""
        now = self._clock.now()
        since, until = now - YOUTUBE_DATA_RETENTION, now - self._rules.after
        channels = await self._redis.run(
            "ZRANGEBYSCORE", _CHANNELS, since.timestamp(), until.timestamp(), "LIMIT", 0, number
        )
        found = await self._redis.run("HMGET", _WHAT, *channels) if channels else []
        recorded = [_RECORDED.validate_json(one) for one in found if one is not None]
        cancelled = [one for one in recorded if await self._cancellations.has(one.analysis_id)]
        await self.remove(cancelled)
        return [one for one in recorded if one not in cancelled]

    async def remove(self, recorded: Iterable[Recorded]) -> None:
        """Forget recordings that were read again, or are not to be."""
        if channels := [one.channel_id for one in recorded]:
            await self._redis.run_all([("ZREM", _CHANNELS, *channels), ("HDEL", _WHAT, *channels)])
