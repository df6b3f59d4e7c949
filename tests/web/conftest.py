"""The built page, a gateway with canned answers that serves it, and a real Chromium."""

import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from fastapi import Request, Response
from fastapi.staticfiles import StaticFiles
from gateway.http.guard import content_policy
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

from tests.cli.fake_gateway import FakeGateway, serving
from tests.web.fake_library import FakeLibrary
from tests.web.toolchain import WEB, chromium, npm

PATIENCE_MS = 30_000
"""How long a machine may take to show what a person does or waits for: a bound on failing, no wait."""
THUMBNAIL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="teal"/></svg>'


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built from its source as it is now."""
    out = tmp_path_factory.mktemp("page") / "dist"
    subprocess.run([*npm(), "run", "build", "--", "--outDir", str(out), "--emptyOutDir"], cwd=WEB, check=True)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, the system's."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium())
        expect.set_options(timeout=PATIENCE_MS)
        yield running
        running.close()


@pytest.fixture
def gateway(dist: Path) -> Iterator[FakeGateway]:
    """A gateway that plays one analysis in about a second, and serves the page with the real gateway's policy."""
    fake = FakeGateway(step_seconds=0.15)
    fake.app.include_router(FakeLibrary(fake).router)
    fake.app.mount("/", StaticFiles(directory=dist, html=True))

    @fake.app.middleware("http")
    async def strict(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        answer = await call_next(request)
        answer.headers["Content-Security-Policy"] = content_policy(["https://i.ytimg.com"])
        return answer

    with serving(fake.app) as url:
        fake.url = url
        yield fake


@pytest.fixture
def page(browser: Browser, gateway: FakeGateway) -> Iterator[Page]:
    """The start page on a desktop; the test fails where the browser complains of anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=gateway.url)
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        # A broken connection and a refused request are logged by the browser itself; the page tells them in words.
        if message.type in {"error", "warning"} and "WebSocket" not in message.text and "422" not in message.text:
            complaints.append(message.text)

    opened.on("console", complain)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.route("https://i.ytimg.com/**", _thumbnail)
    opened.goto("/")
    yield opened
    context.close()
    assert complaints == []


def _thumbnail(route: Route) -> None:
    route.fulfill(content_type="image/svg+xml", body=THUMBNAIL)
