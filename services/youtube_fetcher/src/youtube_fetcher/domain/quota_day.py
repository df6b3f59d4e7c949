"""YouTube's quota day: it begins at midnight in Los Angeles, so it has 23 or 25 hours twice a year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def quota_day(now: datetime) -> date:
    """The day whose quota a call made at `now` draws on.

    >>> quota_day(datetime(2026, 11, 2, 7, 59, tzinfo=UTC)).isoformat()
    '2026-11-01'
    """
    return now.astimezone(LOS_ANGELES).date()


def reset_after(day: date) -> datetime:
    """When the quota of `day` is replaced by the next day's, in UTC.

    >>> reset_after(date(2026, 3, 8)).isoformat()  # summer time begins: the day has 23 hours
    '2026-03-09T07:00:00+00:00'
    """
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LOS_ANGELES).astimezone(UTC)


def next_reset(now: datetime) -> datetime:
    """The first reset after `now`, in UTC.

    >>> next_reset(datetime(2026, 11, 1, 12, tzinfo=UTC)).isoformat()  # summer time ended that night
    '2026-11-02T08:00:00+00:00'
    """
    return reset_after(quota_day(now))
