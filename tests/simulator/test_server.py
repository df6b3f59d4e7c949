"""The real process: starts on a free port, serves, drops connections, ends on SIGTERM."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from local_stack.ports import free_ports
from PIL import Image

from tests.simulator.builders import a_video, a_world


@contextmanager
def started(**settings: str) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    (port,) = free_ports(1)
    given = {f"YOUTUBE_SIMULATOR_{name.upper()}": value for name, value in settings.items()}
    environment = os.environ | given | {"YOUTUBE_SIMULATOR_HTTP_PORT": str(port)}
    command = [sys.executable, "-m", "youtube_simulator"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-Goog-Api-Key": "k"}, timeout=10) as http:
            while True:
                try:
                    http.get("/ready").raise_for_status()
                    break
                except httpx.TransportError:
                    assert process.poll() is None, process.communicate()[0].decode()
                    time.sleep(0.05)
            yield process, http
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path: Path = tmp_path_factory.mktemp("world") / "world.json.gz"
    videos = [a_video("one", title="Sourdough for Beginners 🍞 #1"), *(a_video(f"v{number}") for number in range(49))]
    path.write_bytes(gzip.compress(json.dumps(a_world(videos=videos)).encode()))
    with started(world=str(path)) as (_, http):
        yield http


UPLOADS: dict[str, str | int] = {"part": "snippet", "playlistId": f"UU{1:022d}", "maxResults": 50}


def test_it_serves_the_demo_world_when_no_world_is_named_and_ends_on_sigterm():
    with started(world="") as (process, http):
        answer = http.get(
            "/youtube/v3/search", params={"part": "snippet", "type": "channel", "q": "home workout"}
        ).json()
        assert answer["pageInfo"]["totalResults"] > 40
        assert http.get("/health").json() == {"status": "ok"}
        assert http.get("/simulator/clock").json()["now"].startswith("2026-06-16T15:0")
        assert "outlier_simulator_answers_total" in http.get("/metrics").text
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) in (0, -signal.SIGTERM)


def test_a_world_that_cannot_be_read_is_one_line_and_exit_1(tmp_path):
    environment = os.environ | {
        "YOUTUBE_SIMULATOR_WORLD": str(tmp_path / "none.json"),
        "YOUTUBE_SIMULATOR_HTTP_PORT": "0",
    }
    command = [sys.executable, "-m", "youtube_simulator"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["level"] for line in lines] == ["error"]
    assert "none.json" in lines[0]["message"]
    assert ended.stderr == ""


def test_a_dropped_connection_gives_no_answer(server: httpx.Client):
    server.put("/simulator/faults", json={"rates": {"drop": 1}}).raise_for_status()
    with pytest.raises(httpx.TransportError):
        server.get("/youtube/v3/playlistItems", params=UPLOADS)
    server.put("/simulator/faults", json={"rates": {"drop_body": 1}}).raise_for_status()
    with pytest.raises(httpx.TransportError):
        server.get("/youtube/v3/playlistItems", params=UPLOADS)
    server.put("/simulator/faults", json={}).raise_for_status()
    assert len(server.get("/youtube/v3/playlistItems", params=UPLOADS).json()["items"]) == 50
    assert server.get("/simulator/usage").json()["answers"]["drop"] == 1


def test_a_slow_body_begins_at_once_and_takes_its_time(server: httpx.Client):
    server.put("/simulator/faults", json={"rates": {"slow_body": 1}, "slow_ms": 3_600_000}).raise_for_status()
    with server.stream("GET", "/youtube/v3/playlistItems", params=UPLOADS) as response:
        assert response.status_code == 200, "the body takes an hour, and its head is here"
    server.put("/simulator/faults", json={"rates": {"slow_body": 1}, "slow_ms": 400}).raise_for_status()
    started_at = time.perf_counter()
    items = server.get("/youtube/v3/playlistItems", params=UPLOADS).json()["items"]
    took = time.perf_counter() - started_at
    server.put("/simulator/faults", json={}).raise_for_status()
    assert len(items) == 50
    assert took >= 0.4


def test_thumbnails_are_images_of_the_size_they_say(server: httpx.Client):
    for kind, parameters in (("videos", {"id": "one________"}), ("channels", {"id": f"UC{1:022d}"})):
        item = server.get(f"/youtube/v3/{kind}", params={"part": "snippet", **parameters}).json()["items"][0]
        for thumbnail in item["snippet"]["thumbnails"].values():
            response = server.get(thumbnail["url"])
            assert response.headers["content-type"] == "image/jpeg"
            assert Image.open(BytesIO(response.content)).size == (thumbnail["width"], thumbnail["height"])
            assert server.get(thumbnail["url"]).content == response.content
    assert server.get("/vi/none/high.jpg").status_code == 404
    assert server.get("/vi/one________/huge.jpg").status_code == 404
