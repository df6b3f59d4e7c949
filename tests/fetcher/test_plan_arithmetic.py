"""What an analysis will cost, as arithmetic."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.candidates import SearchRules
from youtube_fetcher.domain.plan import Asked, Habits, plan

asked = st.builds(
    Asked,
    classic=st.booleans(),
    max_channels=st.integers(1, 1000),
    cheap_names=st.integers(0, 50),
    open_names=st.integers(0, 50),
    portrait_calls=st.integers(0, 150),
    queries=st.just(8),
    unpaid_queries=st.integers(0, 8),
    remembered=st.none(),
)


@given(asked)
def test_no_plan_expects_more_than_the_worst(one: Asked) -> None:
    costs = plan(one, SearchRules(), Habits(), max_pages=3)
    for cost in (costs.searches, costs.queries, costs.batch_stats):
        assert 0 <= cost.expected <= cost.worst


@given(asked)
def test_a_handle_costs_less_than_a_name(one: Asked) -> None:
    handle = dataclasses.replace(one, cheap_names=one.cheap_names + 1)
    name = dataclasses.replace(one, open_names=one.open_names + 1)
    handles = plan(handle, SearchRules(), Habits(), max_pages=3)
    names = plan(name, SearchRules(), Habits(), max_pages=3)
    assert handles.searches.worst < names.searches.worst


def test_what_the_cache_answers_is_free() -> None:
    repeat = Asked(classic=False, max_channels=55, queries=8, remembered=55)
    costs = plan(repeat, SearchRules(), Habits(), max_pages=3)
    assert (costs.searches.expected, costs.queries.expected, costs.batch_stats.expected) == (0, 0, 0)


def test_classic_pays_for_each_name_and_each_query() -> None:
    run_b = Asked(classic=True, max_channels=100, open_names=3, portrait_calls=3, queries=8, unpaid_queries=8)
    costs = plan(run_b, SearchRules(), Habits(promising_per_query=7, lists_per_query=0.35), max_pages=3)
    assert costs.searches.expected == costs.searches.worst == 11
    assert costs.queries.expected == 1 + 3 + 3 + 56


def test_a_niche_that_was_searched_before_costs_what_the_cache_has_lost() -> None:
    second = Asked(classic=False, max_channels=55, unpaid_queries=8, remembered=38, unread=2, uncounted=4)
    costs = plan(second, SearchRules(), Habits(), max_pages=3)
    assert (costs.searches.expected, costs.queries.expected, costs.batch_stats.expected) == (0, 2, 4)


def test_more_channels_than_an_earlier_analysis_was_bounded_to_are_searched_and_read() -> None:
    larger = Asked(classic=False, max_channels=90, unpaid_queries=8, remembered=55, more=35)
    costs = plan(larger, SearchRules(), Habits(promising_per_query=20), max_pages=3)
    assert costs.searches.expected == 3
    assert costs.queries.expected == 2 + 35
    assert costs.batch_stats.expected == 30


def test_a_larger_analysis_takes_as_many_queries_as_what_each_brings_demands() -> None:
    habits = Habits(promising_per_query=30)
    small, large = (plan(Asked(classic=False, max_channels=n), SearchRules(), habits, max_pages=3) for n in (55, 100))
    assert (small.searches.expected, large.searches.expected) == (3, 6)
    assert (small.queries.expected, large.queries.expected) == (2 + 55, 4 + 100)
