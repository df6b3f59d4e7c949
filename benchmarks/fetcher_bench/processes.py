"""Fetcher and simulator as processes of their own, over a real Kafka and Valkey."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from common import streams
from common.delivery import KafkaBus, seal
from common.events import ChannelSelected, Event
from common.streams import Stream, stream_named
from common.topics import create_topics
from local_stack.ports import free_ports
from redis.asyncio import Redis

from tests.engine_room import EngineRoom

READY_SECONDS = 30


class Rig:
    """Engines, a simulator, and any number of fetchers; `found` are the newest facts, by analysis and channel."""

    def __init__(self, bootstrap: str, redis_url: str, simulator_url: str) -> None:
        self.simulator_url = simulator_url
        self.bootstrap = bootstrap
        self.redis_url = redis_url
        self.pids: list[int] = []
        self.found: dict[str, Event] = {}

    @asynccontextmanager
    async def fetchers(self, number: int, **settings: object) -> AsyncIterator[None]:
        """So many fetcher processes, joined and ready, for as long as the block lasts."""
        running = await self.start_fetchers(number, **settings)
        try:
            yield
        finally:
            for process in running:
                process.terminate()
            for process in running:
                await asyncio.to_thread(process.wait)

    async def start_fetchers(self, number: int, **settings: object) -> list[subprocess.Popen[bytes]]:
        """So many fetcher processes, joined and ready; the caller ends them."""
        environment = {
            "YOUTUBE_FETCHER_KAFKA_BOOTSTRAP": self.bootstrap,
            "YOUTUBE_FETCHER_REDIS_URL": self.redis_url,
            "YOUTUBE_FETCHER_API_KEY": "bench",
            "YOUTUBE_FETCHER_BASE_URL": self.simulator_url,
            "YOUTUBE_FETCHER_SIMULATOR_URL": self.simulator_url,
            "YOUTUBE_FETCHER_QUERIES_PER_DAY": "1000000",
            "YOUTUBE_FETCHER_BATCH_STATS_PER_DAY": "1000000",
            "YOUTUBE_FETCHER_LOG_LEVEL": "ERROR",
        } | {f"YOUTUBE_FETCHER_{name.upper()}": str(value) for name, value in settings.items()}
        ports = free_ports(number)
        running = [_python("youtube_fetcher", environment | {"YOUTUBE_FETCHER_HTTP_PORT": str(port)}) for port in ports]
        self.pids = [process.pid for process in running]
        await asyncio.gather(*(_until_ready(f"http://127.0.0.1:{port}/ready") for port in ports))
        await asyncio.sleep(3)  # the groups have settled
        return running

    async def forget(self) -> None:
        """An empty cache, an unspent quota, counters at zero."""
        async with Redis.from_url(self.redis_url) as redis:
            await redis.flushdb()
        async with httpx.AsyncClient() as http:
            (await http.post(f"{self.simulator_url}/simulator/reset")).raise_for_status()

    async def usage(self) -> dict[str, Any]:
        """What the simulator counted."""
        async with httpx.AsyncClient() as http:
            document: dict[str, Any] = (await http.get(f"{self.simulator_url}/simulator/usage")).json()
            return document

    async def break_with(self, **faults: object) -> None:
        """Latency and faults, as `PUT /simulator/faults` takes them."""
        async with httpx.AsyncClient() as http:
            (await http.put(f"{self.simulator_url}/simulator/faults", json=faults)).raise_for_status()

    async def fetch(self, groups: Sequence[tuple[Stream, Sequence[ChannelSelected]]]) -> dict[UUID, float]:
        """Select channels; seconds from an analysis' first selection until its last channel is fetched."""
        waiting = {event.subject for _, events in groups for event in events}
        consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, fetch_max_wait_ms=20)
        await consumer.start()
        targets = (streams.CHANNEL_VIDEOS_FETCHED, streams.CHANNEL_OUTCOMES)
        places = [TopicPartition(stream.name, number) for stream in targets for number in range(stream.partitions)]
        consumer.assign(places)
        await consumer.seek_to_end(*places)
        bus = KafkaBus([self.bootstrap], client_id="bench")
        await bus.start()
        now = asyncio.get_running_loop().time
        begun: dict[str, float] = {}
        finished: dict[UUID, float] = {}
        try:
            for stream, events in groups:
                records = [seal(stream, event, source="bench", cause_id=event.subject) for event in events]
                begun |= {str(event.analysis_id): now() for event in events}
                await bus.publish(*records)
            while waiting:
                polled = await consumer.getmany(timeout_ms=100)
                for record in _records(polled):
                    subject = record.key.decode()
                    if subject in waiting:
                        waiting.discard(subject)
                        stream = stream_named(record.topic)
                        self.found[subject] = stream.decode(dict(record.headers)["ce_type"].decode(), record.value)
                        analysis_id = subject.partition("/")[0]
                        finished[UUID(analysis_id)] = now() - begun[analysis_id]
        finally:
            await bus.stop()
            await consumer.stop()
        return finished

    def cpu_seconds(self) -> float:
        """Processor time of the fetchers so far."""
        ticks = os.sysconf("SC_CLK_TCK")
        total = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / ticks


def _records(polled: dict[TopicPartition, list[Any]]) -> Iterable[Any]:
    for records in polled.values():
        yield from records


@asynccontextmanager
async def rig_over(room: EngineRoom, folder: Path, document: dict[str, Any]) -> AsyncIterator[Rig]:
    """Topics, a simulator over a world, and its rig."""
    bootstrap = await asyncio.to_thread(lambda: room.kafka.bootstrap)
    redis_url = await asyncio.to_thread(lambda: room.valkey.url)
    await create_topics([bootstrap])
    (port,) = free_ports(1)
    simulator = await start_simulator(folder, document, port)
    try:
        yield Rig(bootstrap, redis_url, simulator_url(port))
    finally:
        simulator.terminate()
        await asyncio.to_thread(simulator.wait)


async def start_simulator(folder: Path, document: dict[str, Any], port: int) -> subprocess.Popen[bytes]:
    """A simulator over a world, ready; the caller ends it."""
    path = folder / "world.json.gz"
    path.write_bytes(gzip.compress(json.dumps(document).encode(), 1))
    process = _python(
        "youtube_simulator",
        {
            "YOUTUBE_SIMULATOR_WORLD": str(path),
            "YOUTUBE_SIMULATOR_HTTP_PORT": str(port),
            "YOUTUBE_SIMULATOR_LOG_LEVEL": "ERROR",
            "YOUTUBE_SIMULATOR_QUERIES_PER_DAY": "1000000",
            "YOUTUBE_SIMULATOR_BATCH_STATS_PER_DAY": "1000000",
        },
    )
    await _until_ready(f"{simulator_url(port)}/ready")
    return process


def simulator_url(port: int) -> str:
    """Where a simulator serves."""
    return f"http://127.0.0.1:{port}"


def _python(module: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module], env=os.environ | environment)


async def _until_ready(url: str) -> None:
    async with asyncio.timeout(READY_SECONDS), httpx.AsyncClient() as http:
        while True:
            try:
                if (await http.get(url)).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
