"""How many searches are worth their quota."""

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


@given(st.integers(0, 300), yields, st.integers(1, 1000))
def test_an_analysis_that_stopped_stops_when_it_is_repeated_with_more_known(
    promising: int, brought: list[int], max_channels: int
) -> None:
    if brought and next_wave(promising, brought, max_channels, RULES) == 0:
        assert next_wave(promising + 10, brought, max_channels, RULES) == 0


def test_a_niche_that_is_known_is_probed_with_two_queries() -> None:
    assert next_wave(60, [], 55, RULES) == 2


def test_enough_known_channels_need_no_query() -> None:
    assert next_wave(72, [], 55, RULES) == 0


def test_a_new_niche_is_asked_for_all_that_it_probably_takes() -> None:
    assert next_wave(0, [], 20, RULES) == 3
    assert next_wave(0, [], 1000, RULES) == 8


def test_queries_that_bring_little_are_the_last() -> None:
    assert next_wave(40, [30, 4, 1], 55, RULES) == 0
    assert next_wave(40, [2, 20, 18], 55, RULES) == 2


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
