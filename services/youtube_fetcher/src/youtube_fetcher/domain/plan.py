"""What an analysis will cost, before it starts: expected, and at worst.

The arithmetic is that of the steps themselves (`finding/`): what the cache answers is free, a name costs up to two
calls and a search, an exclusion channel three calls (uploads, details, sections; one in classic), what a search finds
about two thirds of a `channels.list` call, a selected channel one call and its share of a `batchGetStats` call.
"""

import math
from dataclasses import dataclass

from youtube_fetcher.domain.candidates import SearchRules

CALLS_A_PORTRAIT = 3
"""Uploads, details and sections of an exclusion channel."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What earlier analyses have shown; the defaults are guesses."""

    promising_per_query: float = 16.0
    """Channels of the right size that a query is the first to find."""
    lists_per_query: float = 0.65
    """`channels.list` calls for what a query finds."""
    stats_per_channel: float = 0.85
    """`batchGetStats` calls a channel: calls of 50 are shared where channels have fewer videos."""
    names_by_handle: float = 0.5
    """Part of the names that the likely handle answers, so that no search is needed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and how much of it the cache answers.

    Args:
        classic: Whether the original's rules hold.
        max_channels: The bound of the analysis.
        cheap_names: Names to be resolved for a call: ids, handles, links.
        open_names: Names that nothing known answers: a call for the likely handle, else a search and a call.
        portrait_calls: Calls that reading the exclusion channels takes.
        queries: Queries, as far as they are known before the topics are; None: not at all.
        unpaid_queries: How many of these, or of those that the profile names, are not in the cache.
        remembered: Channels that an earlier analysis of this kind selected, and those it excluded that may be selected
            now; None: there was none.
        more: Channels that may be selected beyond these, because the earlier analysis was bounded to fewer.
        unread: How many of the remembered channels' uploads are not in the cache.
        uncounted: How many of their counts are not.
    """

    classic: bool
    max_channels: int
    cheap_names: int = 0
    open_names: int = 0
    portrait_calls: int = 0
    queries: int | None = None
    unpaid_queries: int = 0
    remembered: int | None = None
    more: int = 0
    unread: int = 0
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls of one bucket."""

    expected: int
    worst: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Calls of each bucket."""

    searches: Cost
    queries: Cost
    batch_stats: Cost


def plan(asked: Asked, rules: SearchRules, habits: Habits, *, max_pages: int) -> Plan:
    """The cost of an analysis.

    >>> new = Asked(classic=False, max_channels=55)
    >>> plan(new, SearchRules(), Habits(), max_pages=3).searches
    Cost(expected=6, worst=8)
    >>> again = Asked(classic=False, max_channels=55, queries=8, remembered=55)
    >>> plan(again, SearchRules(), Habits(), max_pages=3).queries.expected
    0
    """
    searches = _searches(asked, rules, habits)
    read, count = _channels_to_read(asked, searches, rules, habits)
    name_searches = asked.open_names if asked.classic else round(asked.open_names * (1 - habits.names_by_handle))
    # Each name is a call; what searches find is described by one more for all names together.
    names = asked.cheap_names + (0 if asked.classic else asked.open_names) + min(1, name_searches)
    most_names = asked.cheap_names + 2 * asked.open_names
    lists = math.ceil(searches * habits.lists_per_query)
    most_searches = (asked.queries or 0) if asked.classic else rules.most
    most_lists = most_searches + math.ceil(asked.max_channels / 50)
    stats = math.ceil(count * habits.stats_per_channel)
    return Plan(
        searches=Cost(searches + name_searches, most_searches + asked.open_names),
        queries=Cost(
            names + asked.portrait_calls + lists + read,
            most_names + asked.portrait_calls + most_lists + asked.max_channels * max_pages,
        ),
        batch_stats=Cost(stats, max(stats, asked.max_channels * max_pages)),
    )


def _searches(asked: Asked, rules: SearchRules, habits: Habits) -> int:
    if asked.classic:
        return asked.unpaid_queries
    if asked.queries is not None:
        return min(asked.unpaid_queries, rules.most)
    if asked.remembered is not None:
        # The earlier analysis stopped when it had enough, or when asking brought nothing: so will this one.
        return min(asked.unpaid_queries, _queries_for(asked.more, rules, habits))
    return _queries_for(asked.max_channels, rules, habits)


def _queries_for(channels: int, rules: SearchRules, habits: Habits) -> int:
    """Queries until so many channels are found and some to spare, wave by wave."""
    wanted, asked = rules.wanted(channels), 0
    while asked < rules.most and asked * habits.promising_per_query < wanted:
        asked += min(rules.wave, rules.most - asked, math.ceil(wanted / rules.expected))
    return asked


def _channels_to_read(asked: Asked, searches: int, rules: SearchRules, habits: Habits) -> tuple[int, int]:
    """Channels whose uploads are read, and those whose counts are."""
    if asked.remembered is not None:
        return min(asked.unread + asked.more, asked.max_channels), min(asked.uncounted + asked.more, asked.max_channels)
    queries = asked.queries if asked.queries is not None else searches
    spare = 1.0 if asked.classic else rules.oversample
    read = min(asked.max_channels, round(queries * habits.promising_per_query / spare))
    return read, read
