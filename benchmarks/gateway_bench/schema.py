"""Whether the OpenAPI document tells the truth: schemathesis, all checks, against gateways over real engines.

`python -m benchmarks.gateway_bench.schema [--examples N]` starts Kafka, PostgreSQL, Valkey and two gateways in turn:
one that needs no login from loopback, and one that needs one, asked with an API key and without. It prints one JSON
line a part and ends with an error where one answer was a 5xx or is not in the document. The 180 examples of the
default are more than 20,000 requests and take six to twelve minutes.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx
from common import streams
from common.delivery import KafkaBus, seal
from common.events import Event
from gateway.accounts.issuing import issue
from gateway.database import Database

from benchmarks.fetcher_bench.lines import line
from tests.engine_room import EngineRoom
from tests.gateway.asking import ask
from tests.gateway.builders import qualified, scored, skipped, video
from tests.gateway.fake_fetcher import FakeFetcher
from tests.gateway.processes import gateway, prepared
from tests.gateway.running import served, start

WANTED = 20_000


async def publish(bus: KafkaBus, *events: Event) -> None:
    """Write facts, as other services would."""
    stream_of = {payload: stream for stream in streams.EVENT_STREAMS for payload in stream.payloads}
    await bus.publish(
        *(
            seal(stream_of[type(event)], event, source="bench", cause_id=f"{event.analysis_id}/{event.subject}")
            for event in events
        )
    )


async def fill(client: httpx.AsyncClient, bus: KafkaBus) -> None:
    """Something to find."""
    analysis: UUID = await start(client)
    found = scored(0, video("a", 9.0), video("b", 5.0), analysis=analysis)
    await publish(bus, qualified(0, 1, analysis=analysis), skipped(1, analysis=analysis), found)


async def counted(name: str, url: str, examples: int, key: str | None = None) -> int:
    """Ask, and print how much was asked."""
    began = time.perf_counter()
    requests = await ask(url, examples, key=key)
    line(f"schemathesis, {name}", requests, "requests", "faults", 0, seconds=round(time.perf_counter() - began))
    return requests


async def operators_key(url: str, database_url: str, bus: KafkaBus) -> str:
    """An API key that may do everything, of an account that has an analysis."""
    database = Database(database_url, connections=1)
    issued = await issue(database, "operator", "operator@example.org", is_operator=True)
    await database.close()
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {issued.api_key}"}) as client:
        await fill(client, bus)
    return issued.api_key


async def measure(room: EngineRoom, examples: int) -> None:
    bus = KafkaBus([room.kafka.bootstrap], client_id="bench")
    total = 0
    try:
        environment = await prepared(room) | {"GATEWAY_REQUESTS_PER_MINUTE": "1000000000"}
        await bus.start()
        async with served(FakeFetcher().app()) as fetcher:
            environment["GATEWAY_FETCHER_URL"] = fetcher
            async with gateway(environment) as running, httpx.AsyncClient(base_url=running.url) as client:
                await fill(client, bus)
                total += await counted("no login needed", running.url, examples)
            async with gateway(environment | {"GATEWAY_TRUST_LOOPBACK": "false"}) as running:
                key = await operators_key(running.url, environment["GATEWAY_DATABASE_URL"], bus)
                total += await counted("with a login", running.url, examples, key)
                total += await counted("without the login that is needed", running.url, examples)
    finally:
        await bus.stop()
    line("schemathesis, together", total, "requests", "asked 20,000", total / WANTED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=180)
    options = parser.parse_args()
    room = EngineRoom(Path(tempfile.mkdtemp(prefix="gateway-schema-")))
    try:
        _ = room.kafka  # started outside of the loop that measures
        asyncio.run(measure(room, options.examples))
    finally:
        room.close()


if __name__ == "__main__":
    main()
