"""Looking at analyses and ending them."""

import json

from tests.cli import builders
from tests.cli.conftest import Run
from tests.cli.fake_gateway import FakeGateway

ID = builders.ANALYSIS_ID


def test_the_list_shows_id_state_and_outliers(outlier: Run):
    done = outlier("list")

    assert done.returncode == 0
    for shown in (ID, "completed", "Daily Skillet"):
        assert shown in done.stdout


def test_every_answer_as_json_is_the_gateways_own_document(outlier: Run):
    assert json.loads(outlier("list", "--json").stdout)["items"][0]["id"] == ID
    assert json.loads(outlier("show", ID, "--json").stdout)["id"] == ID
    assert json.loads(outlier("quota", "--json").stdout)["buckets"][0]["bucket"] == "queries"
    assert json.loads(outlier("cancel", ID, "--json").stdout)["state"] == "cancelled"
    assert json.loads(outlier("delete", ID, "--json").stdout) == {"id": ID, "deleted": True}
    assert len(json.loads(outlier("results", ID, "--json").stdout)) == 6


def test_show_tells_why_channels_fell_out_and_what_it_cost(outlier: Run):
    shown = outlier("show", ID).stdout

    assert "48 found, 6 qualified (27 too many subscribers" in shown
    assert "8 searches, 31 units" in shown
    assert "sourdough starter (9)" in shown


def test_a_result_tells_what_the_exclusion_channels_did_that_is_nearest(outlier: Run, gateway: FakeGateway):
    nearest = {"video_id": "v", "title": "Bread at home", "best_multiple": 0.4, "last_days": 300, "gap": "badly"}
    gateway.results = [builders.result(0, nearest_title=nearest)]

    shown = " ".join(outlier("results", ID).stdout.split())
    assert "they have: Bread at home, at best 0.4× their normal" in shown
    assert "a gap: they did it badly" in shown


def test_trends_tell_on_how_many_channels_a_topic_lifts_and_how_it_does_elsewhere(outlier: Run):
    shown = outlier("trends", ID).stdout

    for part in ("sourdough starter", "signal", "4.1×", "Kitchen 2 and 1 more", "flops: 4 more videos", "12 d ago"):
        assert part in " ".join(shown.split())
    assert json.loads(outlier("trends", ID, "--json").stdout)["outliers"] == 37


def test_an_id_may_be_shortened_or_be_the_last(outlier: Run):
    assert outlier("show", ID[:8]).returncode == 0
    assert outlier("show", "last").returncode == 0


def test_an_unknown_id_is_told_with_where_to_look(outlier: Run):
    done = outlier("show", "ffff")

    assert done.returncode == 1
    assert "outlier list" in done.stderr


def test_an_unknown_whole_id_is_told_by_the_gateway(outlier: Run):
    done = outlier("results", "00000000-0000-0000-0000-000000000000")

    assert done.returncode == 1
    assert "There is no analysis" in done.stderr


def test_results_are_read_page_after_page(outlier: Run, gateway: FakeGateway):
    gateway.results = [builders.result(number % 6, video_id=f"v{number}") for number in range(230)]

    rows = json.loads(outlier("results", ID, "--format", "json").stdout)
    assert [row["video_id"] for row in rows] == [f"v{number}" for number in range(230)]


def test_csv_goes_to_stdout_as_the_gateway_wrote_it(outlier: Run):
    assert outlier("results", ID, "--format", "csv").stdout.splitlines()[:2] == ["video_id,score", "video000000,11.4"]


def test_a_workbook_goes_into_a_file(outlier: Run, tmp_path):
    done = outlier("results", ID, "--format", "xlsx", "--output", "found.xlsx")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "found.xlsx").read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir()] == ["found.xlsx"]


def test_quota_shows_each_bucket_and_what_the_next_analysis_would_cost(outlier: Run):
    shown = outlier("quota").stdout

    for part in ("searches", "84", "9,689", "at most"):
        assert part in shown


def test_where_no_stack_runs_the_mend_is_named(outlier: Run):
    done = outlier("list", "--data", "nowhere")

    assert done.returncode == 1
    assert "outlier up" in done.stderr
    assert "OUTLIER_URL" in done.stderr


def test_without_results_a_person_is_told_so(outlier: Run, gateway: FakeGateway):
    gateway.results = []

    assert "No outliers" in outlier("results", ID).stdout
