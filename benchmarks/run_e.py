"""Run E of the original (55 channels, `classic`, 50 ms a call): from `POST` until a live client sees `completed`.

`python benchmarks/run_e.py` starts a stack over the recorded world and repeats the run with warm processes and a cold
cache. The ratio is to the original, which took 9.9 s. `--timeline` also prints when each stream's first and last
record of the median run was written: where the time goes. Needs `../shared`.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvloop
from common.delivery import KafkaBus
from common.delivery.envelope import CORRELATION
from common.streams import EVENT_STREAMS
from local_stack.api import StackStatus, UpOptions, running
from redis.asyncio import Redis

from benchmarks.fetcher_bench.lines import line
from benchmarks.stack_bench.using import usage
from tests.parity.recordings import recorded
from tests.shared_data import shared

LATENCY_MS = 50
ORIGINAL_SECONDS = 9.9
DEPENDENT_CALLS = 4
"""Search, channels.list, playlistItems.list, videos.batchGetStats: none can begin before the one before has ended."""
ROUNDS = 8


@dataclass(frozen=True)
class Timing:
    """One run: when it was asked for, in Unix seconds, and how long it took."""

    analysis_id: str
    asked_at: float
    seconds: float


async def run_once(stack: StackStatus, client: httpx.AsyncClient) -> Timing:
    """Start the run with a cold cache and follow it live to its end."""
    async with Redis.from_url(stack.redis) as redis:
        await redis.flushall()
    await asyncio.sleep(1)
    asked_at, began = time.time(), time.perf_counter()
    answer = await client.post("/analyses", json=recorded("E_no_exclusions_month").body)
    answer.raise_for_status()
    analysis_id = answer.json()["id"]
    async with client.stream("GET", f"/analyses/{analysis_id}/events") as frames:
        async for line in frames.aiter_lines():
            if line.startswith("data:") and state_in(json.loads(line[5:])) == "completed":
                return Timing(analysis_id, asked_at, time.perf_counter() - began)
    raise RuntimeError(f"{analysis_id} did not complete")


def state_in(frame: Mapping[str, Any]) -> str | None:
    """The state that a frame tells; None: no change of it."""
    state: str | None = (frame.get("analysis") or {}).get("state")
    return state


async def timeline(stack: StackStatus, timing: Timing) -> list[str]:
    """When the first and the last record of each stream was written, in ms after the request."""
    bus = KafkaBus([stack.kafka], client_id="bench")
    written: dict[str, list[float]] = {}
    for stream in EVENT_STREAMS:
        times = [
            record.timestamp_ms - timing.asked_at * 1000
            async for record in bus.read(stream.name, None, None)
            if record.header(CORRELATION) == timing.analysis_id
        ]
        if times:
            written[stream.name] = sorted(times)
    return [
        f"{name:32} {len(times):4} {times[0]:7.0f} {times[-1]:7.0f}"
        for name, times in sorted(written.items(), key=lambda item: item[1][0])
    ]


async def measured(data: Path, stack: StackStatus, *, with_timeline: bool) -> None:
    async with httpx.AsyncClient(base_url=f"{stack.url}/api/v1", timeout=30) as client:
        await run_once(stack, client)
        before = usage(data, stack)
        timings = [await run_once(stack, client) for _ in range(ROUNDS)]
        spent = usage(data, stack).processor_since(before)
    median = sorted(timings, key=lambda timing: timing.seconds)[len(timings) // 2]
    line("run_e.post_to_completed", median.seconds, "s", "original", ORIGINAL_SECONDS / median.seconds)
    bound = DEPENDENT_CALLS * LATENCY_MS / 1000
    least = min(timing.seconds for timing in timings)
    line("run_e.best", least, "s", f"latency bound of {bound:g} s", least / bound)
    if with_timeline:
        print(f"spread {statistics.pstdev([timing.seconds for timing in timings]):.3f} s")
        print("processor ms a run:", {name: round(1000 * seconds / ROUNDS) for name, seconds in spent.items()})
        for row in await timeline(stack, median):
            print(row)


def main() -> None:
    """Measure on a stack of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timeline", action="store_true", help="print when each stream was written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "stack"
        up = UpOptions(data=data, world=shared("parity/world.json.gz"), latency_ms=LATENCY_MS)
        with running(up) as stack:
            uvloop.run(measured(data, stack, with_timeline=options.timeline))


if __name__ == "__main__":
    main()
