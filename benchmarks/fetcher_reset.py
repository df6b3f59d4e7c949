"""Quota that runs out in the middle, with everything killed twice: what is lost, and what is fetched twice.

`python -m benchmarks.fetcher_reset` starts Kafka, Valkey, the simulator and two fetchers of its own. The fetchers get
300 channels and a quota for 200 of them. They are killed (`kill -9`) in the middle of a batch and started again; when
the rest is parked, everything is killed: fetchers, Kafka, Valkey, simulator. All start again, and nothing happens until
the world's clock is moved over the reset. One JSON line a measure.
"""

import asyncio
import os
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import httpx
from common import streams
from common.delivery import KafkaBus, seal
from common.events import AnalysisPaused
from common.topics import create_topics
from local_stack.ports import free_ports

from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.processes import Rig, simulator_url, start_simulator
from benchmarks.fetcher_bench.selecting import select
from benchmarks.fetcher_bench.worlds import world
from tests.engine_room import EngineRoom

CHANNELS = 300
QUOTA = 200
CONCURRENCY = 20
FETCHERS = 2
IN_HAND = FETCHERS * CONCURRENCY
"""Calls in flight when both are killed: all that may be made twice, what they had fetched before is in the cache."""
AFTER_THE_RESET = "2026-03-02T08:05:00.000Z"
PATIENCE_SECONDS = 90
SETTINGS = {"queries_per_day": QUOTA, "concurrency": CONCURRENCY, "uploads_ttl": "P2D", "statistics_ttl": "P2D"}


class Log:
    """What stands in the topics."""

    def __init__(self, bootstrap: str) -> None:
        self._bus = KafkaBus([bootstrap], client_id="bench")

    async def keys(self, topic: str) -> list[bytes]:
        return [record.key or b"" async for record in self._bus.read(topic, None, None)]

    async def fetched(self) -> set[bytes]:
        return set(await self.keys(streams.CHANNEL_VIDEOS_FETCHED.name))

    async def parked(self) -> set[bytes]:
        return set(await self.keys(streams.PARKED.name))

    async def pauses(self) -> list[AnalysisPaused]:
        stream = streams.ANALYSIS_PROGRESS
        records = [record async for record in self._bus.read(stream.name, None, None)]
        events = [stream.decode(record.header("ce_type") or "", record.value) for record in records]
        return [event for event in events if isinstance(event, AnalysisPaused)]


async def until(holds: Callable[[int], bool], log: Log) -> int:
    """Wait until so many channels are fetched; how many there are then."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds(count := len(await log.fetched())):  # noqa: ASYNC110  another process is waited for
            await asyncio.sleep(0.1)
    return count


def kill(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    for process in processes:
        process.wait()


async def measure(room: EngineRoom, folder: Path) -> None:
    kafka, valkey = room.new_kafka(), room.new_valkey()
    engines = [await asyncio.to_thread(room.start, engine) for engine in (kafka, valkey)]
    await create_topics([kafka.bootstrap])
    document = world(niches=1, channels_each=CHANNELS, videos_each=50)
    (port,) = free_ports(1)
    simulator = await start_simulator(folder, document, port)
    rig, log, calls = Rig(kafka.bootstrap, valkey.url, simulator_url(port)), Log(kafka.bootstrap), Counter[str]()
    fetchers: list[subprocess.Popen[bytes]] = []
    try:
        await rig.break_with(latency={"ms": 200})
        fetchers = await rig.start_fetchers(FETCHERS, **SETTINGS)
        await publish(kafka.bootstrap)
        killed_at = await until(lambda fetched: fetched >= QUOTA // 4, log)
        kill(fetchers)
        fetchers = await rig.start_fetchers(FETCHERS, **SETTINGS)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(await log.fetched() | await log.parked()) < CHANNELS:  # noqa: ASYNC110  as above
                await asyncio.sleep(0.2)
        at_the_pause, pauses = len(await log.fetched()), await log.pauses()
        calls.update((await rig.usage())["calls"])
        kill([*fetchers, simulator])
        for engine in engines:
            await asyncio.to_thread(room.kill, engine)

        for one in (valkey, kafka):
            await asyncio.to_thread(room.start, one)
        simulator = await start_simulator(folder, document, port)
        fetchers = await rig.start_fetchers(FETCHERS, **SETTINGS)
        woken = len(await log.fetched()) - at_the_pause
        async with httpx.AsyncClient() as http:
            clock = await http.put(f"{rig.simulator_url}/simulator/clock", json={"now": AFTER_THE_RESET})
            clock.raise_for_status()
        done = await until(lambda fetched: fetched >= CHANNELS, log)
        calls.update((await rig.usage())["calls"])
    finally:
        kill([process for process in [*fetchers, simulator] if process.poll() is None])
    line(
        "fetcher killed twice over an empty quota: channels lost",
        CHANNELS - done,
        "channels",
        "selected",
        (CHANNELS - done) / CHANNELS,
        killed_at=killed_at,
        fetched_before_the_pause=at_the_pause,
        woken_by_the_restart=woken,
        paused_until=sorted({one.until.isoformat() for one in pauses}),
    )
    twice = calls["playlistItems.list"] - CHANNELS
    line("fetcher killed twice over an empty quota: uploads read twice", twice, "calls", "in flight", twice / IN_HAND)


async def publish(bootstrap: str) -> None:
    bus = KafkaBus([bootstrap], client_id="bench")
    await bus.start()
    events = select(uuid4(), range(1, CHANNELS + 1))
    await bus.publish(*(seal(streams.CHANNEL_SELECTED, one, source="bench", cause_id=one.subject) for one in events))
    await bus.stop()


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        room = EngineRoom(folder)
        try:
            await measure(room, folder)
        finally:
            await asyncio.to_thread(room.close)


if __name__ == "__main__":
    asyncio.run(main())
