"""The gateway's part of an analysis' latency: from POST to the published request, and from the last outcome to done.

`python -m benchmarks.gateway_paths [--rounds N]` runs a gateway over a real PostgreSQL and Valkey, and the bus in
memory: what is measured is its own. It takes half a minute.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from uuid import UUID

import httpx
from common.delivery import MemoryLog, Outgoing, Record
from common.events import AnalysisCompleted, AnalysisRequested, Event
from common.worldtime import FixedClock
from gateway.database import Database
from gateway.migrate import migrate
from gateway.projection.completion import Completion
from gateway.projection.projector import Projector
from sqlalchemy import event

from benchmarks.fetcher_bench.lines import line
from benchmarks.gateway_reads import channel
from tests.engine_room import EngineRoom
from tests.gateway.builders import NOW, qualified, requested
from tests.gateway.running import RunningGateway, running_gateway

ALLOWED_MS = 10
CHANNELS = 55


class Statements:
    """Counts what a database is asked."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.count += 1

    def taken(self) -> int:
        """How many since this was asked last."""
        count, self.count = self.count, 0
        return count


class Processor:
    """The processor time of this process: what a busy machine does not change."""

    def __init__(self) -> None:
        self._since = time.process_time()

    def each_ms(self, rounds: int) -> float:
        """Milliseconds a round since this was made."""
        return round((time.process_time() - self._since) * 1000 / rounds, 2)


def told(name: str, waits: Sequence[float], **more: object) -> None:
    """One measure: the median, and the worst of a hundred."""
    ordered = sorted(waits)
    p99 = round(ordered[int(len(ordered) * 0.99)], 2)
    median = statistics.median(waits)
    line(f"{name}, p50", median, "ms", "asked 10 ms", median / ALLOWED_MS, p99=p99, **more)


class TimedLog(MemoryLog):
    """Knows when the first event of a kind came after it was asked to look."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""
        self._came: asyncio.Future[float] | None = None

    def look_for(self, kind: type[Event]) -> asyncio.Future[float]:
        """When the next event of a kind is appended, in seconds of the performance counter."""
        self._wanted, self._came = kind.type_name(), asyncio.get_running_loop().create_future()
        return self._came

    def append(self, outgoing: Outgoing) -> Record:
        """Append, and look."""
        is_wanted = dict(outgoing.headers)["ce_type"] == self._wanted.encode()
        if is_wanted and self._came is not None and not self._came.done():
            self._came.set_result(time.perf_counter())
        return super().append(outgoing)


async def starts(running: RunningGateway, log: TimedLog, rounds: int) -> None:
    """POST: when it is answered, and when its request is with the broker."""
    statements = Statements(running.app.state.parts.database)
    answered, published, counts = [], [], []
    processor = Processor()
    async with httpx.AsyncClient(base_url=running.url) as client:
        for number in range(rounds):
            await asyncio.sleep(0.02)
            body = {"exclusion_channels": [f"Channel {number}"], "profile": "home-cooking"}
            coming = log.look_for(AnalysisRequested)
            began = time.perf_counter()
            (await client.post("/api/v1/analyses", json=body)).raise_for_status()
            answered.append((time.perf_counter() - began) * 1000)
            published.append((await coming - began) * 1000)
            counts.append(statements.taken())
    told("POST /analyses until it is published", published)
    cpu = processor.each_ms(rounds)
    told("POST /analyses until it is answered", answered, statements=statistics.median(counts), cpu_with_client_ms=cpu)


async def outcomes(database: Database, rounds: int) -> None:
    """Batches of one outcome: one in the middle, and the last one, which completes."""
    statements = Statements(database)
    projector = Projector(database, Completion(FixedClock(NOW)), lambda _: None, lambda _: None)
    middle, last, counts = [], [], []

    async def timed(work: Awaitable[None]) -> float:
        began = time.perf_counter()
        await work
        return (time.perf_counter() - began) * 1000

    for number in range(rounds):
        analysis = UUID(int=number + 1)
        story: list[Event] = [requested(analysis), qualified(*range(CHANNELS), analysis=analysis)]
        await projector.project(story + [channel(place, analysis) for place in range(CHANNELS - 2)])
        statements.taken()
        middle.append(await timed(projector.project([channel(CHANNELS - 2, analysis)])))
        few = statements.taken()
        last.append(await timed(projector.project([channel(CHANNELS - 1, analysis)])))
        counts.append((few, statements.taken()))
    told("an outcome into the projection", middle, statements=counts[-1][0])
    told("the last outcome, which completes", last, statements=counts[-1][1])


async def completions(running: RunningGateway, log: TimedLog, rounds: int) -> None:
    """From the last outcome in the log to the completion in it, through consumer, projection and outbox."""
    waits = []
    for number in range(rounds):
        analysis = UUID(int=number + 1)
        running.tell(requested(analysis), qualified(0, analysis=analysis))
        await asyncio.sleep(0.05)
        coming = log.look_for(AnalysisCompleted)
        began = time.perf_counter()
        running.tell(channel(0, analysis))
        waits.append((await coming - began) * 1000)
    told("last outcome in the log until the completion is published", waits)


async def measure(room: EngineRoom, rounds: int) -> None:
    template = room.create_database()
    database = Database(template, connections=1)
    await migrate(database)
    await database.close()
    name = template.rpartition("/")[2]
    alone = Database(room.create_database(name), connections=2)
    await outcomes(alone, rounds)
    await alone.close()
    log = TimedLog()
    async with running_gateway(room.create_database(name), room.next_redis_url(), log=log) as running:
        await starts(running, log, rounds)
        await completions(running, log, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    room = EngineRoom(Path(tempfile.mkdtemp(prefix="gateway-paths-")))
    try:
        _ = room.postgres, room.valkey  # started outside of the loop that measures
        asyncio.run(measure(room, options.rounds))
    finally:
        room.close()


if __name__ == "__main__":
    main()
