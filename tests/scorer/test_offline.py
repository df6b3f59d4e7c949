"""`python -m scorer.offline` and its streaming core."""

import io
import itertools
import json
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta

from scorer import offline
from scorer.offline import CASES_A_PASS, score_lines


def a_case(number, uploads=8, **fields):
    videos = [
        {
            "id": f"v{number}-{index}",
            "published_at": f"2026-01-{index + 1:02}T10:00:00+00:00",
            "duration_s": 600,
            "view_count": 1_000 + index,
        }
        for index in range(uploads)
    ]
    return json.dumps({"case_id": f"case{number}", "now": "2026-02-01T00:00:00Z", "videos": videos, **fields})


def collected():
    problems = []
    return problems, lambda number, problem: problems.append((number, problem))


def test_every_case_has_an_answer_in_order_with_evidence():
    problems, tell = collected()

    answers = [json.loads(line) for line in score_lines([a_case(1), "", a_case(2)], bad_line=tell)]

    assert [answer["case_id"] for answer in answers] == ["case1", "case2"]
    (first, *_) = answers[0]["videos"]
    assert first["low"] < first["score"] < first["high"]
    assert first["evidence"]["peers"] == 7
    assert first["evidence"]["sentence"].startswith("7 long videos, normally 1,000 views")
    assert problems == []


def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on():
    problems, tell = collected()
    lines = ["not json", a_case(1), a_case(2, now="yesterday"), '{"case_id": "x"}', a_case(3)]

    answers = list(score_lines(lines, bad_line=tell))

    assert [json.loads(answer)["case_id"] for answer in answers] == ["case1", "case3"]
    assert [number for number, _ in problems] == [1, 3, 4]
    assert problems[0][1] == "Invalid JSON: expected ident at column 2"
    assert problems[1][1].startswith("now: ")


def test_an_endless_file_is_read_no_further_than_a_pass_ahead():
    taken = 0

    def endless():
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield a_case(number)

    answers = score_lines(endless(), bad_line=lambda *_: None)
    for _ in range(3):
        next(answers)

    assert taken <= CASES_A_PASS


def test_a_case_without_enough_uploads_is_answered_without_scores():
    (answer,) = score_lines([a_case(1, uploads=3)], bad_line=lambda *_: None)

    assert {video["score"] for video in json.loads(answer)["videos"]} == {None}
    assert json.loads(answer)["videos"][0]["evidence"]["reason"] == "too_few_uploads"


def test_an_upload_of_unknown_date_has_no_score_and_the_rest_of_the_case_has():
    case = json.loads(a_case(1))
    case["videos"][0]["published_at"] = None
    del case["videos"][1]["published_at"]

    (answer,) = score_lines([json.dumps(case)], bad_line=lambda *_: None)

    said = [(video["score"] is None, video["evidence"]["reason"]) for video in json.loads(answer)["videos"]]
    assert said == [(True, "no_date")] * 2 + [(False, None)] * 6


def test_a_channel_of_thousands_of_uploads_is_scored_in_bounded_memory():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    videos = [
        {"id": f"v{n}", "published_at": (start - timedelta(hours=n)).isoformat(), "view_count": 1_000 + n % 7}
        for n in range(2_000)
    ]
    case = json.dumps({"case_id": "large", "now": "2026-02-01T00:00:00Z", "videos": videos})

    tracemalloc.start()
    (answer,) = score_lines([case], bad_line=lambda *_: None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert all(0.9 < video["score"] < 1.1 for video in json.loads(answer)["videos"])
    assert most < 200e6


def test_the_module_answers_on_standard_output_and_complains_on_standard_error(monkeypatch, capsys):
    class Input:
        buffer = io.BytesIO(f"{a_case(1)}\noops\n".encode())

    monkeypatch.setitem(sys.__dict__, "stdin", Input())

    assert offline.main() == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["case_id"] == "case1"
    assert err.startswith("line 2: ")
