"""YouTube's daily quota, shared by all fetcher processes: booked in Redis before a call is made.

Three buckets a day (`domain/quota_day.py`), each with a limit of its own. A bulk account leaves a reserve to people who
wait; an owner has at most a share. Searches are held for an analysis all or nothing, so that ten analyses cannot each
spend half of what they need. When YouTube itself says that a bucket is empty, it is, whatever was counted here.
A wiped Redis forgets what was spent: YouTube then says so, and that is noted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import structlog
from common.errors import QuotaExhausted, TransientError
from common.events import Bucket, Lane
from common.worldtime import Clock

from youtube_fetcher.account import Account
from youtube_fetcher.cancellations import AnalysisIsCancelledError, cancelled_key
from youtube_fetcher.domain.quota_day import next_reset, quota_day
from youtube_fetcher.joint_bookings import JointBookings
from youtube_fetcher.redis_line import Command, RedisLine, Script

_log = structlog.get_logger(__name__)
_LIFE_SECONDS = 3 * 86_400
"""A day's counts are kept so long in real time; a simulated day may last longer than a real one."""
_HOLD = timedelta(minutes=10)
"""World time after which the hold of a process that died is free again."""
_DOUBTFUL = timedelta(minutes=10)
"""So close to the reset YouTube may still count the day before: believe it only for as long."""


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """How much there is, and who may have it.

    Args:
        limits: Units a day, by bucket.
        bulk_reserve: Part of each limit that bulk work leaves, 0–1.
        owner_share: Part of each limit that one owner may spend a day, 0–1.
    """

    limits: Mapping[Bucket, int]
    bulk_reserve: float = 0.2
    owner_share: float = 1.0

    def reserve(self, bucket: Bucket, lane: Lane) -> int:
        """Units of the bucket that this lane must leave."""
        return int(self.limits[bucket] * self.bulk_reserve) if lane is Lane.BULK else 0

    def share(self, bucket: Bucket) -> int:
        """Units of the bucket that one owner may spend a day."""
        return int(self.limits[bucket] * self.owner_share)


@dataclass(frozen=True, slots=True)
class BucketState:
    """One bucket now. `held` are units set aside, not yet spent."""

    bucket: Bucket
    used: int
    held: int
    limit: int
    remaining: int
    resets_at: datetime


class Quota:
    """Books units in Redis.

    Every method raises `DependencyDown` when Redis is away: what cannot be booked is not spent.
    """

    def __init__(self, redis: RedisLine, clock: Clock, rules: QuotaRules) -> None:
        self._redis = redis
        self._clock = clock
        self.rules = rules
        lua = files("youtube_fetcher") / "lua"
        self._joint = JointBookings()
        self._take = Script(redis, (lua / "take.lua").read_text())
        self._hold = Script(redis, (lua / "hold.lua").read_text())

    async def take(self, bucket: Bucket, account: Account, units: int = 1) -> None:
        """Book units before they are spent, first from what is held for the account.

        Raises:
            QuotaExhausted: The bucket, the account's lane or its owner's share is empty until the reset.
            TransientError: What is left is held by other analyses that may yet return it.
            AnalysisIsCancelledError: The account's analysis was cancelled: it spends no more.
        """

        async def book(together: int) -> None:
            now = self._clock.now()
            answer = await self._take(
                self._keys(bucket, now, account), [*self._terms(bucket, now, account), together, _LIFE_SECONDS]
            )
            self._judge(bucket, now, account, answer)

        await self._joint.book((bucket, account.owner, account.lane, account.flow), units, book)
        account.pay(bucket, units)

    async def hold(self, bucket: Bucket, account: Account, units: int, *, least: int | None = None) -> int:
        """Set units aside for the account's analysis: all of them, or at least `least`.

        Returns:
            How many are held, `least` to `units`.

        Raises:
            QuotaExhausted, TransientError, AnalysisIsCancelledError: As in `take`; then nothing is held.
        """
        now = self._clock.now()
        expires = int((now + _HOLD).timestamp())
        least = units if least is None else least
        answer = await self._hold(
            self._keys(bucket, now, account),
            [*self._terms(bucket, now, account), units, least, expires, _LIFE_SECONDS],
        )
        return self._judge(bucket, now, account, answer)

    async def release(self, bucket: Bucket, account: Account) -> None:
        """Give back what is still held for the account's analysis."""
        await self._redis.run("HDEL", _holds_key(bucket, self._clock.now()), account.flow)

    async def empty(self, bucket: Bucket) -> datetime:
        """Note that YouTube says the bucket is empty; returns until when it is."""
        now = self._clock.now()
        until = next_reset(now)
        if quota_day(now - _DOUBTFUL) != quota_day(now):
            until = now + _DOUBTFUL
        day = _day_key(bucket, now)
        used, *_ = await self._redis.run_all(
            [
                ("HGET", day, "used"),
                ("HSET", day, "blocked_until", str(until.timestamp())),
                ("EXPIRE", day, _LIFE_SECONDS),
            ]
        )
        _log.warning(
            "youtube says the bucket is empty", bucket=bucket, booked=int(used or 0), limit=self.rules.limits[bucket]
        )
        return until

    async def state(self, account: Account) -> tuple[BucketState, ...]:
        """Every bucket as this account sees it now."""
        now = self._clock.now()
        owner = f"owner:{account.owner}"
        commands: list[Command] = []
        for bucket in Bucket:
            commands.append(("HMGET", _day_key(bucket, now), "used", "blocked_until", owner))
            commands.append(("HGETALL", _holds_key(bucket, now)))
        answers = await self._redis.run_all(commands)
        return tuple(
            self._state(bucket, now, account, answers[2 * i], answers[2 * i + 1]) for i, bucket in enumerate(Bucket)
        )

    def _state(
        self, bucket: Bucket, now: datetime, account: Account, day: list[bytes | None], holds: Mapping[bytes, bytes]
    ) -> BucketState:
        used, blocked, owner_used = (float(value or 0) for value in day)
        pairs = [tuple(map(int, value.split(b":"))) for value in holds.values()]
        held = sum(units for units, expires in pairs if expires > now.timestamp())
        limit = self.rules.limits[bucket]
        room = min(
            limit - self.rules.reserve(bucket, account.lane) - used - held, self.rules.share(bucket) - owner_used
        )
        remaining = 0 if blocked > now.timestamp() else max(0, int(room))
        resets_at = datetime.fromtimestamp(blocked, UTC) if blocked > now.timestamp() else next_reset(now)
        return BucketState(bucket, int(used), held, limit, remaining, resets_at)

    def _keys(self, bucket: Bucket, now: datetime, account: Account) -> list[str]:
        return [_day_key(bucket, now), _holds_key(bucket, now), cancelled_key(account.analysis_id or "")]

    def _terms(self, bucket: Bucket, now: datetime, account: Account) -> list[str | int | float]:
        rules = self.rules
        return [
            now.timestamp(),
            rules.limits[bucket],
            rules.reserve(bucket, account.lane),
            account.owner,
            rules.share(bucket),
            account.flow,
        ]

    def _judge(self, bucket: Bucket, now: datetime, account: Account, answer: tuple[bytes, int]) -> int:
        word, number = answer
        match word:
            case b"ok":
                return int(number)
            case b"cancelled":
                raise AnalysisIsCancelledError(account.analysis_id or "")
            case b"held":
                raise TransientError(f"what is left of {bucket} is held for other analyses")
            case b"blocked":
                raise QuotaExhausted(bucket, datetime.fromtimestamp(number, UTC))
            case _:
                raise QuotaExhausted(bucket, next_reset(now))


def _day_key(bucket: Bucket, now: datetime) -> str:
    return f"quota:{bucket}:{quota_day(now)}"


def _holds_key(bucket: Bucket, now: datetime) -> str:
    return f"quota:{bucket}:{quota_day(now)}:held"
