"""`outlier analyze`: start, follow, rank; what a person, a pipe and a program get."""

import json

from tests.cli import builders
from tests.cli.conftest import Run
from tests.cli.fake_gateway import EPOCH, FakeGateway, problem


def test_the_ranking_shows_score_range_views_age_format_channel_fit_and_why(outlier: Run):
    done = outlier("analyze", "Daily Skillet", "@breadhead")

    assert done.returncode == 0, done.stderr
    for shown in (
        "11.4×",
        "7.2–19.8",
        "842K",
        "2.1 d",
        "long",
        "fit 7.5/10",
        "Crumb & Crust",
        "are normal at this age",
    ):
        assert shown in done.stdout
    assert done.stdout.index("12 different flours") < done.stdout.index("one hour old")


def test_a_pipe_gets_neither_colours_nor_a_bar(outlier: Run):
    done = outlier("analyze", "Daily Skillet")

    assert "\x1b" not in done.stdout + done.stderr
    assert "━" not in done.stderr
    assert "scoring channels" in done.stderr


def test_a_pipe_gets_addresses_because_it_cannot_click(outlier: Run):
    assert "https://youtu.be/video000000" in outlier("analyze", "Daily Skillet").stdout


def test_json_is_one_document_on_stdout(outlier: Run):
    done = outlier("analyze", "Daily Skillet", "--json")

    document = json.loads(done.stdout)
    assert document["analysis"]["state"] == "completed"
    assert [row["video_id"] for row in document["results"]] == [row["video_id"] for row in builders.results()]


def test_only_what_was_asked_for_is_sent(outlier: Run, gateway: FakeGateway):
    outlier("analyze", "A", "--min-subs", "10k", "--max-subs", "1.5M", "--days", "7", "--method", "classic")

    assert gateway.requests[0] == (
        "POST",
        "/analyses",
        {
            "exclusion_channels": ["A"],
            "min_subscribers": 10_000,
            "max_subscribers": 1_500_000,
            "window_days": 7,
            "method": "classic",
        },
    )
    assert "idempotency-key" in gateway.started_with


def test_a_profile_is_a_name_or_a_file(outlier: Run, gateway: FakeGateway, tmp_path):
    (tmp_path / "mine.json").write_text('{"brandFit": {"words": ["bread"]}}')
    outlier("analyze", "A", "--profile", "mine.json")
    outlier("analyze", "A", "--profile", "home-cooking")

    sent = [body["profile"] for method, path, body in gateway.requests if (method, path) == ("POST", "/analyses")]
    assert sent == [{"brandFit": {"words": ["bread"]}}, "home-cooking"]


def test_a_profile_that_is_no_json_is_refused_before_anything_starts(outlier: Run, gateway: FakeGateway, tmp_path):
    (tmp_path / "mine.json").write_text("{")
    done = outlier("analyze", "A", "--profile", "mine.json")

    assert done.returncode == 2
    assert "cannot be read as JSON" in done.stderr
    assert gateway.requests == []


def test_a_dry_run_prints_the_plan_and_starts_nothing(outlier: Run, gateway: FakeGateway):
    done = outlier("analyze", "A", "--dry-run")

    assert done.returncode == 0
    assert "searches" in done.stdout
    assert "Today's quota covers it." in done.stdout
    assert [path for _, path, _ in gateway.requests] == ["/analyses/plan"]


def test_a_dry_run_says_until_when_an_analysis_would_wait(outlier: Run, gateway: FakeGateway):
    gateway.plan = builders.PLAN | {"affordable": False, "waits_until": "2026-11-25T08:00:00Z"}

    assert "would wait until" in outlier("analyze", "A", "--dry-run").stdout


def test_a_broken_connection_resumes_where_it_was(outlier: Run, gateway: FakeGateway):
    gateway.drop_socket_at = 4
    done = outlier("analyze", "A")

    assert done.returncode == 0, done.stderr
    first, second = gateway.sockets
    assert "after" not in first
    assert int(second["after"]) >= 4
    assert second["epoch"] == EPOCH


def test_a_refused_start_names_the_option_and_the_mend(outlier: Run, gateway: FakeGateway):
    gateway.problem = problem(
        422,
        "Not valid",
        "min_subscribers: …",
        ("min_subscribers", "is greater than max_subscribers", "use 500000 or less"),
    )
    done = outlier("analyze", "A", "--min-subs", "1M")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "--min-subs: is greater than max_subscribers; use 500000 or less\n"


def test_wrong_usage_ends_with_two(outlier: Run, gateway: FakeGateway):
    for wrong in (["--days", "91"], ["--min-subs", "many"], ["--method", "guess"], ["--max-channels", "0"]):
        assert outlier("analyze", "A", *wrong).returncode == 2
    assert gateway.requests == []


def test_a_failed_analysis_ends_with_one_and_the_reason(outlier: Run, gateway: FakeGateway):
    error = {"stage": "exclusion", "reason": "no_exclusion_channel_found", "detail": "YouTube knows none of them."}
    gateway.moments = [(builders.analysis("failed", error=error), [])]
    gateway.results = []
    done = outlier("analyze", "Nobody")

    assert done.returncode == 1
    assert "YouTube knows none of them." in done.stderr


def test_an_analysis_whose_searches_were_cut_short_is_incomplete(outlier: Run, gateway: FakeGateway):
    funnel = builders.analysis()["funnel"] | {"partial": True}
    gateway.moments = [(builders.analysis(funnel=funnel), [])]
    done = outlier("analyze", "A", "--on-quota", "partial")

    assert done.returncode == 1
    assert "12 different flours" in done.stdout
    assert "quota ran out" in done.stderr


def test_names_that_youtube_does_not_know_are_told_and_the_rest_is_shown(outlier: Run):
    done = outlier("analyze", "Daily Skillet", "No Such Kitchen")

    assert done.returncode == 0
    assert "YouTube knows no channel named No Such Kitchen." in done.stderr


def test_a_pause_says_what_for_and_until_when(outlier: Run, gateway: FakeGateway):
    paused = builders.analysis("paused", waiting_for="quota", paused_until="2026-11-25T08:00:00Z")
    gateway.moments[3:3] = [(paused, [])]
    done = outlier("analyze", "A")

    assert done.returncode == 0
    assert "YouTube's daily quota is used up, until" in done.stderr
    assert "(08:00 UTC)" in done.stderr


def test_a_gateway_that_is_not_there_is_one_line_and_the_mend(outlier: Run):
    done = outlier("analyze", "A", OUTLIER_URL="http://127.0.0.1:9")

    assert done.returncode == 1
    assert "Nothing answers at http://127.0.0.1:9" in done.stderr
    assert "outlier up" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_key_of_the_environment_is_sent(outlier: Run, gateway: FakeGateway):
    outlier("analyze", "A", OUTLIER_API_KEY="outlier_k3y")

    assert gateway.headers["authorization"] == "Bearer outlier_k3y"
    assert gateway.first_frames == [{"token": "outlier_k3y"}]


def test_a_rescore_starts_from_the_recording_with_the_changes_alone(outlier: Run, gateway: FakeGateway):
    done = outlier("rescore", builders.ANALYSIS_ID, "--min-score", "3")

    assert done.returncode == 0, done.stderr
    assert gateway.requests[0] == ("POST", f"/analyses/{builders.ANALYSIS_ID}/rescore", {"min_score": 3.0})


def test_corrections_of_topics_are_sent_as_the_gateway_takes_them(outlier: Run, gateway: FakeGateway):
    outlier(
        "analyze", "A", "--allow", "ramen", "--deny", "pho", "--alias", "PUBG=BGMI", "--alias", "PUBG=Battlegrounds"
    )
    sent = next(body for _, path, body in gateway.requests if path.endswith("/analyses") and body)
    assert sent["corrections"] == {
        "allow": ["ramen"],
        "deny": ["pho"],
        "aliases": [{"name": "PUBG", "aliases": ["BGMI", "Battlegrounds"]}],
    }


def test_an_alias_without_two_names_is_wrong_usage(outlier: Run):
    assert outlier("analyze", "A", "--alias", "PUBG").returncode == 2
