"""Figures of delivery, as `/metrics` shows them."""

from prometheus_client import Counter, Gauge, Histogram

_RECORDS = Counter(
    "outlier_records",
    "Records by what became of them: handled, retried, parked, dead:<reason>.",
    ["service", "group", "result"],
)
_STALLS = Counter("outlier_stall_waits", "Waits for a dependency that is down.", ["service", "group"])
_STAGE = Histogram(
    "outlier_stage_seconds",
    "From the writing of a polled batch's oldest record until all that the batch led to was acknowledged.",
    ["service", "group"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300),
)
_BATCH = Histogram(
    "outlier_batch_seconds",
    "How long a polled batch was worked on.",
    ["service", "group"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60),
)
_LAG = Gauge(
    "outlier_lag_records",
    "Records that a group has yet to read in the partitions it has here; of .retry and .parked: those that wait.",
    ["service", "group"],
)


def handled(service: str, group: str) -> Counter:
    """Counts the records whose handler succeeded; kept by who counts, as a look-up costs more than counting."""
    return _RECORDS.labels(service, group, "handled")


def routed(service: str, group: str, result: str) -> None:
    """Count a record that went elsewhere."""
    _RECORDS.labels(service, group, result).inc()


def stalled(service: str, group: str) -> None:
    """Count one wait for a dependency."""
    _STALLS.labels(service, group).inc()


def batch_done(service: str, group: str, *, age_seconds: float, seconds: float) -> None:
    """Note how old a batch's oldest record was when all was done, and how long the work took."""
    _STAGE.labels(service, group).observe(max(0.0, age_seconds))
    _BATCH.labels(service, group).observe(seconds)


def lags(service: str, group: str, records: int | None) -> None:
    """Set how far a group is behind; None: it has no part here just now."""
    if records is not None:
        _LAG.labels(service, group).set(records)
