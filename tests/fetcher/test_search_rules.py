"""How many searches are worth their quota."""

from collections.abc import Sequence

from common.events import Channel, ChannelCriteria, ContentProfile
from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.candidates import SearchRules, is_promising, next_wave

from tests.fetcher.builders import spec

RULES = SearchRules()
yields = st.lists(st.integers(0, 50), max_size=12)


@given(st.integers(0, 300), yields, st.integers(1, 1000))
def test_no_analysis_asks_more_than_its_most(promising: int, brought: list[int], max_channels: int) -> None:
    assert 0 <= next_wave(promising, brought, max_channels, RULES) <= max(0, RULES.most - len(brought))


def ask(known: int, finds: Sequence[int], max_channels: int) -> tuple[int, list[int]]:
    """Ask queries wave by wave: how many channels are known at the end, and what each query brought."""
    brought: list[int] = []
    while size := min(next_wave(known + sum(brought), brought, max_channels, RULES), len(finds) - len(brought)):
        brought += finds[len(brought) : len(brought) + size]
    return known + sum(brought), brought


@given(st.integers(0, 100), st.lists(st.integers(0, 40), min_size=0, max_size=12), st.integers(1, 200), st.data())
def test_a_repeat_asks_nothing_that_was_not_asked_the_first_time(
    known: int, finds: list[int], max_channels: int, data: st.DataObject
) -> None:
    found, brought = ask(known, finds, max_channels)
    # What was found is known now, so that the same queries, answered by the cache, bring less or nothing.
    again = [data.draw(st.integers(0, one)) for one in brought]
    assert next_wave(found, again, max_channels, RULES) == 0 or len(brought) == len(finds)


def test_a_niche_that_is_known_is_probed_with_two_queries() -> None:
    assert ask(60, [2, 1, 9, 9], 55) == (63, [2, 1])


def test_a_niche_that_proves_to_be_unknown_is_searched_on() -> None:
    assert ask(30, [10, 8, 9, 9, 9], 55)[1] == [10, 8, 9, 9, 9]


def test_enough_known_channels_need_no_query() -> None:
    assert next_wave(72, [], 55, RULES) == 0


def test_few_channels_take_few_queries() -> None:
    assert next_wave(0, [], 5, RULES) == 1


def test_a_new_niche_is_searched_until_enough_is_known() -> None:
    assert ask(0, [30, 12, 0, 30, 30, 30, 30], 55)[1] == [30, 12, 0, 30, 30, 30]


def test_three_queries_in_a_row_that_bring_nothing_are_the_last() -> None:
    assert ask(0, [30, 9, 1, 0, 0, 0, 30, 30], 55)[1] == [30, 9, 1, 0, 0, 0]


def test_size_and_activity_decide_whether_a_channel_is_promising() -> None:
    wanted = spec(
        min_subscribers=1000,
        max_subscribers=2000,
        profile=ContentProfile(channel_criteria=ChannelCriteria(min_video_count=50)),
    )

    def channel(**changes: object) -> Channel:
        return Channel.model_validate({"id": "UC1", "subscriber_count": 1000, "video_count": 50} | changes)

    assert is_promising(channel(), wanted, ())
    assert is_promising(channel(subscriber_count=2000), wanted, ())
    assert not is_promising(channel(), wanted, ("UC1",))
    assert not is_promising(channel(subscriber_count=999), wanted, ())
    assert not is_promising(channel(subscriber_count=None), wanted, ())
    assert not is_promising(channel(video_count=49), wanted, ())
    assert not is_promising(channel(video_count=None), wanted, ())
