"""Scoring and telling topics without a stack."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import Run
from tests.shared_data import needs_shared, shared

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def case(case_id: str = "c1") -> str:
    videos = [
        {
            "id": f"v{age}",
            "published_at": (NOW - timedelta(days=age)).isoformat(),
            "duration_s": 600,
            "view_count": 90_000 if age == 2 else 1_000,
        }
        for age in range(2, 22)
    ]
    return json.dumps({"case_id": case_id, "now": NOW.isoformat(), "channel": {"id": "C"}, "videos": videos})


def test_cases_are_scored_without_a_stack(outlier: Run):
    done = outlier("score", stdin=f"{case('c1')}\n\n{case('c2')}\n")

    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [first["case_id"], second["case_id"]] == ["c1", "c2"]
    best = max(first["videos"], key=lambda video: video["score"])
    assert best["id"] == "v2"
    assert best["low"] <= best["score"] <= best["high"]
    assert best["evidence"]["sentence"]


def test_a_file_is_read_too_and_json_is_one_document(outlier: Run, tmp_path):
    (tmp_path / "cases.jsonl").write_text(f"{case('c1')}\n{case('c2')}\n")

    document = json.loads(outlier("score", "cases.jsonl", "--json").stdout)
    assert [answer["case_id"] for answer in document] == ["c1", "c2"]


def test_no_case_at_all_is_an_empty_document(outlier: Run):
    assert json.loads(outlier("score", "--json").stdout) == []


def test_a_line_that_is_no_case_is_told_and_the_rest_is_answered(outlier: Run):
    done = outlier("score", stdin=f"no case\n{case()}\n")

    assert done.returncode == 1
    assert "line 1:" in done.stderr
    assert json.loads(done.stdout)["case_id"] == "c1"


def test_a_file_that_is_not_there_is_wrong_usage(outlier: Run):
    done = outlier("score", "nowhere.jsonl")

    assert done.returncode == 2
    assert "nowhere.jsonl" in done.stderr


def test_topics_are_told_without_a_stack(outlier: Run):
    videos = [{"id": f"v{number}", "title": f"Sourdough starter, day {number}"} for number in range(6)]
    done = outlier("topics", stdin=json.dumps({"task": "topics", "case_id": "t1", "videos": videos}) + "\n")

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["task"], answer["case_id"]) == ("topics", "t1")
    assert any("sourdough" in topic["phrase"].lower() for topic in answer["topics"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no case", "Expecting value"),
        ('{"task": "sing", "case_id": "t1"}', "the task 'sing' is not known"),
        ('{"task": "topics", "case_id": "t1"}', "lacks 'videos'"),
    ],
)
def test_a_case_that_cannot_be_answered_is_one_line(outlier: Run, line: str, told: str):
    done = outlier("topics", stdin=line)

    assert done.returncode == 2
    assert told in done.stderr


@needs_shared
def test_the_public_cases_of_the_topics_evaluation_are_all_answered(outlier: Run):
    cases = subprocess.run(
        [sys.executable, shared("eval/topics_eval.py"), "cases", shared("eval/topics_public.jsonl.gz")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    done = outlier("topics", stdin=cases)

    assert done.returncode == 0, done.stderr
    asked = [json.loads(line)["case_id"] for line in cases.splitlines()]
    assert [json.loads(line)["case_id"] for line in done.stdout.splitlines()] == asked
