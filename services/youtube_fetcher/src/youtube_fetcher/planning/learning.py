"""What an analysis' search for candidates shows about the next one's."""

from common.events import ExclusionListBuilt, Found, QueryOutcome

from youtube_fetcher.domain.candidates import SearchRules, is_promising
from youtube_fetcher.domain.plan import Habits
from youtube_fetcher.finding.pool import Pool
from youtube_fetcher.youtube.calls import MAX_IDS

FEWEST_QUERIES = 3
"""One or two searches in a niche that is known well say nothing about a new one."""


def shown_by(event: ExclusionListBuilt, pool: Pool, rules: SearchRules) -> Habits | None:
    """What an analysis has shown; None: too little."""
    asked = sum(report.outcome is not QueryOutcome.SKIPPED for report in pool.reports.values())
    if asked < FEWEST_QUERIES:
        return None
    searched = [one for one, origins in pool.origins.items() if origins[0].way is Found.SEARCH]
    promising = sum(
        is_promising(pool.channels[one], event.spec, event.exclusion_channel_ids)
        for one in searched
        if one in pool.channels
    )
    selectable = promising if event.spec.method.is_classic else promising / rules.oversample
    return Habits(
        selectable_per_query=selectable / asked,
        queries_offered=len(pool.reports),
        lists_per_query=len(searched) / MAX_IDS / asked,
    )
