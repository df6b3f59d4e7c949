"""Whether a video's topic is covered: probabilities, evidence and the user's hand."""

import random

import pytest
from common.events import (
    Coverage,
    ExclusionTitle,
    ExclusionTopic,
    Gap,
    Terms,
    TopicAliases,
    TopicCorrections,
    TopicsMethod,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from topics.corpus import Corpus
from topics.corrections import BY_USER, corrected
from topics.covered import Exclusion
from topics.covering import CoveringTerms
from topics.seen_words import packed

COVERED_TITLES = (
    "Tower of Hell but every jump is random",
    "I beat Tower of Hell blindfolded",
    "Tower of Hell with my little brother",
    "Pilates for a strong back",
    "20 minute pilates for beginners",
    "Red Dead Redemption 2 all endings",
    "Red Dead Redemption 2 in 2026",
)


def terms(*topics, titles=COVERED_TITLES, **fields):
    return Terms(
        method=TopicsMethod.TOPICS_1,
        topics=tuple(ExclusionTopic(name=name, weight=0.5) for name in topics),
        titles=tuple(ExclusionTitle(video_id=f"v{number}", title=title) for number, title in enumerate(titles)),
        **fields,
    )


def judge(title, given_terms=None):
    others = ["Ranking every pizza in town", "What I eat in a day", title]
    return CoveringTerms(given_terms or terms("tower of hell", "pilates")).judge(others)[-1]


@pytest.mark.parametrize(
    "title", ["TOWER OF HELL speedrun world record", "Pilates at home, no equipment", "tower of hell noob vs pro"]
)
def test_a_title_on_a_covered_topic_is_covered_and_says_by_what(title):
    found = judge(title)
    assert found.coverage is Coverage.COVERED
    assert found.probability >= 0.7
    assert found.topic in {"tower of hell", "pilates"}
    assert found.nearest_title in COVERED_TITLES
    assert found.nearest_video_id is not None


@pytest.mark.parametrize(
    "title", ["Sourdough bread from scratch", "Outdoor survival in the snow", "How I paid off my debt"]
)
def test_a_title_on_another_topic_is_new(title):
    found = judge(title)
    assert found.coverage is Coverage.NEW
    assert found.topic is None


@pytest.mark.parametrize(
    ("past", "gap"),
    [
        (((0.4, 30), (0.9, 300)), Gap.BADLY),
        (((0.4, 300), (2.0, 400)), Gap.LONG_AGO),
        (((0.4, 300), (2.0, 20)), None),
        (((None, None), (None, None)), None),
    ],
)
def test_a_covered_topic_says_how_the_exclusion_channels_did_on_it_and_whether_that_leaves_a_gap(past, gap):
    titles = [
        ExclusionTitle(video_id=f"v{number}", title=title, multiple=multiple, age_days=days)
        for number, (title, (multiple, days)) in enumerate(
            zip((*COVERED_TITLES[3:5], COVERED_TITLES[0]), (*past, (9.0, 1)), strict=True)
        )
    ]
    given_terms = terms("tower of hell", "pilates").model_copy(update={"titles": tuple(titles)})
    found = judge("Pilates at home, no equipment", given_terms)
    assert (found.past.times, found.past.gap) == (2, gap)


def test_an_acronym_of_a_covered_name_counts_as_its_other_name():
    assert judge("RDR2 funniest moments").probability > judge("XQZ7 funniest moments").probability


def test_what_the_user_allows_is_never_covered():
    allowed = corrected(terms("tower of hell", "pilates"), TopicCorrections(allow=("tower of hell",)))
    found = judge("Tower of Hell speedrun", allowed)
    assert (found.coverage, found.probability) == (Coverage.NEW, 0.0)
    assert judge("Pilates at home", allowed).coverage is Coverage.COVERED
    assert judge("Tower of Hell speedrun", corrected(allowed, TopicCorrections())).coverage is Coverage.COVERED


def test_what_the_user_denies_is_always_covered_as_whole_words():
    denied = corrected(terms("pilates"), TopicCorrections(deny=("doors",)))
    assert judge("DOORS floor 2", denied).topic == "doors"
    assert judge("Outdoor survival", denied).coverage is Coverage.NEW


def test_names_that_the_user_calls_the_same_are_covered_where_one_of_them_is():
    same = TopicCorrections(aliases=(TopicAliases(name="Red Dead Redemption", aliases=("cowboy game",)),))
    assert judge("This cowboy game is huge", corrected(terms("pilates"), same)).coverage is Coverage.COVERED
    unknown = TopicCorrections(aliases=(TopicAliases(name="BGMI", aliases=("PUBG",)),))
    assert judge("PUBG squad wipe", corrected(terms("pilates"), unknown)).coverage is Coverage.NEW


def test_corrections_replace_those_before_them():
    once = corrected(terms("pilates"), TopicCorrections(deny=("doors",)))
    again = corrected(once, TopicCorrections(deny=("piggy",)))
    assert [topic.name for topic in again.topics] == ["piggy", "pilates"]
    assert [topic.weight for topic in again.topics] == [BY_USER, 0.5]


def test_nothing_is_covered_where_nothing_was_read():
    empty = terms(titles=())
    assert [found.coverage for found in CoveringTerms(empty).judge(["Tower of Hell"])] == [Coverage.NEW]


def test_what_all_exclusion_titles_share_covers_nothing():
    titles = [
        f"{muscle} workout at home" for muscle in ("leg", "arm", "back", "chest", "neck", "hip", "toe", "calf", "abs")
    ]
    found = judge("Trampoline workout", terms(titles=titles * 1))
    assert found.coverage is not Coverage.COVERED


@settings(max_examples=20, deadline=None)
@given(st.permutations(COVERED_TITLES), st.randoms(use_true_random=False))
def test_the_order_of_the_exclusion_titles_does_not_matter(titles, rng: random.Random):
    videos = ["Tower of Hell speedrun", "Bread", "Pilates flow"]
    rng.shuffle(videos)
    corpus = Corpus((*COVERED_TITLES, *videos))
    first = Exclusion(corpus, [corpus.number[title] for title in COVERED_TITLES])
    second = Exclusion(corpus, [corpus.number[title] for title in titles])
    numbers = [corpus.number[video] for video in videos]
    assert [found.probability for found in first.judge(numbers)] == pytest.approx(
        [found.probability for found in second.judge(numbers)]
    )


def test_a_denied_name_counts_in_tags_too_but_a_learnt_one_in_titles_alone():
    denied = CoveringTerms(corrected(terms("pilates"), TopicCorrections(deny=("doors",))))
    by_tag, not_by_tag = denied.judge(["Floor 2", "Floor 3"], [("DOORS",), ("pilates",)])
    assert (by_tag.coverage, by_tag.topic) == (Coverage.COVERED, "doors")
    assert not_by_tag.coverage is Coverage.NEW


def test_what_is_usual_everywhere_covers_less():
    titles = ("Morning gardening routine", "Gardening for shade", "Balcony gardening")
    rare = terms(titles=titles, seen_titles=9_000, seen_words=packed([("gardening", 4)], 1_000))
    usual = terms(titles=titles, seen_titles=9_000, seen_words=packed([("gardening", 1_500)], 1_000))
    assert judge("Gardening on Mars", usual).probability < judge("Gardening on Mars", rare).probability


def test_corrected_terms_fit_their_message_whatever_the_user_adds():
    large = terms(
        *(f"topic {number}" for number in range(60)), titles=[f"{number} " + "é" * 110 for number in range(40)]
    )
    corrections = TopicCorrections(deny=tuple(f"{number} " + "é" * 50 for number in range(50)))
    small = corrected(large, corrections)
    assert len(small.model_dump_json().encode()) <= Terms.max_json_bytes
    assert len(small.topics) >= 50
