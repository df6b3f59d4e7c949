"""What the delivery rules cost: the runner against a bare aiokafka loop, and the latency of a hop.

`python benchmarks/delivery.py` starts a broker of its own and prints one JSON line a measure; `--profile` prints where
the runner's time goes. All consumers read the same records in turn, write one for each, and commit once a batch, on
the event loop that the services run on. Two loops are bare: one looks at nothing and writes the same value and headers
each time (what is asked for is measured against that); the other decodes each record and seals an answer to it, as the
runner has to, so what it is slower than that is the price of the rules. Where the machine is not quiet, the processor
time of this process is the steadier figure.
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeAlias
from uuid import UUID, uuid4

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from common.delivery import Emit, KafkaBus, Service, handles, seal
from common.delivery.envelope import ID, TYPE
from common.events import ChannelSkipped, ProgressReported, SkipReason, Stage
from common.streams import Stream
from common.worldtime import SystemClock

from tests.engine_room import EngineRoom

RECORDS = 20_000
BATCH = 500
ROUNDS = 5
PARTITIONS = 4
HOPS = 300

RawRecord: TypeAlias = "ConsumerRecord[bytes, bytes]"
Answer = Callable[[AIOKafkaProducer, RawRecord], Awaitable["asyncio.Future[object]"]]


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


async def bare(rig: Rig, answer: Answer) -> float:
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
        sent = [await answer(producer, record) for records in batches.values() for record in records]
        if sent:
            await asyncio.gather(*sent)
            await consumer.commit()
        done += len(sent)
    seconds = time.perf_counter() - started
    await consumer.stop()
    await producer.stop()
    return RECORDS / seconds


def unread(rig: Rig) -> Answer:
    """Answers that look at nothing but the key."""
    example = seal(rig.outbox, skipped(uuid4()), source="bench", cause_id=str(uuid4()))
    return lambda producer, record: producer.send(
        rig.outbox.name, key=record.key, value=example.value, headers=list(example.headers)
    )


def read(rig: Rig) -> Answer:
    """Answers to what each record says."""

    def answer(producer: AIOKafkaProducer, record: RawRecord) -> Awaitable[asyncio.Future[object]]:
        headers = dict(record.headers)
        event = rig.inbox.decode(headers[TYPE].decode(), record.value)
        sealed = seal(rig.outbox, skipped(event.analysis_id), source="bench.bare", cause_id=headers[ID].decode())
        return producer.send(sealed.topic, key=sealed.key, value=sealed.value, headers=list(sealed.headers))

    return answer


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


class Round(NamedTuple):
    """A consumer's turn."""

    rate: float
    """Records a second."""
    busy: float
    """Processor time of this process in µs a record, with connecting and joining."""


async def turn(work: Callable[[], Awaitable[float]]) -> Round:
    began = time.process_time()
    rate = await work()
    return Round(rate, (time.process_time() - began) * 1e6 / RECORDS)


def compare(name: str, ones: Sequence[Round], other: str, others: Sequence[Round]) -> None:
    """How one consumer does against another, whose turns were beside its own."""
    pairs = list(zip(ones, others, strict=True))
    rate, busy = (statistics.median(values) for values in zip(*ones, strict=True))
    line(f"{name}.throughput", rate, "records/s", other, statistics.median(a.rate / b.rate for a, b in pairs))
    line(f"{name}.processor", busy, "µs/record", other, statistics.median(a.busy / b.busy for a, b in pairs))


async def measured(bootstrap: str, profile: Callable[[Callable[[], Awaitable[float]]], Awaitable[float]]) -> None:
    rig = Rig(bootstrap)
    await rig.prepare()
    await fill(rig)
    bares, readers, rules = [], [], []
    for _ in range(ROUNDS):
        bares.append(await turn(lambda: bare(rig, unread(rig))))
        rules.append(await turn(lambda: profile(lambda: ruled(rig))))
        readers.append(await turn(lambda: bare(rig, read(rig))))
    compare("runner", rules, "aiokafka.batch", bares)
    compare("runner", rules, "aiokafka.batch.reading", readers)
    compare("aiokafka.batch", bares, "runner", rules)
    compare("aiokafka.batch.reading", readers, "runner", rules)
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
