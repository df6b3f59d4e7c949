"""What the delivery rules cost: the runner against a bare aiokafka loop, and the latency of a hop.

`python benchmarks/delivery.py` starts a broker of its own and prints one JSON line a measure; `--profile` prints where
the runner's time goes. Both consumers read the same records in turn, write one for each, and commit once a batch, on
the event loop that the services run on.
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from common.delivery import Emit, KafkaBus, Outgoing, Service, handles, seal
from common.events import ChannelSkipped, ProgressReported, SkipReason, Stage
from common.streams import Stream
from common.worldtime import SystemClock

from tests.engine_room import EngineRoom

RECORDS = 20_000
BATCH = 500
ROUNDS = 5
PARTITIONS = 4
HOPS = 300


def line(name: str, value: float, unit: str, ratio_to: str, ratio: float) -> None:
    print(
        json.dumps(
            {"name": name, "value": round(value, 2), "unit": unit, "ratio_to": ratio_to, "ratio": round(ratio, 3)}
        )
    )


class Rig:
    """Streams of one measurement."""

    def __init__(self, bootstrap: str) -> None:
        name = f"bench-{uuid4().hex[:6]}"
        self.bootstrap = bootstrap
        self.service = name
        self.inbox = Stream(f"{name}-inbox.v1", (ProgressReported,))
        self.outbox = Stream(f"{name}-outbox.v1", (ChannelSkipped,))

    async def prepare(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        names = (self.inbox.name, self.outbox.name, f"{self.service}.retry", f"{self.service}.dlq")
        await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names])
        await admin.close()

    def bus(self) -> KafkaBus:
        return KafkaBus([self.bootstrap], client_id="bench")


def report(number: int) -> ProgressReported:
    return ProgressReported(
        analysis_id=UUID(int=number),
        stage=Stage.CANDIDATES,
        done=number,
        total=RECORDS,
        observed_at=SystemClock().now(),
    )


async def fill(rig: Rig) -> None:
    bus = rig.bus()
    await bus.start()
    sealed = [seal(rig.inbox, report(number), source="bench", cause_id=str(number)) for number in range(RECORDS)]
    await bus.publish(*sealed)
    await bus.stop()


async def bare(rig: Rig, example: Outgoing) -> float:
    """Records a second of aiokafka alone: poll, send one for each, wait for all, commit."""
    consumer = AIOKafkaConsumer(
        rig.inbox.name,
        bootstrap_servers=rig.bootstrap,
        group_id=f"bare-{uuid4()}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    producer = AIOKafkaProducer(bootstrap_servers=rig.bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    await consumer.start()
    done, started = 0, 0.0
    while done < RECORDS:
        batches = await consumer.getmany(timeout_ms=1_000, max_records=BATCH)
        started = started or time.perf_counter()
        sent = [
            await producer.send(rig.outbox.name, key=record.key, value=example.value, headers=list(example.headers))
            for records in batches.values()
            for record in records
        ]
        if sent:
            await asyncio.gather(*sent)
            await consumer.commit()
        done += len(sent)
    seconds = time.perf_counter() - started
    await consumer.stop()
    await producer.stop()
    return RECORDS / seconds


async def ruled(rig: Rig) -> float:
    """Records a second through the runner: decoded, handled, answered, acknowledged, committed."""
    done, started, finished = 0, 0.0, asyncio.Event()

    @handles(rig.inbox, group=f"{rig.service}.{uuid4().hex[:6]}", max_records=BATCH)
    async def work(event: ProgressReported, emit: Emit) -> None:
        nonlocal done, started
        started = started or time.perf_counter()
        await emit(rig.outbox, skipped(event.analysis_id))
        done += 1
        if done == RECORDS:
            finished.set()

    async with Service(rig.service, rig.bus(), [work.bind()]):
        await finished.wait()
        seconds = time.perf_counter() - started
    return RECORDS / seconds


def skipped(analysis_id: UUID) -> ChannelSkipped:
    return ChannelSkipped(analysis_id=analysis_id, channel_id="UCbench", reason=SkipReason.NO_UPLOADS)


async def hop_ms(rig: Rig) -> list[float]:
    """Milliseconds from publishing one record until its handler runs, one at a time on an idle bus."""
    arrived: asyncio.Queue[float] = asyncio.Queue()

    @handles(rig.inbox, group=f"{rig.service}.hop")
    async def work(_event: ProgressReported, _emit: Emit) -> None:
        arrived.put_nowait(time.perf_counter())

    found = []
    bus = rig.bus()
    await bus.start()
    async with Service(rig.service, rig.bus(), [work.bind()]):
        await asyncio.sleep(2)
        for number in range(HOPS):
            started = time.perf_counter()
            await bus.publish(seal(rig.inbox, report(number), source="bench", cause_id=f"hop{number}"))
            found.append((await arrived.get() - started) * 1000)
            await asyncio.sleep(0.005)
    await bus.stop()
    return found


async def measured(bootstrap: str, profile: Callable[[Callable[[], Awaitable[float]]], Awaitable[float]]) -> None:
    rig = Rig(bootstrap)
    await rig.prepare()
    await fill(rig)
    example = seal(rig.outbox, skipped(uuid4()), source="bench", cause_id="example")
    rounds = [(await bare(rig, example), await profile(lambda: ruled(rig))) for _ in range(ROUNDS)]
    bares, rules = [one for one, _ in rounds], [one for _, one in rounds]
    line(
        "runner.throughput",
        statistics.median(rules),
        "records/s",
        "aiokafka.batch",
        statistics.median(one / other for other, one in rounds),
    )
    line(
        "aiokafka.batch",
        statistics.median(bares),
        "records/s",
        "runner.throughput",
        statistics.median(other / one for other, one in rounds),
    )
    hop = Rig(bootstrap)
    await hop.prepare()
    found = sorted(await hop_ms(hop))
    p50, p99 = found[len(found) // 2], found[int(len(found) * 0.99)]
    line("hop.p50", p50, "ms", "goal of 10 ms", p50 / 10)
    line("hop.p99", p99, "ms", "hop.p50", p99 / p50)


async def plainly(work: Callable[[], Awaitable[float]]) -> float:
    return await work()


async def profiled(work: Callable[[], Awaitable[float]]) -> float:
    profiler = cProfile.Profile()
    profiler.enable()
    found = await work()
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print where the runner's time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        room = EngineRoom(Path(folder))
        ends.callback(room.close)
        uvloop.run(measured(room.kafka.bootstrap, profiled if options.profile else plainly))


if __name__ == "__main__":
    main()
