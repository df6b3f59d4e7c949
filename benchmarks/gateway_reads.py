"""Reads of a large analysis, and how fast the projection is built anew.

`python benchmarks/gateway_reads.py [--channels N] [--facts N]` starts engines and a gateway of its own and prints one
JSON line a measure.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from common import streams
from common.delivery import KafkaBus, seal
from common.events import Event
from gateway.rebuild.rebuilder import OVERLAP

from benchmarks.fetcher_bench.lines import line
from tests.engine_room import EngineRoom
from tests.gateway.builders import exclusion, qualified, requested, scored, topics, video
from tests.gateway.processes import GatewayProcess, gateway, prepared

READS = 2_000
VIDEOS = 8
CHANNELS_AN_ANALYSIS = 55
ALLOWED_MS = 20
ALLOWED_FACTS = 5_000
TRIES = 1_200


async def publish(bus: KafkaBus, events: Sequence[Event]) -> None:
    """Write facts, as fast as they are acknowledged."""
    stream_of = {payload: stream for stream in streams.EVENT_STREAMS for payload in stream.payloads}
    await bus.publish(
        *(
            seal(stream_of[type(event)], event, source="bench", cause_id=f"{event.analysis_id}/{event.subject}")
            for event in events
        )
    )


def channel(number: int, analysis: UUID) -> Event:
    """A channel's outcome of the usual size: eight videos, one of them an outlier."""
    videos = [
        video(
            f"v{number}x{place}",
            4.0 if place == 0 else 1.0,
            title="A title of about sixty characters, as they usually are, nothing more",
            description="The beginning of a description. " * 8,
        )
        for place in range(VIDEOS)
    ]
    return scored(number, *videos, analysis=analysis)


async def completed(client: httpx.AsyncClient, analysis: UUID) -> None:
    for _ in range(TRIES):
        answer = await client.get(f"/api/v1/analyses/{analysis}")
        if answer.status_code == httpx.codes.OK and answer.json()["state"] == "completed":
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(str(analysis))


async def reads(running: GatewayProcess, bus: KafkaBus, channels: int) -> None:
    """50 results of an analysis of many channels, again and again."""
    analysis = uuid4()
    story: list[Event] = [
        requested(analysis, max_channels=1000, max_results=1000),
        qualified(*range(channels), analysis=analysis),
    ]
    await publish(bus, story + [channel(number, analysis) for number in range(channels)])
    async with httpx.AsyncClient(base_url=running.url, timeout=30) as client:
        await completed(client, analysis)
        for name, path in (
            ("50 results", f"/api/v1/analyses/{analysis}/results?limit=50"),
            ("50 results, filtered", f"/api/v1/analyses/{analysis}/results?limit=50&min_score=2&must=title&sort=views"),
            ("an analysis", f"/api/v1/analyses/{analysis}"),
        ):
            waits = []
            for _ in range(READS):
                began = time.perf_counter()
                (await client.get(path)).raise_for_status()
                waits.append((time.perf_counter() - began) * 1000)
            waits.sort()
            p99 = waits[int(len(waits) * 0.99)]
            p50 = round(statistics.median(waits), 2)
            line(f"read {name} of {channels} channels, p99", p99, "ms", "allowed 20 ms", p99 / ALLOWED_MS, p50=p50)


async def rebuild(running: GatewayProcess, bus: KafkaBus, facts: int) -> None:
    """The projection anew from a log of many analyses."""
    count = facts // (CHANNELS_AN_ANALYSIS + 4)
    last = uuid4()
    for number in range(count):
        analysis = last if number == count - 1 else uuid4()
        story: list[Event] = [
            requested(analysis),
            exclusion(analysis),
            topics(analysis),
            qualified(*range(CHANNELS_AN_ANALYSIS), analysis=analysis),
        ]
        await publish(bus, story + [channel(place, analysis) for place in range(CHANNELS_AN_ANALYSIS)])
    async with httpx.AsyncClient(base_url=running.url, timeout=30) as client:
        began = time.perf_counter()
        await completed(client, last)
        caught_up = time.perf_counter() - began
        # A log is older than the while by which a rebuild begins its second look before its first.
        await asyncio.sleep(OVERLAP.total_seconds() + 5)
        busy = running.cpu_seconds()
        (await client.post("/api/v1/admin/rebuild", json={})).raise_for_status()
        report = {"state": "running"}
        while report["state"] == "running":
            await asyncio.sleep(0.2)
            report = (await client.get("/api/v1/admin/rebuild")).json()
    used = running.cpu_seconds() - busy
    rate = report["facts"] / report["seconds"]
    line(
        "rebuild",
        rate,
        "facts/s",
        "asked 5,000/s",
        rate / ALLOWED_FACTS,
        facts=report["facts"],
        seconds=round(report["seconds"], 2),
        gateway_cpu_seconds=round(used, 2),
        equal=report["equal"],
        live_catch_up_seconds=round(caught_up, 2),
    )


async def measure(room: EngineRoom, channels: int, facts: int) -> None:
    bus = KafkaBus([room.kafka.bootstrap], client_id="bench")
    try:
        environment = await prepared(room)
        await bus.start()
        async with gateway(environment) as running:
            await reads(running, bus, channels)
            await rebuild(running, bus, facts)
    finally:
        await bus.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=1_000)
    parser.add_argument("--facts", type=int, default=30_000)
    options = parser.parse_args()
    room = EngineRoom(Path(tempfile.mkdtemp(prefix="gateway-reads-")))
    try:
        _ = room.kafka  # started outside of the loop that measures
        asyncio.run(measure(room, options.channels, options.facts))
    finally:
        room.close()


if __name__ == "__main__":
    main()
