"""How fast channels are fetched: against the latency bound, by processes, and beside a large analysis.

`python -m benchmarks.fetcher_throughput` starts Kafka, Valkey, the simulator and fetchers of its own and prints one
JSON line a measure. The latency bound of a fetch is what the calls' latency alone takes, two calls a channel (uploads,
then statistics) with `concurrency` of them in flight: 2 × channels × latency / (concurrency × processes).
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from uuid import uuid4

from common import streams
from common.events import (
    Lane,
    Method,
)

from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.processes import Rig, rig_over
from benchmarks.fetcher_bench.selecting import select
from benchmarks.fetcher_bench.worlds import world
from tests.engine_room import EngineRoom

CHANNELS = 1_000
VIDEOS = 50
CONCURRENCY = 50
SMALL = 5
RECORDED = 55
"""Channels of the original's run E, whose newest 15 videos each are read."""
REPEATS = 12


async def seconds_for_a_thousand(rig: Rig, *, latency_ms: float) -> tuple[float, float]:
    """Wall seconds and the fetchers' processor seconds for 1,000 channels."""
    await rig.break_with(latency={"ms": latency_ms})
    # Once before, so that nothing is measured that only a first call takes.
    await rig.fetch([(streams.CHANNEL_SELECTED_BULK, select(uuid4(), range(1, 41), Lane.BULK))])
    await rig.forget()
    before = rig.cpu_seconds()
    events = select(uuid4(), range(1, CHANNELS + 1), Lane.BULK)
    (seconds,) = (await rig.fetch([(streams.CHANNEL_SELECTED_BULK, events)])).values()
    return seconds, rig.cpu_seconds() - before


def bound(latency_ms: float, processes: int = 1) -> float:
    """Seconds that the latency of the calls alone takes."""
    return 2 * CHANNELS * latency_ms / 1000 / (CONCURRENCY * processes)


async def against_the_bound(rig: Rig) -> None:
    async with rig.fetchers(1, concurrency=CONCURRENCY):
        for latency_ms in (200, 50):
            seconds, cpu = await seconds_for_a_thousand(rig, latency_ms=latency_ms)
            least = bound(latency_ms)
            line(
                f"fetcher 1,000 channels at {latency_ms} ms",
                seconds,
                "s",
                f"latency bound {least:g} s",
                seconds / least,
                fetcher_cpu_s=round(cpu, 2),
            )


async def by_processes(rig: Rig) -> None:
    alone = 0.0
    for processes in (1, 2, 4):
        async with rig.fetchers(processes, concurrency=CONCURRENCY):
            seconds, cpu = await seconds_for_a_thousand(rig, latency_ms=500)
        alone = alone or seconds
        line(
            f"fetcher 1,000 channels at 500 ms, {processes} processes",
            seconds,
            "s",
            "one process, times as fast",
            alone / seconds,
            bound_s=bound(500, processes),
            fetcher_cpu_s=round(cpu, 2),
        )


async def beside_a_large_one(rig: Rig) -> None:
    """A person's five channels among a thousand of bulk work, which keeps no places free before the first person."""
    await rig.break_with(latency={"ms": 200})
    small = range(1, SMALL + 1)
    beside: dict[str, float] = {}
    async with rig.fetchers(1, concurrency=CONCURRENCY):
        await rig.fetch([(streams.CHANNEL_SELECTED_BULK, select(uuid4(), range(1, 41), Lane.BULK))])
        for name, stream, lane, others in (
            ("995 (bulk), the first person", streams.CHANNEL_SELECTED_BULK, Lane.BULK, CHANNELS),
            ("995 (bulk)", streams.CHANNEL_SELECTED_BULK, Lane.BULK, CHANNELS),
            ("100 (interactive)", streams.CHANNEL_SELECTED, Lane.INTERACTIVE, SMALL + 100),
        ):
            await rig.forget()
            large, small_id = select(uuid4(), range(SMALL + 1, others + 1), lane), uuid4()
            finished = await rig.fetch([(stream, large), (streams.CHANNEL_SELECTED, select(small_id, small))])
            beside[name] = finished[small_id]
        await rig.forget()
        (alone,) = (await rig.fetch([(streams.CHANNEL_SELECTED, select(uuid4(), small))])).values()
    for name, seconds in beside.items():
        line(f"fetcher {SMALL} channels beside {name}", seconds, "s", "alone", seconds / alone, alone_s=round(alone, 3))


async def recordings(rig: Rig) -> None:
    """The channels of a small `classic` analysis with nothing known: two dependent calls, all of them side by side."""
    latency_ms = 50
    await rig.break_with(latency={"ms": latency_ms})
    async with rig.fetchers(1):
        taken, cpu = [], []
        for _ in range(REPEATS):
            await rig.forget()
            before = rig.cpu_seconds()
            events = select(uuid4(), range(1, RECORDED + 1), method=Method.CLASSIC_1)
            (seconds,) = (await rig.fetch([(streams.CHANNEL_SELECTED, events)])).values()
            taken.append(seconds)
            cpu.append(rig.cpu_seconds() - before)
    least = 2 * latency_ms / 1000
    line(
        f"fetcher {RECORDED} recordings at {latency_ms} ms, median of {REPEATS}",
        median(taken),
        "s",
        f"latency bound {least:g} s",
        median(taken) / least,
        fastest=round(min(taken), 3),
        slowest=round(max(taken), 3),
        fetcher_cpu_s=round(median(cpu), 3),
    )


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("recordings", "bound", "processes", "fairness"))
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        room = EngineRoom(folder)
        try:
            document = world(niches=1, channels_each=CHANNELS, videos_each=VIDEOS)
            async with rig_over(room, folder, document) as rig:
                for part, work in (
                    ("recordings", recordings),
                    ("bound", against_the_bound),
                    ("processes", by_processes),
                    ("fairness", beside_a_large_one),
                ):
                    if only in (None, part):
                        await work(rig)
        finally:
            await asyncio.to_thread(room.close)


if __name__ == "__main__":
    asyncio.run(main())
