"""Command line and page against the real thing: broker, database, cache, simulator, all services, the demo world."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.web.toolchain import WEB, npm

NAMES = ("Second Helpings", "Callum Bakes")
OUTLIER = (sys.executable, "-m", "outlier_cli")
Outlier = Callable[..., Any]

pytestmark = [pytest.mark.timeout(400), pytest.mark.slow]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack's folder."""
    return tmp_path_factory.mktemp("stack") / "data"


@pytest.fixture(scope="module")
def outlier(data: Path) -> Iterator[Outlier]:
    """The command with `--json` on a stack that `outlier up` started and `outlier down` ends; gives its document."""
    subprocess.run([*npm(), "run", "--silent", "build"], cwd=WEB, check=True)

    def run(*arguments: str, expect_code: int = 0) -> Any:
        done = subprocess.run(
            [*OUTLIER, *arguments, "--data", str(data), "--json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == expect_code, done.stderr
        return json.loads(done.stdout)

    run("up")
    yield run
    assert run("down") == {"stopped": True}


@pytest.fixture(scope="module")
def analysed(outlier: Outlier) -> dict[str, Any]:
    """The demo world, analysed: `{analysis, results}`."""
    document: dict[str, Any] = outlier("analyze", *NAMES, "--profile", "home-cooking")
    return document


def test_status_names_every_process_and_each_is_ready(outlier: Outlier):
    status = outlier("status")

    assert {process["service"] for process in status["processes"]} == {
        *("gateway", "youtube_fetcher", "discovery", "scorer", "youtube_simulator", "kafka", "postgres", "valkey")
    }
    assert all(process["ready"] for process in status["processes"])


def test_an_analysis_of_the_demo_world_finds_outliers_with_evidence(analysed: dict[str, Any]):
    assert analysed["analysis"]["state"] == "completed"
    assert len(analysed["results"]) >= 5
    assert all(row["score"] >= 2 and row["evidence"]["sentence"] for row in analysed["results"])
    assert not {row["channel_title"] for row in analysed["results"]} & set(NAMES)


def test_the_analysis_is_listed_shown_and_exported(outlier: Outlier, analysed: dict[str, Any]):
    analysis_id = analysed["analysis"]["id"]

    assert analysis_id in [item["id"] for item in outlier("list")["items"]]
    assert outlier("show", analysis_id[:8])["id"] == analysis_id
    assert outlier("results", analysis_id) == analysed["results"]


def test_the_quota_is_told_with_what_the_next_analysis_would_cost(outlier: Outlier, analysed: dict[str, Any]):
    quota = outlier("quota")

    assert {bucket["bucket"] for bucket in quota["buckets"]} == {"queries", "search", "batch_stats"}
    assert sum(bucket["used"] for bucket in quota["buckets"]) > 0
    assert quota["next_analysis"]["searches"]["worst"] > 0


def test_a_rescore_judges_the_recording_anew_and_spends_nothing(outlier: Outlier, analysed: dict[str, Any]):
    again = outlier("rescore", analysed["analysis"]["id"], "--min-score", "4")

    assert again["analysis"]["quota"]["queries"] == 0
    strict = {row["video_id"] for row in analysed["results"] if row["score"] >= 4}
    assert {row["video_id"] for row in again["results"]} >= strict
    assert all(row["score"] >= 4 for row in again["results"])


def test_a_rebuilt_projection_says_the_same(outlier: Outlier, analysed: dict[str, Any]):
    assert outlier("replay", "rebuild")["equal"] is True
    assert outlier("dlq", "list") == {"items": []}
    assert outlier("results", analysed["analysis"]["id"]) == analysed["results"]


def test_run_shows_the_demo_on_the_stack_that_runs_and_leaves_it_running(outlier: Outlier, data: Path):
    done = subprocess.run([*OUTLIER, "run", "--once", "--data", str(data)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Views" in done.stdout
    assert "The page is at http://127.0.0.1:" in done.stderr
    assert outlier("status")["processes"]


def test_a_deleted_analysis_is_gone(outlier: Outlier):
    analysis_id = outlier("analyze", *NAMES, "--profile", "home-cooking", "--max-channels", "2")["analysis"]["id"]
    outlier("delete", analysis_id)

    assert analysis_id not in [item["id"] for item in outlier("list")["items"]]


def test_the_page_starts_an_analysis_and_shows_what_the_gateway_found(outlier: Outlier, browser: Browser):
    url = outlier("status")["url"]
    page = browser.new_page(base_url=url, viewport={"width": 1280, "height": 900})
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto("/")
    box = page.get_by_label("Channels whose topics you don’t want to repeat")
    for name in NAMES:
        box.fill(name)
        box.press("Enter")
    expect(page.get_by_role("region", name="What it would cost")).to_contain_text("Today’s quota")
    page.get_by_role("button", name="Find outliers").click()

    expect(page.get_by_label("Totals")).to_be_visible(timeout=60_000)
    analysis_id = page.url.rpartition("/")[2]
    rows = httpx.get(f"{url}/api/v1/analyses/{analysis_id}/results", params={"limit": 100}).json()["items"]
    expect(page.locator(".ranking > li")).to_have_count(min(len(rows), 50))
    if rows:
        expect(page.locator(".ranking > li").first).to_contain_text(rows[0]["title"])
        picture = page.locator(".thumb img").first
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") > 0, "the simulator's picture was not shown"
    assert refused == []
    page.close()
