"""Topic phrases, groups, trends, brand fit, likeness and queries on small made-up corpora."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from topics.brand import Brand
from topics.clusters import clusters
from topics.corpus import Corpus, filled_up
from topics.frequencies import Frequencies
from topics.likeness import content_likeness, handwriting_likeness
from topics.phrases import subject_phrase, topic_phrases
from topics.queries import search_queries
from topics.same_subject import SAME, same_subject
from topics.sparse import SparseRows, main_directions
from topics.trends import Effect, Upload, trends

from tests.discovery.builders import NOW

GARDEN = ("Grow a Garden: new pets", "Grow a Garden secret seeds", "the BEST plant in GROW A GARDEN")
BREAD = ("Sourdough bread for beginners", "My sourdough starter died", "Sourdough pizza night")
OTHERS = ("Why I moved to Lisbon", "Fixing a broken bike", "The longest day of my life", "A quiet walk in the rain")


@pytest.fixture
def corpus():
    return Corpus((*GARDEN, *BREAD, *OTHERS))


def numbers(corpus, titles):
    return [corpus.number[title] for title in titles]


def test_phrases_are_named_as_people_write_them_with_their_videos(corpus):
    titles = (*GARDEN, *BREAD, *OTHERS)
    phrases = topic_phrases(corpus, numbers(corpus, titles), most=2)
    assert {phrase.text for phrase in phrases} == {"grow a garden", "sourdough"}
    assert {phrase.text: phrase.videos for phrase in phrases}["grow a garden"] == (0, 1, 2)


def test_words_of_the_channels_own_names_stand_in_no_phrase(corpus):
    phrases = topic_phrases(corpus, numbers(corpus, (*GARDEN, *BREAD)), barred=frozenset({"sourdough"}))
    assert all("sourdough" not in phrase.key for phrase in phrases)


def test_plain_words_alone_are_no_topic():
    corpus = Corpus(["Part 1 of the best episode", "The best episode part 2", "Episode 3, the best part"])
    assert topic_phrases(corpus, [0, 1, 2]) == []


@pytest.mark.parametrize(
    ("titles", "wanted", "unwanted"),
    [
        (
            ["मनाली में पहली बार", "मनाली का पूरा बजट", "लद्दाख में 3 दिन", "लद्दाख की यात्रा", "केरल में चाय"],
            {"मनाली", "लद्दाख"},
            {"में", "का", "दिन"},
        ),
        (
            ["今日の卵焼き", "卵焼きの作り方", "簡単お弁当", "お弁当で一週間", "節約レシピ", "節約の一日"],
            {"卵焼き", "お弁当", "節約"},
            {"今日の", "の作り方", "き"},
        ),
        (
            ["طريقة عمل الكبسة في البيت", "الكبسة السعودية", "افضل مطعم في الرياض", "مطعم جديد في جدة"],
            {"الكبسة", "مطعم"},
            {"في"},
        ),
        (
            ["오늘 김치찌개 만들기", "김치찌개 레시피", "서울 여행 브이로그", "서울 맛집"],
            {"김치찌개", "서울"},
            {"오늘"},
        ),
        (
            ["Stół dębowy za 100 zł", "Stół dębowy krok po kroku", "Regał za 50 zł", "Regał bez narzędzi"],
            {"stół dębowy", "regał"},
            {"za", "zł"},
        ),
    ],
)
def test_topics_are_named_in_other_languages_and_in_writing_without_blanks(titles, wanted, unwanted):
    corpus = Corpus(titles)
    found = {phrase.text for phrase in topic_phrases(corpus, numbers(corpus, titles))}
    assert wanted <= found
    assert not unwanted & found


def test_a_phrase_is_written_as_people_write_it_and_without_the_clause_around_it():
    titles = ["Auto-GPT is here", "I tried Auto-GPT", "今日のラーメン", "ラーメンの作り方"]
    corpus = Corpus(titles)
    found = {phrase.text for phrase in topic_phrases(corpus, range(4))}
    assert {"auto-gpt", "ラーメン"} <= found


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("ROBLOX DOORS speedrun with my brother", "roblox doors"),
        ("Pistol Squat in one minute, go!", "pistol squat"),
        ("The best episode, part 2", None),
        ("", None),
    ],
)
def test_a_title_says_what_it_is_about(title, subject):
    corpus = Corpus([*GARDEN, *BREAD, title])
    assert subject_phrase(corpus, corpus.number[title]) == subject


def test_numbers_in_words_and_years_behind_a_little_word_are_no_topics():
    titles = ["Three ways to live", "Three more ways", "Tesouro direto em 2026", "O tesouro direto em 2026 explicado"]
    corpus = Corpus(titles)
    found = {phrase.text for phrase in topic_phrases(corpus, numbers(corpus, titles))}
    assert "three" not in found
    assert "tesouro direto" in found
    assert "direto em 2026" not in found


def test_titles_about_one_thing_form_a_group(corpus):
    groups = clusters(corpus, numbers(corpus, (*GARDEN, *BREAD)))
    assert len(set(groups[:3])) == len(set(groups[3:])) == 1
    assert groups[0] != groups[3]


def an_upload(video_id, channel_id, title, score, *, outlier=True, days=1):
    return Upload(video_id, channel_id, title, NOW - timedelta(days=days), score, outlier)


def test_a_topic_that_lifts_several_channels_comes_before_one_channels_luck():
    uploads = [
        an_upload("a", "UC1", GARDEN[0], 3.0, days=4),
        an_upload("b", "UC2", GARDEN[1], 5.0),
        an_upload("c", "UC3", BREAD[0], 40.0),
        an_upload("d", "UC3", "Grow a Garden goes wrong", 0.5, outlier=False),
    ]
    first, second = trends(uploads)
    assert (first.name, first.channel_ids) == ("grow a garden", ("UC2", "UC1"))
    assert [upload.video_id for upload in first.outliers] == ["b", "a"]
    assert (first.median_score, first.first_seen) == (4.0, NOW - timedelta(days=4))
    assert [upload.video_id for upload in first.others] == ["d"]
    assert (second.channel_ids, second.effect) == (("UC3",), Effect.UNKNOWN)


@pytest.mark.parametrize(
    ("scores", "effect"),
    [
        ((2.0, 1.5, 1.9), Effect.LIFTS),
        ((0.5, 0.4, 0.3, 0.7), Effect.FLOPS),
        ((1.0, 0.9, 1.1, 0.9), Effect.NO_DIFFERENCE),
        ((0.1, 0.1), Effect.UNKNOWN),
    ],
)
def test_a_trend_says_what_its_topic_does_to_all_videos_on_it(scores, effect):
    uploads = [
        an_upload("a", "UC1", GARDEN[0], 9.0),
        an_upload("b", "UC2", GARDEN[1], 8.0),
        *(an_upload(f"u{n}", "UC4", f"Something {n}", 1.0, outlier=False) for n in range(9)),
        *(an_upload(f"g{n}", "UC4", f"Grow a garden {n}", score, outlier=False) for n, score in enumerate(scores)),
    ]
    (trend,) = trends(uploads)
    assert (len(trend.others), trend.effect) == (len(scores), effect)


def test_names_that_mean_one_thing_make_one_trend():
    uploads = [
        an_upload("a", "UC1", "Free Fire ranked", 4.0),
        an_upload("b", "UC2", "Free Fire solo", 3.0),
        an_upload("c", "UC3", "FREEFIRE squad", 5.0),
        an_upload("d", "UC4", "FREEFIRE custom", 2.0),
    ]
    (trend,) = trends(uploads)
    assert len(trend.channel_ids) == 4


def test_no_outliers_make_no_trends():
    assert trends([an_upload("a", "UC1", "x", 1.0, outlier=False)]) == []


def test_a_title_fits_the_brand_by_its_words_and_its_examples_and_says_so(corpus):
    brand = Brand(corpus, ["sourdough", "home baking"], numbers(corpus, BREAD[:1]))
    near, far = brand.fit(corpus.number[BREAD[1]]), brand.fit(corpus.number[OTHERS[1]])
    assert 0 <= far.score < near.score <= 10
    assert near.reasons[0] == "names sourdough"
    assert far.reasons == ()


def test_channels_that_make_the_same_are_more_alike(corpus):
    scores = content_likeness(
        corpus,
        [numbers(corpus, GARDEN[:2])],
        [numbers(corpus, GARDEN[2:]), numbers(corpus, BREAD), numbers(corpus, OTHERS)],
    )
    assert scores.argmax() == 0


def test_a_channel_is_known_by_its_handwriting():
    shouting = (["OMG!!! THIS IS INSANE 😱", "NO WAY!!! HE DID IT 😱"], ["WOW!!! WHAT A DAY 😱"])
    quiet = (["on bread, slowly", "on rivers, slowly"], ["on clocks, slowly"])
    alike = handwriting_likeness([shouting[1], quiet[1]], [shouting[0], quiet[0]])
    assert alike.argmax(axis=1).tolist() == [0, 1]


def test_queries_are_few_and_stay_in_the_field():
    titles = [
        f"{topic} workout at home {extra}" for topic in ("pilates", "cardio", "yoga") for extra in ("now", "easy")
    ]
    corpus = Corpus(titles, Frequencies(5_000, {"workout": 200, "pilate": 40, "cardio": 40, "yoga": 60}))
    queries = search_queries(corpus, [[0, 1, 2], [3, 4, 5]], most=3)
    assert len(queries) == 3
    assert all("workout" in query for query in queries)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Beginner acoustic chords", "Your first guitar chords in one lesson", True),
        ("CS2 is finally here", "Counter-Strike 2 first impressions", True),
        ("Yoga for hips", "Building model ships", False),
        ("How to draw anime eyes", "How to do eye makeup", False),
    ],
)
def test_meaning_and_letters_tell_whether_two_titles_are_about_the_same(first, second, same):
    assert (same_subject(first, second) >= SAME) is same
    assert same_subject(first, second) == pytest.approx(same_subject(second, first))


def test_a_handful_of_titles_is_filled_up_with_what_english_would_have():
    filled = filled_up(Frequencies(2, {"the": 2, "pilate": 1}))
    assert filled.total == 3_000
    assert filled.counts["the"] > 100 > filled.counts["pilate"]
    assert filled_up(Frequencies(5_000, {"a": 1})) == Frequencies(5_000, {"a": 1})


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 2**16))
def test_the_main_directions_of_a_small_matrix_give_it_back(height, width, seed):
    dense = np.random.default_rng(seed).standard_normal((height, width)).astype(np.float32)
    rows = SparseRows.of([list(enumerate(row.tolist())) for row in dense], width)
    by_row, by_column = main_directions(rows, min(height, width))
    scales = np.linalg.norm(by_row, axis=0)
    assert np.allclose((by_row / scales) @ by_column.T, dense, atol=1e-3)


def test_a_matrix_without_columns_has_no_directions():
    by_row, by_column = main_directions(SparseRows.of([[], []], 0), 5)
    assert (by_row.shape, by_column.shape) == ((2, 0), (0, 0))
