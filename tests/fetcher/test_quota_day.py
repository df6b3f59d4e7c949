"""YouTube's quota day over both changes of daylight saving time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.quota_day import LOS_ANGELES, next_reset, quota_day, reset_after

moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  bounds are naive


@given(moments)
def test_the_next_reset_is_the_first_midnight_in_los_angeles_after_now(now: datetime) -> None:
    reset = next_reset(now)
    local = reset.astimezone(LOS_ANGELES)
    assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    assert timedelta() < reset - now <= timedelta(hours=25)


@given(moments)
def test_all_moments_until_the_reset_belong_to_one_day(now: datetime) -> None:
    reset = next_reset(now)
    assert quota_day(reset - timedelta(microseconds=1)) == quota_day(now)
    assert quota_day(reset) == quota_day(now) + timedelta(days=1)


@given(moments)
def test_a_day_lasts_23_24_or_25_hours(now: datetime) -> None:
    day = quota_day(now)
    length = reset_after(day) - reset_after(day - timedelta(days=1))
    assert length in (timedelta(hours=23), timedelta(hours=24), timedelta(hours=25))


@pytest.mark.parametrize(
    ("now", "reset"),
    [
        ("2026-03-08T09:59:00+00:00", "2026-03-09T07:00:00+00:00"),  # a minute before clocks go forward
        ("2026-03-08T10:01:00+00:00", "2026-03-09T07:00:00+00:00"),  # a minute after
        ("2026-11-01T08:59:00+00:00", "2026-11-02T08:00:00+00:00"),  # the first 1:59
        ("2026-11-01T09:59:00+00:00", "2026-11-02T08:00:00+00:00"),  # the second 1:59
        ("2026-07-01T07:00:00+00:00", "2026-07-02T07:00:00+00:00"),  # the reset itself begins the new day
    ],
)
def test_resets_around_the_changes_of_daylight_saving_time(now: str, reset: str) -> None:
    assert next_reset(datetime.fromisoformat(now)).isoformat() == reset
