"""What one analysis shows about the next one's cost."""

from collections.abc import Iterable

from common.events import ExclusionChannel, QueryOutcome, QuotaSpent

from youtube_fetcher.domain.exclusion_names import ByTitle, read_name
from youtube_fetcher.finding.pool import Pool


def shown_by_names(channels: Iterable[ExclusionChannel]) -> dict[str, float]:
    """Which part of the names a likely handle answers; empty where no name was open."""
    hits = [
        one.channel.handle is not None and one.channel.handle.lower().removeprefix("@") in asked.likely_handles
        for one in channels
        if isinstance(asked := read_name(one.name), ByTitle)
    ]
    return {"names_by_handle": sum(hits) / len(hits)} if hits else {}


def shown_by_candidates(pool: Pool, spent: QuotaSpent) -> dict[str, float]:
    """What queries bring and cost; empty where the cache answered some of them."""
    asked = [report for report in pool.reports.values() if report.outcome is not QueryOutcome.SKIPPED]
    if not asked or any(report.outcome is QueryOutcome.CACHED for report in asked) or pool.partial:
        return {}
    return {
        "promising_per_query": sum(pool.brought) / len(asked),
        "lists_per_query": spent.queries / len(asked),
    }
