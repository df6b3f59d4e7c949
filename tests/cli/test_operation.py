"""Commands for those who run it."""

import json

from tests.cli.conftest import Run
from tests.cli.fake_gateway import FakeGateway


def test_a_rebuild_prints_rows_and_checksums_before_and_after(outlier: Run, gateway: FakeGateway):
    done = outlier("replay", "rebuild")

    assert done.returncode == 0, done.stderr
    for shown in ("channels", "4,812", "aaaaaaaaaaaaaaaa", "The same as before.", "swapped in"):
        assert shown in done.stdout
    assert gateway.requests[0] == ("POST", "/admin/rebuild", {"swap": True})


def test_a_rebuild_can_compare_alone(outlier: Run, gateway: FakeGateway):
    document = json.loads(outlier("replay", "rebuild", "--compare", "--json").stdout)

    assert document["state"] == "done"
    assert gateway.requests[0] == ("POST", "/admin/rebuild", {"swap": False})


def test_a_failed_rebuild_ends_with_one_and_the_reason(outlier: Run, gateway: FakeGateway):
    gateway.rebuild |= {"state": "failed", "error": "the log ends too early"}
    done = outlier("replay", "rebuild")

    assert done.returncode == 1
    assert "the log ends too early" in done.stderr


def test_help_names_every_command(outlier: Run):
    shown = outlier("--help").stdout

    for command in (
        *("up", "status", "down", "analyze", "list", "show", "results", "cancel", "rescore", "delete"),
        *("quota", "score", "topics", "replay", "dlq"),
    ):
        assert f" {command} " in shown


def test_where_no_stack_runs_dead_letters_say_how_to_get_one(outlier: Run):
    done = outlier("dlq", "list", "--data", "nowhere")

    assert done.returncode == 1
    assert "outlier up" in done.stderr
