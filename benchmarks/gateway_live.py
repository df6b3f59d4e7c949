"""Live clients of one gateway process: how many it holds, what each costs, how soon each hears of an event.

`python benchmarks/gateway_live.py [--held N] [--clients N]` starts engines and a gateway of its own and prints one JSON
line a measure. An event goes the whole way: Kafka, the projection in PostgreSQL, the room, the socket.
"""

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx
from common import streams
from common.delivery import KafkaBus, seal
from common.events import Event

from benchmarks.gateway_bench.sockets import Listener, opened
from tests.engine_room import EngineRoom
from tests.gateway.builders import qualified, scored
from tests.gateway.processes import GatewayProcess, gateway, prepared, raise_open_files

EVENTS = 100
EVENT_EVERY_SECONDS = 0.1
TRIES = 200
PATIENCE_SECONDS = 30
_CHANNEL = re.compile(rb'"channel_id":"UC(\d+)","title"')


def line(name: str, value: float, unit: str, ratio_to: str, ratio: float) -> None:
    measure = {"name": name, "value": round(value, 2), "unit": unit, "ratio_to": ratio_to, "ratio": round(ratio, 3)}
    print(json.dumps(measure), flush=True)


async def started(running: GatewayProcess, bus: KafkaBus) -> UUID:
    """An analysis that is being scored."""
    async with httpx.AsyncClient(base_url=running.url) as client:
        body = {"exclusion_channels": ["Pixel Panda"], "max_channels": 1000}
        analysis = UUID((await client.post("/api/v1/analyses", json=body)).json()["id"])
        await tell(bus, qualified(*range(EVENTS + 1), analysis=analysis))
        for _ in range(TRIES):
            if (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "scoring":
                break
            await asyncio.sleep(0.05)
    return analysis


async def tell(bus: KafkaBus, event: Event) -> None:
    stream = next(one for one in streams.EVENT_STREAMS if isinstance(event, one.payloads))
    await bus.publish(seal(stream, event, source="bench", cause_id=event.subject))


async def latency(running: GatewayProcess, bus: KafkaBus, clients: int) -> None:
    """Events while `clients` follow: when each of them hears of each."""
    sent: dict[int, float] = {}
    waits: list[float] = []

    def heard(text: bytes) -> None:
        now = time.perf_counter()
        for match in _CHANNEL.finditer(text):
            number = int(match[1])
            if number in sent and b'"state":"scored"' in text:
                waits.append(now - sent[number])

    analysis = await started(running, bus)
    listeners = await opened(running.url, f"/api/v1/analyses/{analysis}/live", clients, heard)
    await asyncio.sleep(1)
    busy, began = running.cpu_seconds(), time.perf_counter()
    for number in range(EVENTS):
        sent[number] = time.perf_counter()
        await tell(bus, scored(number, analysis=analysis))
        await asyncio.sleep(EVENT_EVERY_SECONDS)
    await asyncio.sleep(2)
    share = (running.cpu_seconds() - busy) / (time.perf_counter() - began)
    close(listeners)
    assert len(waits) >= clients * EVENTS, f"{len(waits)} of {clients * EVENTS} were heard"
    waits.sort()
    p99 = waits[int(len(waits) * 0.99)] * 1000
    p50 = statistics.median(waits) * 1000
    line(f"live: event to client p50, {clients} clients", p50, "ms", "allowed 50 ms", p50 / 50)
    line(f"live: event to client p99, {clients} clients", p99, "ms", "allowed 50 ms", p99 / 50)
    line(f"live: gateway CPU at {1 / EVENT_EVERY_SECONDS:.0f} events/s", share * 100, "% of a core", "a core", share)


async def held(running: GatewayProcess, bus: KafkaBus, clients: int) -> None:
    """How many clients one process holds while an analysis runs, and what they weigh."""
    frames, wanted, all_heard = 0, 0, asyncio.Event()

    def heard(_: bytes) -> None:
        nonlocal frames
        frames += 1
        if frames == wanted:
            all_heard.set()

    analysis = await started(running, bus)
    path = f"/api/v1/analyses/{analysis}/live"
    first = await opened(running.url, path, 1, heard)
    empty = running.resident_mib()
    listeners = await opened(running.url, path, clients - 1, heard)
    await asyncio.sleep(2)
    full = running.resident_mib()
    wanted = frames + clients
    began = time.perf_counter()
    await tell(bus, scored(0, analysis=analysis))
    await asyncio.wait_for(all_heard.wait(), PATIENCE_SECONDS)
    everybody = time.perf_counter() - began
    line(f"live: {clients} clients held by one process", full - empty, "MiB", "allowed 300 MiB", (full - empty) / 300)
    line(
        "live: a client", (full - empty) * 1024 / clients, "KiB", "allowed 30 KiB", (full - empty) * 1024 / clients / 30
    )
    line(f"live: one event to all {clients}", everybody * 1000, "ms", "a second", everybody)
    close(first + listeners)


def close(listeners: list[Listener]) -> None:
    for listener in listeners:
        listener.close()


async def measure(room: EngineRoom, clients: int, most: int) -> None:
    bus = KafkaBus([room.kafka.bootstrap], client_id="bench")
    try:
        environment = await prepared(room)
        await bus.start()
        async with gateway(environment) as running:
            await latency(running, bus, clients)
        async with gateway(environment) as running:
            await held(running, bus, most)
    finally:
        await bus.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=1_000)
    options = parser.parse_args()
    raise_open_files()
    room = EngineRoom(Path(tempfile.mkdtemp(prefix="gateway-live-")))
    try:
        _ = room.kafka  # started outside of the loop that measures
        asyncio.run(measure(room, options.clients, options.held))
    finally:
        room.close()


if __name__ == "__main__":
    main()
