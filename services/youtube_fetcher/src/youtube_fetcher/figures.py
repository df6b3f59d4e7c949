"""Figures of the quota, as `/metrics` shows them."""

from contextlib import suppress

from common.errors import DependencyDown
from prometheus_client import Gauge

from youtube_fetcher.account import Account
from youtube_fetcher.quota import Quota

_UNITS = Gauge("outlier_quota_units", "Units of a bucket today: used, held, limit.", ["bucket", "kind"])
_NOBODY = Account("figures")


async def measure_quota(quota: Quota) -> None:
    """Bring the figures up to date; while Redis or the time is away they stay as they were."""
    with suppress(DependencyDown):
        for state in await quota.state(_NOBODY):
            for kind, units in (("used", state.used), ("held", state.held), ("limit", state.limit)):
                _UNITS.labels(state.bucket.value, kind).set(units)
