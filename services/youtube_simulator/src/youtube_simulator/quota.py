"""Daily quota a bucket, as YouTube counts it: everything is back at midnight in Los Angeles."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


class Bucket(StrEnum):
    """What a call draws on; each bucket has a daily limit of its own."""

    QUERIES = "queries"
    SEARCH = "search"
    BATCH_STATS = "batch_stats"


class BucketEmptyError(Exception):
    """The bucket's daily limit is reached: nothing more until its reset."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(f"the {bucket} bucket is empty")
        self.bucket = bucket


class Quota:
    """Units spent in each bucket on the day of the simulated clock.

    Args:
        limits: Units a day, for each bucket.
    """

    def __init__(self, limits: Mapping[Bucket, int]) -> None:
        self._default_limits = dict(limits)
        self.limits = dict(limits)
        self._day: date | None = None
        self._used = dict.fromkeys(Bucket, 0)
        self._total = dict.fromkeys(Bucket, 0)

    def charge(self, bucket: Bucket, now: datetime) -> None:
        """Spend one unit; every call of every bucket costs one.

        Raises:
            BucketEmptyError: The limit is reached; nothing is spent.
        """
        self._turn_to(now)
        if self._used[bucket] >= self.limits[bucket]:
            raise BucketEmptyError(bucket)
        self._used[bucket] += 1
        self._total[bucket] += 1

    def empty(self, bucket: Bucket, now: datetime) -> None:
        """Count the bucket as used up until its reset, as when YouTube says so before our own count does."""
        self._turn_to(now)
        self._used[bucket] = max(self._used[bucket], self.limits[bucket])

    def used(self, now: datetime) -> dict[Bucket, int]:
        """Units spent since the last midnight in Los Angeles."""
        self._turn_to(now)
        return dict(self._used)

    def total(self) -> dict[Bucket, int]:
        """Units spent since the start or `reset`, over all days."""
        return dict(self._total)

    def override_limits(self, limits: Mapping[Bucket, int]) -> None:
        """Replace the limits of the given buckets; the others return to what they were at the start."""
        self.limits = self._default_limits | dict(limits)

    def reset(self) -> None:
        """Forget what was spent; limits stay."""
        self._day = None
        self._used = dict.fromkeys(Bucket, 0)
        self._total = dict.fromkeys(Bucket, 0)

    def _turn_to(self, now: datetime) -> None:
        day = now.astimezone(LOS_ANGELES).date()
        if day != self._day:
            self._day = day
            self._used = dict.fromkeys(Bucket, 0)


def next_reset(now: datetime) -> datetime:
    """The next midnight in Los Angeles after `now`, in UTC.

    >>> next_reset(datetime(2026, 3, 8, 8, 30, tzinfo=UTC)).isoformat()  # the day has 23 hours
    '2026-03-09T07:00:00+00:00'
    """
    tomorrow = now.astimezone(LOS_ANGELES).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=LOS_ANGELES).astimezone(UTC)
