"""The page in a real Chromium, as a person uses it, under the gateway's own Content-Security-Policy."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli import builders
from tests.cli.fake_gateway import EPOCH, FakeGateway, problem

CHANNELS = "Channels whose topics you don’t want to repeat"

pytestmark = pytest.mark.timeout(400)  # of the first: the page is built and a browser started


def start(page: Page, *names: str) -> None:
    box = page.get_by_label(CHANNELS)
    for name in names:
        box.fill(name)
        box.press("Enter")
    page.get_by_role("button", name="Find outliers").click()


def cards(page: Page):
    return page.locator(".ranking > li")


HASH_CHANGES_BEFORE_ANYBODY_LISTENS = """
const listen = window.addEventListener;
window.addEventListener = (type, ...rest) => {
  if (type === "hashchange") history.replaceState(null, "", "#/analyses");
  return listen.call(window, type, ...rest);
};
"""


def test_an_address_that_changes_while_the_page_starts_is_not_missed(page: Page):
    page.add_init_script(HASH_CHANGES_BEFORE_ANYBODY_LISTENS)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your analyses")


def test_an_analysis_is_started_followed_live_and_ranked(page: Page, gateway: FakeGateway):
    gateway.held_at = 5
    start(page, "Daily Skillet", "@breadhead")

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(cards(page).first).to_be_visible()
    gateway.held_at = None
    expect(page.get_by_label("Totals")).to_contain_text("6outliers")
    expect(cards(page)).to_have_count(6)
    first = cards(page).first
    for shown in ("12 different flours", "11.4×", "7.2 – 19.8", "842K", "2 days old", "Long", "fit 7.5/10", "12:34"):
        expect(first).to_contain_text(shown)
    expect(first.get_by_role("link", name="Crumb & Crust")).to_be_visible()
    expect(first).to_contain_text("· 182K subscribers")
    expect(first).to_contain_text("are normal at this age")
    expect(first.get_by_role("link", name=re.compile("flours"))).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=video000000"
    )


def test_what_was_typed_is_what_is_sent(page: Page, gateway: FakeGateway):
    page.get_by_label("Smallest channel").fill("50k")
    page.get_by_label("Largest channel").fill("1.5M")
    page.get_by_label("14", exact=True).check()
    page.get_by_label("Counts as an outlier from").fill("3")
    start(page, "Daily Skillet")
    expect(page.get_by_role("heading", name="Beyond")).to_be_visible()

    body = next(body for method, path, body in gateway.requests if (method, path) == ("POST", "/analyses"))
    assert body == {
        "exclusion_channels": ["Daily Skillet"],
        "min_subscribers": 50_000,
        "max_subscribers": 1_500_000,
        "window_days": 14,
        "min_score": 3,
        "method": "adjusted",
        "max_channels": 100,
        "on_quota": "wait",
    }


def test_the_cost_is_shown_before_the_start(page: Page, gateway: FakeGateway):
    expect(page.get_by_role("region", name="What it would cost")).to_contain_text("8 at most 10")
    assert ("POST", "/analyses") not in [(method, path) for method, path, _ in gateway.requests]


def test_a_fault_stands_at_its_field_with_the_mend(page: Page, gateway: FakeGateway):
    gateway.problem = problem(422, "Not valid", "…", ("exclusion_channels[0]", "is blank", "write a name"))
    start(page, "Daily Skillet")

    box = page.get_by_label(CHANNELS)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Is blank; write a name.")).to_be_visible()


def test_sizes_in_the_wrong_order_are_told_before_anything_is_sent(page: Page, gateway: FakeGateway):
    page.get_by_label("Smallest channel").fill("1M")
    page.get_by_role("button", name="Find outliers").click()

    expect(page.get_by_text("Must be at least the smallest size, 1M.")).to_be_visible()
    assert ("POST", "/analyses") not in [(method, path) for method, path, _ in gateway.requests]


def test_chips_are_added_by_enter_comma_and_pasting_and_removed_by_their_button(page: Page):
    box = page.get_by_label(CHANNELS)
    box.press_sequentially("One,")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text", "Two\\nThree");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(".chip")).to_have_text(["One×", "Two×", "Three×"])
    page.get_by_role("button", name="Remove Two").click()
    box.press("Backspace")
    expect(page.locator(".chip")).to_have_text(["One×"])


def test_a_broken_connection_resumes_where_it_was(page: Page, gateway: FakeGateway):
    gateway.drop_socket_at = 4
    start(page, "Daily Skillet")

    expect(page.get_by_label("Totals")).to_contain_text("6outliers")
    resumed = gateway.sockets[-1]
    assert int(resumed["after"]) >= 4
    assert resumed["epoch"] == EPOCH


def test_an_analysis_can_be_cancelled_and_keeps_what_it_found(page: Page, gateway: FakeGateway):
    gateway.held_at = 5
    start(page, "Daily Skillet")
    expect(cards(page).first).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("What was found until then stays.")).to_be_visible()
    expect(cards(page).first).to_be_visible()


def test_a_pause_says_what_for_and_until_when(page: Page, gateway: FakeGateway):
    paused = builders.analysis("paused", waiting_for="quota", paused_until="2026-11-25T08:00:00Z")
    gateway.moments = [*gateway.moments[:4], (paused, [])]
    start(page, "Daily Skillet")

    expect(page.get_by_text("YouTube’s quota for today is used up")).to_be_visible()
    expect(page.get_by_text("Paused until Nov 25, 2026")).to_be_visible()


def test_a_failure_says_why(page: Page, gateway: FakeGateway):
    error = {"stage": "exclusion", "reason": "no_exclusion_channel_found", "detail": "YouTube knows none of them."}
    gateway.moments = [(builders.analysis("failed", error=error), [])]
    gateway.results = []
    start(page, "Nobody")

    expect(page.get_by_role("alert")).to_contain_text("YouTube knows none of them.")


def test_the_side_tells_topics_why_channels_fell_out_and_the_cost(page: Page):
    page.goto(f"/#/analyses/{builders.ANALYSIS_ID}")

    expect(page.get_by_role("region", name="Topics already covered")).to_contain_text("sourdough starter 9")
    expect(page.get_by_role("region", name="On several channels")).to_contain_text("sourdough startersignal4 channels")
    channels = page.get_by_role("region", name="Channels", exact=True)
    expect(channels).to_contain_text("48 channels found, 6 looked into")
    expect(channels).to_contain_text("too large27")
    expect(channels).to_contain_text("gone from YouTube1")
    expect(page.get_by_role("region", name="Quota spent")).to_contain_text("searches8")


def test_the_ranking_can_be_filtered_sorted_and_opened_to_covered_topics(page: Page, gateway: FakeGateway):
    gateway.results.append(builders.result(5, video_id="covered0001", excluded_by="sourdough starter", score=2.1))
    page.goto(f"/#/analyses/{builders.ANALYSIS_ID}")
    expect(cards(page)).to_have_count(6)

    page.get_by_label("Show covered topics too").check()
    expect(cards(page)).to_have_count(7)
    expect(cards(page).last).to_contain_text("Covered: sourdough starter")
    page.get_by_label("Shorts 1").check()
    expect(cards(page)).to_have_count(1)
    page.get_by_label("All 7").check()
    page.get_by_label("Sort by").select_option("Most views")
    expect(cards(page).first).to_contain_text("1.2M")


def test_earlier_analyses_are_listed_and_can_be_run_again(page: Page):
    page.get_by_role("link", name=re.compile("Daily Skillet, @breadhead")).click()
    expect(cards(page)).to_have_count(6)
    page.get_by_role("link", name="Change and run").click()

    expect(page.locator(".chip")).to_have_text(["Daily Skillet×", "@breadhead×"])


def test_the_ranking_can_be_taken_along(page: Page):
    page.goto(f"/#/analyses/{builders.ANALYSIS_ID}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()

    assert download.value.path().read_text().startswith("video_id,score")


def test_an_unknown_analysis_is_told_with_a_way_on(browser: Browser, gateway: FakeGateway):
    unknown = browser.new_page(base_url=gateway.url)
    unknown.goto("/#/analyses/00000000-0000-0000-0000-000000000000")

    expect(unknown.get_by_role("alert")).to_contain_text("There is no analysis")
    expect(unknown.get_by_role("link", name="Start another")).to_be_visible()
    unknown.close()


def test_the_page_says_that_scores_are_not_youtubes_own(page: Page):
    expect(page.get_by_text("They are not YouTube’s own.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_at_any_width(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    analysis = f"/#/analyses/{builders.ANALYSIS_ID}"
    compare = f"/#/compare/{builders.ANALYSIS_ID}/{builders.ANALYSIS_ID}"
    opened = {"/#/": page.get_by_text("Finer settings"), analysis: page.get_by_role("button", name="Judge anew")}
    for address in ("/#/", analysis, "/#/analyses", "/#/favourites", compare):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if address in opened:
            opened[address].click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_everything_can_be_done_with_the_keyboard(page: Page):
    page.get_by_label(CHANNELS).focus()
    page.keyboard.type("Daily Skillet")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Totals")).to_be_visible()
