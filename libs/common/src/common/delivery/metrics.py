"""Figures of delivery, as `/metrics` shows them."""

from prometheus_client import Counter

_RECORDS = Counter(
    "outlier_records",
    "Records by what became of them: handled, retried, parked, dead:<reason>.",
    ["service", "group", "result"],
)
_STALLS = Counter("outlier_stall_waits", "Waits for a dependency that is down.", ["service", "group"])


def handled(service: str, group: str, records: int) -> None:
    """Count records whose handler succeeded."""
    _RECORDS.labels(service, group, "handled").inc(records)


def routed(service: str, group: str, result: str) -> None:
    """Count a record that went elsewhere."""
    _RECORDS.labels(service, group, result).inc()


def stalled(service: str, group: str) -> None:
    """Count one wait for a dependency."""
    _STALLS.labels(service, group).inc()
