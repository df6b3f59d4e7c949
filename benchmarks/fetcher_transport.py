"""Which HTTP transport holds 50 calls in flight: httpx's own pool, five of them, or aiohttp's.

`python -m benchmarks.fetcher_transport` asks a simulator of its own, which answers after 50 ms, and prints one JSON
line a client: calls a second, how many times the latency bound they took, and the client's processor time a call.
"""

import asyncio
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import httpx
from httpx_aiohttp import AiohttpTransport
from local_stack.ports import free_ports
from youtube_fetcher.youtube import calls
from youtube_fetcher.youtube.transport import Http, open_http

from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.worlds import channel_id, world

CALLS = 1_000
IN_FLIGHT = 50
LATENCY_MS = 50
BOUND_SECONDS = CALLS / IN_FLIGHT * LATENCY_MS / 1000


@contextmanager
def simulator(folder: Path) -> Iterator[str]:
    """The address of a simulator over a small world."""
    path = folder / "world.json.gz"
    path.write_bytes(gzip.compress(json.dumps(world(niches=1, channels_each=50, videos_each=50)).encode(), 1))
    (port,) = free_ports(1)
    settings = {
        "YOUTUBE_SIMULATOR_WORLD": str(path),
        "YOUTUBE_SIMULATOR_HTTP_PORT": str(port),
        "YOUTUBE_SIMULATOR_LATENCY_MS": str(LATENCY_MS),
        "YOUTUBE_SIMULATOR_LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen([sys.executable, "-m", "youtube_simulator"], env=os.environ | settings)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{url}/ready")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


class Client(Protocol):
    """What asks the simulator."""

    async def get(self, target: str, /) -> httpx.Response: ...


async def measure(clients: Sequence[Client]) -> tuple[float, float]:
    """Wall and processor seconds of the calls."""
    numbers = iter(range(CALLS))
    turn = itertools.cycle(clients)

    async def worker() -> None:
        for number in numbers:
            call = calls.playlist_page(f"UU{channel_id(number % 50 + 1)[2:]}")
            (await next(turn).get(call.target)).raise_for_status()

    await asyncio.gather(*(client.get("/health") for client in clients))
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - wall, time.process_time() - cpu


def pool(url: str, connections: int) -> httpx.AsyncClient:
    """httpx as it comes."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx.AsyncClient(base_url=url, limits=limits, headers={"X-Goog-Api-Key": "bench"}, timeout=30)


def on_aiohttp(url: str) -> httpx.AsyncClient:
    """httpx's client on aiohttp's connections."""
    limits = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
    return httpx.AsyncClient(
        base_url=url, transport=AiohttpTransport(limits=limits), headers={"X-Goog-Api-Key": "bench"}
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, simulator(Path(folder)) as url:
        for name, clients in (
            ("httpx, one pool of 50", [pool(url, IN_FLIGHT)]),
            ("httpx, five pools of 10", [pool(url, IN_FLIGHT // 5) for _ in range(5)]),
            ("httpx on aiohttp", [on_aiohttp(url)]),
            (
                "httpx's transport on aiohttp alone (ours)",
                [open_http(url, "bench", connections=IN_FLIGHT)],
            ),
        ):
            seconds, cpu = await measure(clients)
            line(
                f"transport: {name}",
                CALLS / seconds,
                "calls/s",
                f"latency bound {BOUND_SECONDS:g} s",
                seconds / BOUND_SECONDS,
                cpu_ms_a_call=round(cpu / CALLS * 1000, 2),
            )
            for client in clients:
                await (client.close() if isinstance(client, Http) else client.aclose())


if __name__ == "__main__":
    asyncio.run(main())
