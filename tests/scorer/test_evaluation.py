"""Judging, refitting and comparing models on readings."""

import gzip
import json
import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from scorer.domain.model import Model
from scorer.evaluation.__main__ import candidate_of, main
from scorer.evaluation.harness import Harness, load_script
from scorer.evaluation.populations import JournalError, of_journal, of_tables
from scorer.evaluation.shadow import compare
from scorer.evaluation.verdict_on_candidate import DECISIVE, decide
from scorer.model_store import load_model

from tests.shared_data import needs_shared, shared

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
MOMENTS = (0, 1, 3, 5, 14)
"""Days at which every channel is read."""


def write_journal(folder, readings):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-11-24.jsonl").write_text("".join(json.dumps(reading) + "\n" for reading in readings))
    return folder


def noise(age):
    return 0.1 * age**-0.7


def a_population(*, channels=24, scale=1.38, power=1.21, seed=1):
    """Readings of long videos that grow by one curve, each channel with a normal and each video with a multiple."""
    draw = random.Random(seed)
    made = []
    for number in range(channels):
        normal = draw.uniform(10, 14)
        uploads = [
            (f"c{number}v{index}", START + timedelta(days=5 - 1.3 * index - draw.random()), draw.gauss(normal, 0.7))
            for index in range(20)
        ]
        for day in MOMENTS:
            now = START + timedelta(days=day, minutes=number)
            videos = [
                {
                    "id": name,
                    "published_at": published.isoformat(),
                    "duration_s": 600,
                    "view_count": int(
                        math.exp(final - math.log1p(scale * age**-power) + draw.gauss(0, 0.1 / age**0.7))
                    ),
                    "like_count": None,
                    "comment_count": 3,
                    "score": 1.0,
                    "shadow_score": None,
                }
                for name, published, final in uploads
                if (age := (now - published).total_seconds() / 86_400) > 0
            ]
            channel = {"id": f"UC{number}", "subscriber_count": 1_000}
            reading = {"case_id": f"UC{number}@{day}", "now": now.isoformat(), "method": "adjusted-1"}
            made.append({**reading, "channel": channel, "videos": videos})
    return made


def reread(reading, name="UC0"):
    """The same counts as a reading, as they are written down when the fetcher reads them again."""
    counts = {video["id"]: video["view_count"] for video in reading["videos"]}
    return {"recorded_at": START.isoformat(), "now": reading["now"], "channel": {"id": name}, "later": counts}


def population(tmp_path, **options):
    return Harness(shared("eval"), of_journal(write_journal(tmp_path / "journal", a_population(**options))))


def figures(**intervals):
    return {
        key: {"value": 0.8, "against": 0.7, "difference_interval": intervals.get(key[0].replace(" ", "_"), (-0.1, 0.1))}
        for key in DECISIVE
    }


@pytest.mark.parametrize(
    ("intervals", "accepted"),
    [
        ({}, False),
        ({"AP_2x": (0.01, 0.1)}, True),
        ({"error": (-0.1, -0.01)}, True),
        ({"AP_2x": (0.01, 0.1), "error": (0.01, 0.1)}, False),
        ({"AP_2x": (-0.2, -0.1)}, False),
    ],
)
def test_a_candidate_is_accepted_only_when_better_by_a_paired_interval_and_worse_in_nothing(intervals, accepted):
    decision = decide(figures(**intervals))

    assert decision.accepted is accepted
    assert decision.reason.startswith("accepted" if accepted else "refused")


@needs_shared
def test_a_journal_without_later_counts_says_what_is_missing(tmp_path):
    journal = write_journal(tmp_path, a_population(channels=1)[:2])

    with pytest.raises(JournalError, match="holds 2 readings and no video"):
        Harness(shared("eval"), of_journal(journal))


@needs_shared
def test_counts_that_are_read_again_are_outcomes_as_later_recordings_are(tmp_path):
    readings = a_population(channels=1)
    first, last = readings[0], readings[-1]
    known = {video["id"] for video in first["videos"]}
    last = {**last, "videos": [video for video in last["videos"] if video["id"] in known]}

    recorded = Harness(shared("eval"), of_journal(write_journal(tmp_path / "recorded", [first, last])))
    reread_ = Harness(shared("eval"), of_journal(write_journal(tmp_path / "reread", [first, reread(last)])))

    assert recorded.judged
    assert reread_.judged == recorded.judged
    assert reread_.last_views == recorded.last_views


@needs_shared
def test_a_reading_that_came_twice_counts_once(tmp_path):
    first, *_, last = a_population(channels=1)

    once = Harness(shared("eval"), of_journal(write_journal(tmp_path / "once", [first, last])))
    twice = Harness(shared("eval"), of_journal(write_journal(tmp_path / "twice", [first, first, reread(last), last])))

    assert twice.judged == once.judged
    assert len(twice.cases) == len(once.cases)


@needs_shared
def test_a_journal_that_holds_the_shared_readings_is_judged_as_the_script_judges_them(tmp_path):
    """The script reads its tables, we write them down as a journal: the same videos with the same outcomes."""
    tables = Harness(shared("eval"), of_tables(shared("real_data/mftn_half")))
    script = load_script(shared("eval") / "early_detection.py")
    readings = script.load(str(shared("real_data/mftn_half")))[0]
    journal = [
        {
            "case_id": script.case_id(channel, now),
            "now": now.isoformat(),
            "method": "adjusted-1",
            "channel": {"id": channel, "subscriber_count": None},
            "videos": videos,
        }
        for now in [*sorted(readings)[:4], max(readings)]
        for channel, videos in readings[now].items()
        if channel in readings[max(readings)]
    ]

    found = Harness(shared("eval"), of_journal(write_journal(tmp_path, journal)))

    assert sorted(found.judged) == sorted(tables.judged)


def test_the_shadow_report_counts_whose_outliers_differ(tmp_path):
    pairs = [(1.0, 2.0), (2.5, 1.5), (3.0, 3.3), (1.0, None), (None, 1.0)]
    videos = [{"score": current, "shadow_score": beside} for current, beside in pairs]

    report = compare(
        write_journal(tmp_path, [{"method": "adjusted-1", "videos": videos}, {"method": "classic-1", "videos": videos}])
    )

    assert (report.videos, report.both_outliers, report.current_alone, report.shadow_alone) == (3, 1, 1, 1)
    assert "3 videos scored by both" in report.lines()


def test_a_journal_without_a_shadow_says_how_to_get_one(tmp_path, capsys):
    assert main(["shadow", str(write_journal(tmp_path, []))]) == 0
    assert "SCORER_SHADOW_MODEL" in capsys.readouterr().out


@needs_shared
def test_a_refit_finds_the_curve_that_a_population_grows_by_and_is_accepted(tmp_path):
    harness = population(tmp_path, scale=0.3, power=1.21)

    fitted, decision = candidate_of(harness, Model())

    assert 0.2 < fitted.growth.scale_long < 0.45
    assert fitted.noise.at_one_day < 0.2
    assert decision.accepted


@needs_shared
def test_a_candidate_that_is_better_is_written_with_its_card_and_can_be_loaded(tmp_path):
    journal = write_journal(tmp_path / "journal", a_population(channels=24, scale=0.3))
    out = tmp_path / "candidate.json"
    source = ["--harness", str(shared("eval")), "--journal", str(journal)]

    assert main(["refit", *source, "--out", str(out), "--version", "adjusted-2"]) == 0

    assert load_model(out).version == "adjusted-2"
    card = json.loads(out.read_text(encoding="utf-8"))["card"]
    assert card["fitted_on"]["channels"] == 24
    assert card["decision"].startswith("accepted")


@needs_shared
def test_a_shadow_is_judged_by_what_came_of_the_videos(tmp_path, capsys):
    readings = a_population(channels=12)
    finals = {video["id"]: video["view_count"] for reading in readings[4::5] for video in reading["videos"]}
    for reading in readings:
        for video in reading["videos"]:
            video.update(dict.fromkeys(("low", "high", "shadow_low", "shadow_high")))
            video["shadow_score"] = finals[video["id"]] / 200_000

    assert main(["shadow", str(write_journal(tmp_path, readings)), "--harness", str(shared("eval"))]) == 0

    assert "accepted: better in AP 2x (all ages)" in capsys.readouterr().out


@needs_shared
def test_a_refit_that_finds_the_curve_but_ranks_worse_is_refused(tmp_path):
    harness = population(tmp_path, scale=6.0, power=1.0)

    fitted, decision = candidate_of(harness, Model())

    assert 4.5 < fitted.growth.scale_long < 7.5
    assert not decision.accepted


@needs_shared
def test_a_refit_on_the_shared_half_is_refused_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "candidate.json"
    arguments = ["refit", "--harness", str(shared("eval")), "--data", str(shared("real_data/mftn_half"))]

    assert main([*arguments, "--out", str(out), "--version", "adjusted-2"]) == 1
    assert "refused" in capsys.readouterr().out
    assert not out.exists()


@needs_shared
def test_the_report_has_figures_and_plots_of_a_journal_and_the_candidate_that_is_better(tmp_path):
    journal = write_journal(tmp_path / "journal", a_population(channels=5, scale=0.3))
    source = ["--harness", str(shared("eval")), "--journal", str(journal)]

    assert main(["report", *source, "--out", str(tmp_path), "--candidate", "adjusted-2"]) == 0

    assert load_model(tmp_path / "adjusted-2.json").version == "adjusted-2"
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| adjusted-1 |" in text
    assert all((tmp_path / name).stat().st_size > 1_000 for name in ("growth.svg", "reliability.svg"))
    assert "<svg" in (tmp_path / "precision-recall.svg").read_text(encoding="utf-8")


def test_what_is_not_there_is_said_in_one_line(tmp_path, capsys):
    assert main(["report", "--harness", str(tmp_path), "--data", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_table_of_another_niche_is_scored_and_what_it_lacks_stays_unknown(tmp_path, capsys):
    full = tmp_path / "full.csv.gz"
    rows = [
        f"c,hit {n},{START - timedelta(days=n):%Y-%m-%d},{90_000 if n == 3 else 1_000 + n},PT9M" for n in range(1, 12)
    ]
    with gzip.open(full, "wt", encoding="utf-8") as file:
        file.write("channelTitle,title,publishedAt,viewCount,durationSecs\n" + "\n".join(rows))
    bare = tmp_path / "bare.csv.gz"
    with gzip.open(bare, "wt", encoding="utf-8") as file:
        file.write("video_id,title,duration_minutes\nv1,a title,1.5\n")

    assert main(["niches", str(full), str(bare), "--most", "1"]) == 0

    out = capsys.readouterr().out
    assert "1 channels; of 90 days 11 videos scored" in out
    assert "hit 3" in out
    assert "0 videos scored, others: {'no_date': 1}" in out


@needs_shared
def test_the_figures_on_the_shared_half_are_those_of_the_record():
    """Issue-level bounds: the published method's figures, and an interval that holds its 80 % in every age bin."""
    harness = Harness(shared("eval"), of_tables(shared("real_data/mftn_half")))

    found = harness.judge(harness.answers(harness.verdicts(Model())), harness.peer_answers("age-adjusted"))

    def value(figure, age):
        return found[figure, "judged", age]["value"]

    assert value("AP 2x", "all ages") >= 0.778
    assert value("AP 2x", "< 2 d") >= 0.700
    assert value("AP 2x", "< 1 d") >= 0.675
    assert value("error", "all ages") <= 0.210
    for age in ("< 1 d", "1-2 d", "2-5 d"):
        low, high = found["coverage", "judged", age]["interval"]
        assert low <= 0.80 <= high
    for age in ("all ages", "< 2 d"):
        assert found["AP 2x", "judged", age]["difference"] > 0
    assert found["error", "judged", "all ages"]["difference"] <= 0
