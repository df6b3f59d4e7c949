"""The original's Socket.IO events, heard by the client library that its page uses (socket.io-client 4)."""

import asyncio
import contextlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.gateway.builders import exclusion, failed, qualified, scored, skipped, topics, video
from tests.gateway.people import registered
from tests.gateway.test_original import FORM, begin, finish

HERE = Path(__file__).parent / "socketio"
SECONDS = 15

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or shutil.which("npm") is None, reason="Node.js is not on this machine"
)


@pytest.fixture(scope="module")
async def client_folder(tmp_path_factory) -> Path:
    """A folder with the client and its packages."""
    folder = tmp_path_factory.mktemp("socketio")
    for name in ("package.json", "package-lock.json", ".npmrc", "client.mjs"):
        shutil.copy(HERE / name, folder / name)
    install = await asyncio.create_subprocess_exec(
        "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", cwd=folder, env=os.environ,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await install.communicate()
    if install.returncode:
        pytest.skip(f"socket.io-client could not be installed: {output.decode()[-300:]}")
    return folder


class Page:
    """What a page hears."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.heard: list[tuple[str, dict]] = []

    async def until(self, event: str) -> dict:
        """The payload of the next event of that name; what came before is in `heard`."""
        assert self._process.stdout is not None
        while True:
            line = await asyncio.wait_for(self._process.stdout.readline(), SECONDS)
            assert line, f"the client ended after {self.heard}"
            message = json.loads(line)
            self.heard.append((message["event"], message.get("payload")))
            if message["event"] == event:
                return message.get("payload")

    def payloads(self, event: str) -> list[dict]:
        return [payload for name, payload in self.heard if name == event]


@contextlib.asynccontextmanager
async def page(folder: Path, url: str, analysis: str, *, transports: str = "websocket,polling", cookie: str = ""):
    """A page that has joined an analysis."""
    process = await asyncio.create_subprocess_exec(
        "node", "client.mjs", url, analysis, transports, cookie, cwd=folder,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
    )  # fmt: skip
    try:
        yield Page(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@pytest.fixture
def listening(client_folder, gateway):
    """Opens pages of the gateway that trusts loopback."""

    def opened(analysis: str, **options) -> contextlib.AbstractAsyncContextManager[Page]:
        return page(client_folder, gateway.url, analysis, **options)

    return opened


@pytest.mark.parametrize("transports", ["websocket,polling", "polling"])
async def test_a_page_hears_the_whole_analysis(client, gateway, listening, transports):
    analysis = await begin(client, f"heard over {transports}")
    async with listening(analysis, transports=transports) as heard:
        first = await heard.until("progress")
        assert first == {"step": 0, "message": "Building exclusion list", "progress": 0}
        gateway.tell(exclusion(analysis), topics(analysis))
        built = await heard.until("progress")
        assert built["data"] == {"exclusionGames": ["doors"]}
        gateway.tell(qualified(0, 1, analysis=analysis), scored(0, video("abc", 50.0), analysis=analysis))
        gateway.tell(skipped(1, analysis=analysis))
        done = await heard.until("complete")
    assert done["analysisId"] == analysis
    assert [result["id"] for result in done["results"]] == ["abc"]
    assert done["summary"] == {"totalOutliers": 1, "channelsAnalyzed": 2, "exclusionGames": 1}
    assert all(0 <= event["step"] <= 5 for event in heard.payloads("progress"))
    assert all(0 <= event["progress"] <= 100 for event in heard.payloads("progress"))
    assert [event["step"] for event in heard.payloads("progress")] == sorted(
        event["step"] for event in heard.payloads("progress")
    )


async def test_a_page_that_joins_late_hears_what_it_missed_once(client, gateway, listening):
    analysis = await begin(client, "joined late")
    await finish(gateway, client, analysis)
    async with listening(analysis) as heard:
        done = await heard.until("complete")
        if not heard.payloads("heartbeat_response"):
            await heard.until("heartbeat_response")
    assert [result["id"] for result in done["results"]] == ["abc", "ghi"]
    assert {"exclusionGames": ["doors"]} in [event.get("data") for event in heard.payloads("progress")]
    assert len(heard.payloads("complete")) == 1


async def test_a_failed_analysis_is_an_error_event(client, gateway, listening):
    analysis = await begin(client, "fails aloud")
    gateway.tell(failed(analysis))
    async with listening(analysis) as heard:
        error = await heard.until("error")
    assert error["analysisId"] == analysis
    assert error["error"] == error["message"] == "The analysis failed: dead_lettered"


@pytest.mark.parametrize("name", ["nonsense", "00000000-0000-4000-8000-000000000000"])
async def test_an_unknown_analysis_is_an_error_event(listening, name):
    async with listening(name) as heard:
        assert (await heard.until("error"))["error"] == "Analysis not found"


async def test_only_the_owner_hears_an_analysis(client_folder, visitor, public_gateway):
    ann, bob = await registered(visitor), await registered(visitor)
    visitor.cookies.set("refreshToken", ann["refresh_token"])
    analysis = (await visitor.post("/api/outlier/start", json=FORM)).json()["analysisId"]
    expected = {
        f"refreshToken={ann['refresh_token']}": ("progress", None),
        f"refreshToken={bob['refresh_token']}": ("error", "Analysis not found"),
        "": ("error", "Authentication required"),
    }
    for cookie, (event, reason) in expected.items():
        async with page(client_folder, public_gateway.url, analysis, cookie=cookie) as heard:
            assert (await heard.until(event)).get("error") == reason


async def test_a_page_of_another_origin_is_refused(client, gateway, client_folder):
    analysis = await begin(client, "foreign page")
    folder_script = (client_folder / "client.mjs").read_text().replace("http://localhost:3000", "https://evil.example")
    (client_folder / "evil.mjs").write_text(folder_script)
    process = await asyncio.create_subprocess_exec(
        "node", "evil.mjs", gateway.url, analysis, "websocket", cwd=client_folder,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    heard = Page(process)
    try:
        await heard.until("connect_error")
    finally:
        process.kill()
        await process.wait()
    assert heard.payloads("connect") == []
