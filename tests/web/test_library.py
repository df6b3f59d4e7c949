"""What an owner does with analyses on the page: names, notes, favourites, comparisons, judging anew, asking again."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.cli import builders
from tests.cli.fake_gateway import FakeGateway
from tests.web.fake_library import OTHER_ID

ANALYSIS = f"/#/analyses/{builders.ANALYSIS_ID}"

pytestmark = pytest.mark.timeout(400)  # of the first: the page is built and a browser started


def sent(gateway: FakeGateway, method: str, path: str) -> list:
    return [body for asked, where, body in gateway.requests if (asked, where) == (method, path)]


def test_an_analysis_is_named_and_notes_are_taken(page: Page, gateway: FakeGateway):
    page.goto(ANALYSIS)
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the analysis").fill("Bread, November")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bread, November")

    page.get_by_role("textbox", name="Notes").fill("Try the flour video.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_role("button", name="Save the notes")).to_have_count(0)
    own = f"/analyses/{builders.ANALYSIS_ID}"
    assert sent(gateway, "PATCH", own) == [{"name": "Bread, November"}, {"notes": "Try the flour video."}]


def test_the_history_renames_and_deletes_after_asking_twice(page: Page, gateway: FakeGateway):
    page.get_by_role("link", name="Analyses", exact=True).click()
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the analysis").fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Mine")).to_be_visible()

    own = f"/analyses/{builders.ANALYSIS_ID}"
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # the question is taken back after 4 s of the page's
    delete = page.get_by_role("button", name="Delete", exact=True)
    delete.click()
    page.clock.run_for(4_000)
    expect(delete).to_be_visible()
    assert sent(gateway, "DELETE", own) == []
    delete.click()
    page.get_by_role("button", name="Delete for good?").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert sent(gateway, "DELETE", own) == [None]


def test_the_same_is_asked_again_from_the_history(page: Page, gateway: FakeGateway):
    page.goto("/#/analyses")
    page.get_by_role("button", name="Ask again").click()

    expect(page).to_have_url(re.compile(builders.ANALYSIS_ID))
    assert len(sent(gateway, "POST", f"/analyses/{builders.ANALYSIS_ID}/retry")) == 1


def test_favourites_are_kept_listed_and_dropped(page: Page):
    page.goto(ANALYSIS)
    for kind, title in (("video", "I baked one loaf with 12 different flours"), ("channel", "Crumb & Crust")):
        star = page.get_by_role("button", name=f"Favourite {kind}: {title}")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Favourites").click()
    expect(page.get_by_role("region", name="Videos")).to_contain_text("12 different flours")
    expect(page.get_by_role("link", name="Crumb & Crust")).to_have_attribute(
        "href", "https://www.youtube.com/channel/UCsourdough"
    )
    page.get_by_role("button", name="Favourite channel: Crumb & Crust").click()
    expect(page.get_by_role("region", name="Channels")).to_have_count(0)


def test_what_has_changed_between_two_analyses_is_shown(page: Page):
    page.goto(f"/#/compare/{builders.ANALYSIS_ID}/{builders.ANALYSIS_ID}")

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(page.get_by_text("2 in both · 1 only in B · 1 only in A")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("up by 1")
    expect(rows.nth(2)).to_contain_text("gone in B")
    expect(rows.nth(3)).to_contain_text("new in B")


def test_two_analyses_are_chosen_for_comparison(page: Page, gateway: FakeGateway):
    older = builders.analysis(id=OTHER_ID, name="Last week")
    page.route(
        "**/api/v1/analyses?*",
        lambda route: route.fulfill(json={"items": [gateway.document(), older], "next_cursor": None}),
    )
    page.goto("/#/analyses")
    page.get_by_label("Compare Daily Skillet").check()
    page.get_by_label("Compare Last week").check()

    expect(page.get_by_role("link", name="Compare these two")).to_have_attribute(
        "href", f"#/compare/{OTHER_ID}/{builders.ANALYSIS_ID}"
    )


def test_judging_anew_says_what_is_recorded_and_what_would_stay(page: Page, gateway: FakeGateway):
    page.goto(ANALYSIS)
    page.get_by_role("button", name="Judge anew").click()
    panel = page.get_by_role("form", name="Judge it anew")
    expect(panel).to_contain_text("5 channels as they were recorded")
    expect(panel).to_contain_text("No quota is spent")
    panel.get_by_label("Counts as an outlier from").fill("6")
    expect(panel).to_contain_text("3 of the 6 now shown would stay.")
    with page.expect_request(lambda request: request.method == "POST") as asked:
        panel.get_by_role("button", name="Judge anew").click()

    answer = asked.value.response()
    assert answer is not None
    assert answer.ok
    expect(page.get_by_label("Totals")).to_be_visible()
    body = {"method": "adjusted", "min_score": 6}
    assert sent(gateway, "POST", f"/analyses/{builders.ANALYSIS_ID}/rescore") == [body]


def test_every_filter_in_force_is_shown_with_what_the_ranking_rests_on(page: Page):
    page.goto(ANALYSIS)
    page.get_by_label("Words in the title").fill("egg")

    expect(page.locator(".filter")).to_have_text(["score ≥ 2×", "the best 50", "no covered topics", "title has: egg"])
    expect(page.get_by_text("5 of 6 channels from 1 search, read")).to_be_visible()
    expect(page.locator(".ranking > li")).to_have_count(1)


def test_a_failure_says_what_to_do_next(page: Page, gateway: FakeGateway):
    error = {"stage": "exclusion", "reason": "no_exclusion_channel_found", "detail": "YouTube knows none of them."}
    counts = dict.fromkeys(builders.analysis()["counts"], 0)
    gateway.moments = [(builders.analysis("failed", error=error, counts=counts), [])]
    gateway.results, gateway.seq = [], 1
    page.goto(ANALYSIS)

    expect(page.get_by_text("a handle (@name) or a link to the channel is surest")).to_be_visible()
    expect(page.get_by_role("link", name="Change the settings")).to_be_visible()


def test_an_analysis_that_found_nothing_says_what_to_try(page: Page, gateway: FakeGateway):
    gateway.moments = [(builders.analysis(), [])]
    gateway.results, gateway.seq = [], 1
    page.goto(ANALYSIS)

    expect(page.get_by_text("No video stands out.")).to_be_visible()
    expect(page.get_by_text("“Judge anew” with less than 2: it costs no quota.")).to_be_visible()
