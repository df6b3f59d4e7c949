"""Which candidates are worth their quota, and the funnel that says why the rest are not."""

from datetime import timedelta

import pytest
from common.events import (
    ChannelCriteria,
    ContentProfile,
    ExclusionTopic,
    Found,
    Rejection,
    Terms,
    TopicsMethod,
)
from discovery.domain.qualification import qualify
from hypothesis import given
from hypothesis import strategies as st

from tests.discovery.builders import NOW, a_candidate, a_classic_spec, a_spec, candidate_channels


def asking(**criteria):
    return a_spec(profile=ContentProfile(channel_criteria=ChannelCriteria(**criteria)))


def fate(candidate, spec=None, **fields):
    decision = qualify(candidate_channels([candidate], spec=spec, **fields), {})
    return decision.rejected[0].reason if decision.rejected else None


@pytest.mark.parametrize(
    ("candidate", "spec", "reason"),
    [
        (a_candidate(), a_spec(), None),
        (a_candidate(subscriber_count=9_999), a_spec(), Rejection.TOO_FEW_SUBSCRIBERS),
        (a_candidate(subscriber_count=500_001), a_spec(), Rejection.TOO_MANY_SUBSCRIBERS),
        (a_candidate(subscriber_count=None), a_spec(), Rejection.HIDDEN_SUBSCRIBERS),
        (a_candidate(subscriber_count=0, subscribers_hidden=True), a_spec(), Rejection.HIDDEN_SUBSCRIBERS),
        (a_candidate(video_count=3), asking(min_video_count=4), Rejection.TOO_FEW_VIDEOS),
        (a_candidate(title="Daily news"), asking(exclude_title_keywords=("news",)), Rejection.TITLE_KEYWORD),
        (a_candidate(title="Newsworthy"), asking(exclude_title_keywords=("news",)), None),
        (
            a_candidate(description="for adults"),
            asking(exclude_description_keywords=("adult",)),
            Rejection.DESCRIPTION_KEYWORD,
        ),
        (a_candidate(country="DE"), asking(countries=("fr",)), Rejection.OTHER_COUNTRY),
        (a_candidate(country=None), asking(countries=("FR",)), None),
        (a_candidate(language="en-GB"), asking(languages=("en",)), None),
        (a_candidate(language="de"), asking(languages=("en",)), Rejection.OTHER_LANGUAGE),
        (a_candidate(made_for_kids=True), asking(made_for_kids=False), Rejection.MADE_FOR_KIDS),
        (a_candidate(made_for_kids=None), asking(made_for_kids=False), None),
        (a_candidate(title="Cars"), asking(require_keywords=("yoga",)), Rejection.UNLIKE),
        (a_candidate(keywords=("yoga",)), asking(require_keywords=("yoga",)), None),
    ],
)
def test_the_reason_is_said(candidate, spec, reason):
    assert fate(candidate, spec) is reason


def test_exclusion_channels_do_not_compete_with_themselves_but_in_classic_they_do():
    assert fate(a_candidate("UC1"), exclusion_channel_ids=("UC1",)) is Rejection.EXCLUSION_CHANNEL
    assert fate(a_candidate("UC1"), a_classic_spec(), exclusion_channel_ids=("UC1",)) is None


def test_classic_reads_the_first_page_of_a_search_alone():
    assert fate(a_candidate(rank=20), a_classic_spec()) is Rejection.OVER_LIMIT
    assert fate(a_candidate(way=Found.KNOWN), a_classic_spec()) is Rejection.OVER_LIMIT


def test_the_most_promising_channels_come_first():
    terms = Terms(method=TopicsMethod.TOPICS_1, topics=(ExclusionTopic(name="sourdough"), ExclusionTopic(name="ramen")))
    candidates = [
        a_candidate("cars", title="Fast cars", description="engines", rank=1),
        a_candidate("baker", title="Sourdough every day", description="bread and ramen", rank=2),
    ]
    spec = a_spec(topics_method=TopicsMethod.TOPICS_1, max_channels=1)
    decision = qualify(candidate_channels(candidates, spec=spec, terms=terms), {})
    assert [entry.channel.id for entry in decision.accepted] == ["baker"]
    assert 0 < decision.accepted[0].likeness <= 1
    assert decision.rejected[0].reason is Rejection.OVER_LIMIT


def test_a_channel_that_makes_something_else_is_left_out_unless_somebody_vouches_for_it():
    terms = Terms(method=TopicsMethod.TOPICS_1, topics=(ExclusionTopic(name="sourdough"), ExclusionTopic(name="ramen")))
    bakers = [a_candidate(f"baker{n}", title="Sourdough daily", description="bread, ramen", rank=9) for n in range(5)]
    candidates = [
        *bakers,
        a_candidate("cars", title="Fast cars", description="engines", rank=9),
        a_candidate("silent", title="Mia", description="", rank=0),
        a_candidate("friend", title="Jo", description="", way=Found.FEATURED),
    ]
    decision = qualify(
        candidate_channels(candidates, spec=a_spec(topics_method=TopicsMethod.TOPICS_1), terms=terms), {}
    )
    assert {entry.channel.id for entry in decision.accepted} == {
        *(baker.channel.id for baker in bakers),
        "silent",
        "friend",
    }
    assert [(entry.id, entry.reason) for entry in decision.rejected] == [("cars", Rejection.UNLIKE)]


def test_a_channel_that_was_silent_when_it_was_last_seen_is_not_looked_into_again():
    candidates = [a_candidate("silent"), a_candidate("busy"), a_candidate("unread")]
    uploads = {"silent": NOW - timedelta(days=120), "busy": NOW - timedelta(days=3)}
    decision = qualify(candidate_channels(candidates), uploads)
    assert [(entry.id, entry.reason) for entry in decision.rejected] == [("silent", Rejection.INACTIVE)]
    patient = a_spec(profile=ContentProfile(channel_criteria=ChannelCriteria(active_within_days=365)))
    assert len(qualify(candidate_channels(candidates, spec=patient), uploads).accepted) == 3
    assert len(qualify(candidate_channels(candidates, spec=a_classic_spec()), uploads).accepted) == 3


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 200), st.sampled_from(list(Found))), max_size=30),
    st.integers(1, 10),
    st.sampled_from(list(TopicsMethod)),
)
def test_the_funnel_adds_up(found, limit, method):
    candidates = [
        a_candidate(f"UC{number}", subscriber_count=subscribers, way=way)
        for number, (subscribers, _, way) in enumerate(found)
    ]
    uploads = {f"UC{number}": NOW - timedelta(days=days) for number, (_, days, _) in enumerate(found)}
    decision = qualify(candidate_channels(candidates, spec=a_spec(max_channels=limit, topics_method=method)), uploads)
    told = [*(entry.channel.id for entry in decision.accepted), *(entry.id for entry in decision.rejected)]
    assert sorted(told) == sorted(candidate.channel.id for candidate in candidates)
    assert len(decision.accepted) <= limit
