"""The page of a gateway that wants a login: a real gateway over real engines."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from common.topics import create_topics
from local_stack.ports import free_ports
from playwright.sync_api import Browser, Page, expect

from tests.engine_room import EngineRoom
from tests.web.conftest import PATIENCE_MS

NAME = "ann"
READY_SECONDS = 60

pytestmark = pytest.mark.timeout(400)  # of the first: the page is built, a browser, engines and a gateway are started


@pytest.fixture(scope="module")
def environment(engine_room: EngineRoom, dist: Path) -> dict[str, str]:
    """Of a gateway that trusts nobody and serves the page."""
    engine_room.run(create_topics([engine_room.kafka.bootstrap]))
    return {
        "GATEWAY_KAFKA_BOOTSTRAP": engine_room.kafka.bootstrap,
        "GATEWAY_DATABASE_URL": engine_room.create_database(),
        "GATEWAY_REDIS_URL": engine_room.next_redis_url(),
        "GATEWAY_FETCHER_URL": "http://127.0.0.1:9",
        "GATEWAY_FETCHER_TIMEOUT_SECONDS": "1",
        "GATEWAY_PATIENCE_SECONDS": "1",
        "GATEWAY_WEB_DIR": str(dist),
        "GATEWAY_LOG_LEVEL": "WARNING",
        "GATEWAY_OPEN_REGISTRATION": "false",
        "GATEWAY_HTTP_PORT": str(free_ports(1)[0]),
    }


@pytest.fixture(scope="module")
def closed_url(environment: dict[str, str]) -> Iterator[str]:
    """Where that gateway listens."""
    url = f"http://127.0.0.1:{environment['GATEWAY_HTTP_PORT']}"
    process = subprocess.Popen([sys.executable, "-m", "gateway"], env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + READY_SECONDS
    while not _is_up(url):
        assert time.monotonic() < deadline, "the gateway did not become ready"
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


def _is_up(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/ready").json()["dependencies"]["database"])
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def password(closed_url: str, environment: dict[str, str]) -> str:
    """The password of an account that was made at the console."""
    command = [sys.executable, "-m", "gateway", "account", NAME, "ann@example.org"]
    made = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    issued: dict[str, str] = json.loads(made.stdout)
    return issued["password"]


@pytest.fixture
def visitor(browser: Browser, closed_url: str) -> Iterator[Page]:
    """A browser that nobody is logged in with."""
    context = browser.new_context(base_url=closed_url)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def log_in(page: Page, password: str) -> None:
    page.get_by_label("Name or e-mail").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").first.click()


def test_the_page_asks_for_a_login_and_goes_on_where_it_was(visitor: Page, password: str):
    visitor.goto("/#/favourites")
    expect(visitor.get_by_role("heading", name="Log in")).to_be_visible()
    log_in(visitor, "something else")
    expect(visitor.get_by_role("alert")).to_contain_text("do not fit together")
    log_in(visitor, password)
    expect(visitor.get_by_role("heading", name="Favourites")).to_be_visible()

    visitor.reload()
    expect(visitor.get_by_role("heading", name="Favourites")).to_be_visible()
    visitor.get_by_role("button", name="Log out").click()
    expect(visitor.get_by_role("heading", name="Log in")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_role("heading", name="Log in")).to_be_visible()


def test_an_analysis_is_followed_and_exported_with_a_login(visitor: Page, password: str):
    visitor.goto("/")
    log_in(visitor, password)
    box = visitor.get_by_label("Channels whose topics you don’t want to repeat")
    box.fill("Pixel Panda")
    box.press("Enter")
    frames: list[str] = []
    visitor.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    visitor.get_by_role("button", name="Find outliers").click()
    expect(visitor.get_by_text("Waiting for its turn")).to_be_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Export CSV").click()
    assert download.value.path().read_text().startswith("Score,")

    visitor.get_by_role("button", name="Cancel").click()
    expect(visitor.get_by_text("What was found until then stays.")).to_be_visible()
    assert frames  # only they tell the page that it was cancelled


def test_who_has_no_account_is_told_whom_to_ask(visitor: Page):
    visitor.goto("/")
    visitor.get_by_role("button", name="Make one").click()
    visitor.get_by_label("Name").fill("x y")
    visitor.get_by_label("E-mail").fill("eve@example.org")
    visitor.get_by_label("Password").fill("a long sentence is best")
    visitor.get_by_role("button", name="Make the account").click()
    expect(visitor.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    visitor.get_by_label("Name").fill("eve")
    visitor.get_by_role("button", name="Make the account").click()
    expect(visitor.get_by_role("alert")).to_contain_text("ask the operator")
