"""What an analysis found, as numbers, from its row."""

from typing import Any, Protocol

from common.events import Counts, QuotaSpent


class Counted(Protocol):
    """A row of the projection's analyses."""

    exclusion: dict[str, Any] | None
    decision: dict[str, Any] | None
    channels_selected: int
    channels_scored: int
    channels_skipped: int
    videos_scored: int
    outliers: int
    spent_queries: int
    spent_search: int
    spent_batch_stats: int
    spent_cached: int


def counts_of(row: Counted) -> Counts:
    """The numbers of one analysis."""
    decision = row.decision or {}
    return Counts(
        channels_found=decision.get("accepted", 0) + sum(decision.get("rejected", {}).values()),
        channels_selected=row.channels_selected,
        channels_scored=row.channels_scored,
        channels_skipped=row.channels_skipped,
        videos_scored=row.videos_scored,
        outliers=row.outliers,
    )


def spent_of(row: Counted) -> QuotaSpent:
    """What an analysis has cost so far: its single steps and its channels."""
    steps = [QuotaSpent(**part["spent"]) for part in (row.exclusion, row.decision) if part]
    channels = QuotaSpent(
        queries=row.spent_queries,
        search=row.spent_search,
        batch_stats=row.spent_batch_stats,
        cached=row.spent_cached,
    )
    return sum(steps, start=channels)
