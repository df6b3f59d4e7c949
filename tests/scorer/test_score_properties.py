"""What must hold of `adjusted-1` whatever the channel."""

import math
from dataclasses import replace
from itertools import compress
from statistics import median

import numpy as np
import pytest
from common.events import VideoFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from scorer.domain.adjusted import judge_by_growth, judge_columns
from scorer.domain.leave_one_out import medians_of_others
from scorer.domain.model import Model
from scorer.domain.same_format import judge_by_median
from scorer.domain.uploads import Upload, UploadColumns
from scorer.domain.verdict import Floors

from tests.scorer.plain import Peer, score
from tests.scorer.recorded import recorded_channels
from tests.shared_data import needs_shared

MODEL, FLOORS = Model(), Floors()
FORMATS = st.sampled_from([VideoFormat.SHORT, VideoFormat.LONG, VideoFormat.LIVE])
AGES = st.floats(0.01, 4_000)
VIEWS = st.integers(0, 10**12)
SOUND = {"available": st.just(True), "on_air": st.just(False)}
UPLOADS = st.builds(Upload, format=FORMATS, age_days=AGES, views=VIEWS, **SOUND)
ODD_UPLOADS = st.builds(
    Upload,
    format=FORMATS,
    age_days=st.none() | st.floats(-10, 20_000),
    views=st.none() | st.integers(0, 10**15),
    available=st.booleans(),
    on_air=st.booleans(),
)
CHANNELS = st.lists(st.lists(UPLOADS, min_size=1, max_size=30), min_size=1, max_size=4)


def judge(uploads, floors=FLOORS):
    return judge_by_growth([uploads], MODEL, floors)[0]


def big_channels(least_views):
    return st.lists(
        st.builds(Upload, format=FORMATS, age_days=AGES, views=st.integers(least_views, 10**8), **SOUND),
        min_size=6,
        max_size=25,
    )


@settings(max_examples=60, deadline=None)
@given(CHANNELS)
def test_the_vectorised_pass_is_the_formula(channels):
    floors = Floors(min_peers=1)
    for uploads, verdicts in zip(channels, judge_by_growth(channels, MODEL, floors), strict=True):
        peers = [
            (index, Peer(upload.format, upload.age_days, upload.views))
            for index, upload in enumerate(uploads)
            if upload.age_days > floors.peer_age_days
        ]
        for index, (upload, verdict) in enumerate(zip(uploads, verdicts, strict=True)):
            others = [peer for at, peer in peers if at != index and peer.format == upload.format]
            if len(others) < 1 or verdict.score is None:
                assert verdict.score is None
                continue
            rest = [[peer for _, peer in peers if peer.format == kind] for kind in VideoFormat if kind != upload.format]
            own = Peer(upload.format, upload.age_days, upload.views)
            z, low, high, normal, kappa = score(MODEL, own, others, rest)
            assert verdict.peers == len(others)
            assert verdict.growth == pytest.approx(kappa, rel=1e-7)
            assert math.log(verdict.score) == pytest.approx(z, abs=1e-6)
            assert math.log(verdict.low) == pytest.approx(low, abs=1e-5)
            assert math.log(verdict.high) == pytest.approx(high, abs=1e-5)
            assert verdict.normal_views == pytest.approx(max(math.expm1(normal), 0), rel=1e-6, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_medians_of_others_are_what_their_name_says(values):
    found = medians_of_others(np.array([[*values, np.inf]]), np.array([[len(values)]]))[0, : len(values)]

    assert found.tolist() == [median(values[:index] + values[index + 1 :]) for index in range(len(values))]


@settings(deadline=None)
@given(CHANNELS, st.randoms(use_true_random=False))
def test_a_verdict_does_not_depend_on_what_else_is_asked_for(channels, random):
    columns = UploadColumns.of(channels)
    asked = np.array([random.random() < 0.4 for _ in columns.views])

    every, normals = judge_columns(columns, MODEL, FLOORS)
    some, same_normals = judge_columns(replace(columns, asked=asked), MODEL, FLOORS)

    for one, whole in zip(some, compress(every, asked), strict=True):
        assert (one.reason, one.peers) == (whole.reason, whole.peers)
        if whole.score is not None:
            assert one.score == pytest.approx(whole.score, rel=1e-9)
            assert one.high == pytest.approx(whole.high, rel=1e-8)
    assert same_normals.count.tolist() == normals.count.tolist()
    assert same_normals.views == pytest.approx(normals.views, rel=1e-9, nan_ok=True)


@settings(deadline=None)
@given(big_channels(1_000), st.integers(2, 1_000))
def test_scores_do_not_depend_on_the_size_of_the_channel(uploads, factor):
    larger = [upload._replace(views=upload.views * factor) for upload in uploads]

    for small, large in zip(judge(uploads), judge(larger), strict=True):
        assert (small.score is None) == (large.score is None)
        if small.score is not None:
            assert large.score == pytest.approx(small.score, rel=0.005)


@settings(deadline=None)
@given(big_channels(0), st.randoms(use_true_random=False))
def test_the_order_of_uploads_does_not_matter(uploads, random):
    order = list(range(len(uploads)))
    random.shuffle(order)

    verdicts, shuffled = judge(uploads), judge([uploads[index] for index in order])

    for position, index in enumerate(order):
        assert (shuffled[position].score is None) == (verdicts[index].score is None)
        if verdicts[index].score is not None:
            assert shuffled[position].score == pytest.approx(verdicts[index].score, rel=1e-9)


@settings(deadline=None)
@given(big_channels(0), st.integers(1, 10**9))
def test_more_views_never_lower_a_score(uploads, more):
    before = judge(uploads)[0]
    after = judge([uploads[0]._replace(views=uploads[0].views + more), *uploads[1:]])[0]

    if before.score is not None:
        assert after.score >= before.score * (1 - 1e-12)


@settings(deadline=None)
@given(big_channels(0))
def test_a_video_is_never_in_its_own_normal(uploads):
    before = judge(uploads)[0]
    after = judge([uploads[0]._replace(views=10**12), *uploads[1:]])[0]

    if before.score is not None:
        assert after.normal_views == pytest.approx(before.normal_views, rel=1e-9, abs=1e-9)
        assert after.growth == pytest.approx(before.growth, rel=1e-9)


@settings(deadline=None)
@given(st.lists(st.lists(ODD_UPLOADS, max_size=50), min_size=1, max_size=3))
def test_every_legal_input_has_a_finite_score_within_its_interval_or_a_reason(channels):
    for judged in (judge_by_growth(channels, MODEL, FLOORS), judge_by_median(channels, FLOORS)):
        for verdict in (verdict for verdicts in judged for verdict in verdicts):
            assert (verdict.score is None) == (verdict.reason is not None)
            if verdict.score is not None:
                assert math.isfinite(verdict.score)
                assert verdict.score >= 0
            if verdict.low is not None:
                assert 0 <= verdict.low <= verdict.score <= verdict.high
                assert math.isfinite(verdict.high)
                assert 0 <= verdict.probability_double <= 1
                assert math.isfinite(verdict.normal_views)


@settings(deadline=None)
@given(big_channels(0))
def test_the_chance_of_twice_the_normal_agrees_with_the_score(uploads):
    for verdict in judge(uploads):
        if verdict.score is not None:
            assert (verdict.probability_double >= 0.5) == (verdict.score >= 2) or verdict.score == pytest.approx(2)


def with_best_raised(uploads, kind, rank):
    """A copy with the views of the best of a format × 1,000 (rank 1: of the next best), and the place of the best."""
    ranked = sorted(
        (place for place, upload in enumerate(uploads) if upload.format is kind and upload.views is not None),
        key=lambda place: -uploads[place].views,
    )
    if len(ranked) <= rank:
        return uploads, None
    raised = list(uploads)
    raised[ranked[rank]] = raised[ranked[rank]]._replace(views=raised[ranked[rank]].views * 1_000)
    return raised, ranked[0]


@needs_shared
@pytest.mark.parametrize("kind", [VideoFormat.SHORT, VideoFormat.LONG])
@pytest.mark.parametrize("rank", [0, 1], ids=["best", "best of the others"])
def test_a_viral_upload_changes_no_other_score_by_a_tenth_in_any_recorded_channel(kind, rank):
    channels = list(recorded_channels())
    raised, best = zip(*(with_best_raised(uploads, kind, rank) for uploads in channels), strict=True)
    compared = 0
    for one, before, after in zip(
        best, judge_by_growth(channels, MODEL, FLOORS), judge_by_growth(raised, MODEL, FLOORS), strict=True
    ):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old.score is not None and (place == one) is (rank == 1):
                assert new.score == pytest.approx(old.score, rel=0.1)
                compared += 1
    assert compared > (100 if rank else 8_000)
