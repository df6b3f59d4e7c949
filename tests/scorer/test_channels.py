"""From a channel's recording to its outcome."""

from datetime import timedelta

import pytest
from common.events import (
    BrandFitRules,
    BrandIndicator,
    ChannelSkipped,
    ExclusionTitle,
    ExclusionTopic,
    LiveState,
    Method,
    SkipReason,
    Terms,
    TopicsMethod,
    Window,
)
from scorer.domain.verdict import Floors

from tests.scorer.builders import (
    NOW,
    SCORER,
    a_recording,
    a_video,
    covered,
    score_of,
    scoring,
    uploads,
)

FUNNY = BrandFitRules(base_score=5, positive_indicators=(BrandIndicator(keywords=("funny",), score=1.5),), threshold=6)


@pytest.mark.parametrize("method", [Method.ADJUSTED_0, Method.ADJUSTED_1])
def test_a_video_far_above_its_channels_normal_is_an_outlier(method):
    outcome = SCORER.score(a_recording([a_video("hit", days_old=5, views=30_000), *uploads(12)], method=method))

    hit = score_of(outcome, "hit")
    assert hit.score > 10
    assert hit.outlier
    assert hit.evidence.peers == 12


def test_a_young_score_comes_with_an_interval_a_chance_and_a_sentence():
    outcome = SCORER.score(a_recording([a_video("hit", days_old=0.75, views=6_100), *uploads(12, views=8_400)]))

    hit = score_of(outcome, "hit")
    assert hit.low < hit.score < hit.high
    assert 0 < hit.evidence.probability_double < 1
    assert hit.evidence.sentence.startswith(
        "12 long videos, normally 8,500 views; this one has 6,100 at 18 hours and is"
    )


def test_only_videos_of_the_window_are_judged_but_all_make_up_the_normal():
    outcome = SCORER.score(a_recording([a_video("new", days_old=1), *uploads(12)]))

    assert [video.video_id for video in outcome.videos] == ["new"]
    assert outcome.baseline.long_videos == 13
    assert outcome.baseline.long_views == pytest.approx(1_006, rel=0.05)


def test_shorts_and_long_videos_are_judged_apart():
    recording = a_recording(
        [
            a_video("short", days_old=3, views=100, seconds=40),
            a_video("long", days_old=3, views=100_000),
            *uploads(8, views=100, seconds=40, name="s"),
            *uploads(8, views=100_000, name="l"),
        ]
    )

    outcome = SCORER.score(recording)

    assert score_of(outcome, "short").score == pytest.approx(1, abs=0.4)
    assert score_of(outcome, "long").score == pytest.approx(1, abs=0.4)


def test_live_streams_have_a_normal_of_their_own_where_the_tab_is_known():
    streams = [
        video.model_copy(update={"tab": "live", "id": f"live{index}"})
        for index, video in enumerate(uploads(6, views=50))
    ]

    outcome = SCORER.score(a_recording([a_video("new", days_old=3, views=50, tab="live"), *streams, *uploads(6)]))

    new = score_of(outcome, "new")
    assert new.format == "live"
    assert new.evidence.format_by == "tab"
    assert new.evidence.peers == 6


def test_a_format_that_nothing_tells_is_not_named():
    outcome = SCORER.score(a_recording([a_video("new", days_old=3, seconds=None), *uploads(6, seconds=None)]))

    new = score_of(outcome, "new")
    assert new.evidence.format_by == "assumed"
    assert new.evidence.sentence.startswith("6 videos, normally")


def test_an_interval_of_a_volatile_channel_stays_readable():
    views = [20, 50_000, 300, 900_000, 4_000, 70, 2_000_000, 9_000]
    wild = [a_video(f"w{n}", days_old=10.0 * n + 9, views=count) for n, count in enumerate(views)]

    new = score_of(SCORER.score(a_recording([a_video("new", days_old=0.1, views=500), *wild])), "new")

    assert new.high / new.score < 35
    assert new.score / new.low < 8


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"views": None}, "views_hidden"),
        ({"days_old": 0.001}, "too_young"),
        ({"days_old": -0.1}, "too_young"),
        ({"live": LiveState.LIVE}, "live_or_upcoming"),
        ({"seconds": 0}, "live_or_upcoming"),
        ({"seconds": 30}, "too_few_uploads"),
    ],
)
def test_an_undecidable_video_has_no_score_but_a_reason(fields, reason):
    new = a_video("new", **{"days_old": 2, **fields})

    found = score_of(SCORER.score(a_recording([new, a_video("other", days_old=3), *uploads(8)])), "new")

    assert (found.score, found.low, found.high) == (None, None, None)
    assert found.evidence.reason == reason
    assert found.evidence.sentence.startswith("No score: ")
    assert not found.outlier


def test_floors_are_said_where_they_keep_a_score_back():
    strict = type(SCORER)(SCORER.finds, floors=Floors(min_views=500, min_normal_views=2_000))
    recording = a_recording([a_video("few", days_old=2, views=400), a_video("many", days_old=2), *uploads(8)])

    outcome = strict.score(recording)

    assert score_of(outcome, "few").evidence.reason == "few_views"
    assert score_of(outcome, "many").evidence.reason == "normal_too_small"
    assert "below the floor of 2000" in score_of(outcome, "many").evidence.sentence


@pytest.mark.parametrize(
    ("videos", "reason"),
    [
        ([], SkipReason.NO_UPLOADS),
        (uploads(8), SkipReason.NOTHING_IN_WINDOW),
        ([a_video("new", days_old=1), *uploads(3)], SkipReason.NO_BASELINE),
    ],
)
def test_a_channel_that_comes_to_nothing_says_why(videos, reason):
    outcome = SCORER.score(a_recording(videos))

    assert isinstance(outcome, ChannelSkipped)
    assert outcome.reason is reason


def test_a_covered_topic_excludes_by_whole_words_alone():
    recording = a_recording(
        [
            a_video("same", days_old=3, views=30_000, title="DOORS speedrun"),
            a_video("part", days_old=3, views=30_000, title="Outdoor fun"),
            a_video("tag", days_old=3, views=30_000, title="Fun", tags=("doors",)),
            *uploads(9),
        ],
        terms=covered("door"),
    )

    outcome = SCORER.score(recording)

    assert score_of(outcome, "same").excluded_by == "door"
    assert not score_of(outcome, "same").outlier
    assert score_of(outcome, "part").excluded_by is None
    assert score_of(outcome, "tag").excluded_by == "door"


def test_an_allowed_topic_excludes_nothing():
    recording = a_recording(
        [a_video("new", days_old=3, title="DOORS speedrun"), *uploads(9)], terms=covered("doors", allow=("Door",))
    )

    assert score_of(SCORER.score(recording), "new").excluded_by is None


def test_brand_fit_is_a_gate_only_where_asked_for():
    hit = a_video("hit", days_old=5, views=30_000, title="A serious one")
    asked = scoring(min_brand_fit=6, brand_fit=FUNNY)
    open_ = scoring(brand_fit=FUNNY)

    assert not score_of(SCORER.score(a_recording([hit, *uploads(9)], scoring=asked)), "hit").outlier
    assert score_of(SCORER.score(a_recording([hit, *uploads(9)], scoring=open_)), "hit").outlier
    assert score_of(SCORER.score(a_recording([hit, *uploads(9)])), "hit").brand_fit is None


def test_brand_fit_says_what_spoke_for_it():
    recording = a_recording(
        [a_video("new", days_old=3, title="So FUNNY"), *uploads(9)], scoring=scoring(brand_fit=FUNNY)
    )

    found = score_of(SCORER.score(recording), "new")

    assert found.brand_fit == 6.5
    assert found.brand_reasons == ("+1.5 funny",)


def test_classic_keeps_all_it_looked_at_and_marks_what_passes_its_gates():
    videos = [
        a_video("good", days_old=1, views=20_000, title="funny one"),
        a_video("plain", days_old=2, views=20_000, title="one"),
        a_video("low", days_old=3, views=10_000, title="funny two"),
        a_video("gone", days_old=4, available=False),
    ]
    asked = scoring(Method.CLASSIC_1, gate=20, min_score=30, brand_fit=FUNNY)

    outcome = SCORER.score(a_recording(videos, scoring=asked))

    assert [(video.video_id, video.score, video.outlier) for video in outcome.videos] == [
        ("good", 40.0, True),
        ("plain", 40.0, False),
        ("low", 20.0, False),
    ]


def test_classic_looks_at_the_newest_fifteen_and_counts_what_is_gone():
    dated = [a_video(f"v{number:02}", days_old=number / 4) for number in range(1, 20)]
    gone = a_video("gone").model_copy(update={"published_at": None, "available": False})
    recording = a_recording([], scoring=scoring(Method.CLASSIC_1)).model_copy(
        update={"videos": (dated[0], gone, *dated[1:])}
    )

    outcome = SCORER.score(recording)

    assert [video.video_id for video in outcome.videos] == [f"v{number:02}" for number in range(1, 15)]


def test_classic_skips_a_channel_with_fewer_than_three_or_hidden_subscribers():
    two = [a_video("a", days_old=1), a_video("b", days_old=2)]

    few = SCORER.score(a_recording(two, method=Method.CLASSIC_1))
    hidden = SCORER.score(a_recording([*two, a_video("c", days_old=3)], method=Method.CLASSIC_1, subscribers=None))

    assert few.reason is SkipReason.TOO_FEW_VIDEOS
    assert hidden.reason is SkipReason.SUBSCRIBERS_HIDDEN


def test_a_classic_channel_without_subscribers_scores_infinity_as_the_original_did():
    three = [a_video(name, days_old=1) for name in "abc"]

    outcome = SCORER.score(a_recording(three, method=Method.CLASSIC_1, subscribers=0))

    assert {video.score for video in outcome.videos} == {float("inf")}


def test_channels_of_different_methods_and_analyses_share_a_pass_in_order():
    videos = [a_video("hit", days_old=5, views=30_000), *uploads(9)]
    recordings = [
        a_recording(videos, method=Method.ADJUSTED_1, channel_id="UC1"),
        a_recording(videos, method=Method.CLASSIC_1, channel_id="UC2", window=Window(as_of=NOW, days=90)),
        a_recording(videos, method=Method.ADJUSTED_0, channel_id="UC3"),
        a_recording([], method=Method.ADJUSTED_1, channel_id="UC4"),
    ]

    together = SCORER.score_many(recordings)

    assert together == [SCORER.score(recording) for recording in recordings]
    assert [outcome.analysis_id for outcome in together] == [recording.analysis_id for recording in recordings]


def test_ages_are_those_of_the_reading_not_of_the_request():
    videos = [a_video("hit", days_old=0.5, views=800), *uploads(9)]
    later = a_recording(videos, observed_at=NOW + timedelta(days=4))

    young = score_of(SCORER.score(a_recording(videos)), "hit")
    older = score_of(SCORER.score(later), "hit")

    assert young.evidence.age_days == pytest.approx(0.5)
    assert older.evidence.age_days == pytest.approx(4.5)
    assert older.score < young.score


def test_likeness_to_an_exclusion_title_excludes_with_its_probability_and_the_title():
    terms = Terms(
        method=TopicsMethod.TOPICS_1,
        topics=(ExclusionTopic(name="doors"),),
        titles=(ExclusionTitle(video_id="theirs", title="I beat every floor of DOORS"),),
    )
    recording = a_recording(
        [
            a_video("same", days_old=3, views=30_000, title="I beat every floor of DOORS again"),
            a_video("far", days_old=4, views=30_000, title="Baking bread in the rain"),
            *uploads(9),
        ],
        terms=terms,
    )

    outcome = SCORER.score(recording)

    same, far = score_of(outcome, "same"), score_of(outcome, "far")
    assert same.coverage == "covered"
    assert same.coverage_probability > 0.7
    assert same.excluded_by == "doors"
    assert same.nearest_title.video_id == "theirs"
    assert far.topic == "baking bread"
    assert not same.outlier
    assert (far.coverage, far.excluded_by, far.outlier) == ("new", None, True)


def test_a_brand_of_words_and_examples_ranks_what_is_like_it_higher():
    brand = BrandFitRules(words=("sourdough", "baking"), example_titles=("Baking sourdough bread at home",))
    recording = a_recording(
        [
            a_video("like", days_old=3, title="Sourdough baking for beginners"),
            a_video("unlike", days_old=4, title="Fixing my old car engine"),
            *uploads(9),
        ],
        scoring=scoring(brand_fit=brand),
    )

    outcome = SCORER.score(recording)

    assert score_of(outcome, "like").brand_fit > score_of(outcome, "unlike").brand_fit + 2
    assert score_of(outcome, "like").brand_reasons
