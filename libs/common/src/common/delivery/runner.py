"""The runner: the delivery rules, once, for every handler.

It knows records, not Kafka, so that one suite of tests passes on the bus in memory and on Apache Kafka.

Contract of `Runner.process`, which gets one polled batch:
- Each record is decoded on its own; different keys run concurrently, one key in order.
- A failure concerns its record alone, and is routed by what it is (see `common.errors`). The records of the same key
  behind it in the batch go the same way, so that order within the key is kept.
- It returns when every output and every routed record is acknowledged by all in-sync replicas; then the bus commits
  once.
- While a dependency is down it does not return: the batch is held in place, nothing is dropped.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence

from common.delivery import metrics
from common.delivery.envelope import TYPE, TooLarge, cause_of
from common.delivery.handlers import Subscription
from common.delivery.lanes import by_key, run_each
from common.delivery.observing import Handling, handled_together
from common.delivery.outputs import Acks, EmitFor
from common.delivery.record import Hold, Partition, Record
from common.delivery.routing import Diverted, Routes, Surroundings
from common.delivery.time_limit import TimeLimit
from common.delivery.waiting import ORIGIN_TOPIC, DeadReason, Timekeeper, Waiting
from common.errors import DependencyDown, QuotaExhausted, TransientError, Undecodable
from common.events import Event
from common.streams import Stream

log = logging.getLogger(__name__)


class Runner:
    """Runs one subscription over polled batches."""

    def __init__(self, subscription: Subscription, surroundings: Surroundings) -> None:
        self.subscription = subscription
        self._around = surroundings
        self._routes = Routes(subscription.group, surroundings)
        self._limit = TimeLimit(subscription.timeout_seconds)
        self._wanted = subscription.types
        self._handled = metrics.handled(surroundings.service, subscription.group)
        self._streams: Mapping[str, Stream] = {stream.name: stream for stream in subscription.streams}

    async def process(self, records: Sequence[Record]) -> Sequence[Hold]:
        """Handle one polled batch; see the module's contract."""
        began = time.monotonic()
        tries = 0
        while True:
            try:
                await self._process_once(records)
            except DependencyDown as down:
                await self._around.stall(self.subscription.group, down, tries)
                tries += 1
            else:
                self._around.health.resume(self.subscription.group)
                metrics.batch_done(
                    self._around.service,
                    self.subscription.group,
                    age_seconds=time.time() - min((record.timestamp_ms for record in records), default=0) / 1000,
                    seconds=time.monotonic() - began,
                )
                return ()

    async def _process_once(self, records: Sequence[Record]) -> None:
        acks = Acks(self._around.publisher)
        mine = [record for record in records if self._concerns(record)]
        try:
            if self.subscription.batch:
                await self._together(mine, acks)
            else:
                await run_each(by_key(mine), lambda lane: self._in_order(lane, acks))
        except BaseExceptionGroup as group:
            down, others = group.split(DependencyDown)
            if down is None or others is not None:
                raise
            raise _first(down) from group
        await acks.settle()

    def _concerns(self, record: Record) -> bool:
        """Whether the handler wants it, or its stream does not know it: then it is not skipped in silence either."""
        kind = record.header(TYPE)
        stream = self._streams.get(record.topic)
        return kind in self._wanted or stream is None or not stream.carries(kind)

    async def _in_order(self, lane: Sequence[Record], acks: Acks) -> None:
        diverted: Diverted | None = None
        for record in lane:
            with Handling(self.subscription.group, record):
                if diverted is not None:
                    await self._routes.follow(record, diverted, acks)
                    continue
                try:
                    event = self._decoded(record)
                except Undecodable as error:
                    await self._routes.bury(record, DeadReason.UNDECODABLE, error, acks)
                else:
                    diverted = await self._call(record, event, event, acks)

    async def _together(self, records: Sequence[Record], acks: Acks) -> None:
        """One call for all events of the poll; one at a time when that fails, so that only the poison is given up."""
        decoded: list[tuple[Record, Event]] = []
        for record in records:
            try:
                decoded.append((record, self._decoded(record)))
            except Undecodable as error:
                await self._routes.bury(record, DeadReason.UNDECODABLE, error, acks)
        if not decoded:
            return
        emit = EmitFor(acks, self.subscription.group, cause_of(decoded[0][0]))
        began = time.monotonic()
        try:
            async with asyncio.timeout(self.subscription.timeout_seconds):
                await self.subscription.call([event for _, event in decoded], emit)
        except DependencyDown:
            raise
        except Exception as error:  # noqa: BLE001  told apart one by one
            log.warning("a batch of %d failed (%r); trying its events one at a time", len(decoded), error)
            for record, event in decoded:
                with Handling(self.subscription.group, record):
                    await self._call(record, event, [event], acks)
        else:
            self._handled.inc(len(decoded))
            handled_together(
                self.subscription.group, (record for record, _ in decoded), seconds=time.monotonic() - began
            )

    def _decoded(self, record: Record) -> Event:
        """The event that a record is, by the stream in which it stood first.

        Raises:
            Undecodable: It is none.
        """
        stream = self._streams.get(record.topic) or self._streams.get(record.header(ORIGIN_TOPIC) or "")
        if stream is None:
            raise Undecodable(f"{self.subscription.group} does not read {record.header(ORIGIN_TOPIC) or record.topic}")
        return stream.decode(record.header(TYPE) or "", record.value)

    async def _call(
        self, record: Record, event: Event, argument: Event | Sequence[Event], acks: Acks
    ) -> Diverted | None:
        """Call the handler; where the record went instead, when it has to wait."""
        group = self.subscription.group
        emit = EmitFor(acks, group, cause_of(record))
        tries = 0
        while True:
            try:
                await self._limit.run(self.subscription.call(argument, emit))
            except DependencyDown as down:
                await self._around.stall(group, down, tries)
                tries += 1
            except QuotaExhausted as error:
                told = self._around.on_park(event, error) if self._around.on_park else None
                if told is not None:
                    await emit(*told)
                return await self._routes.park(record, error, acks)
            except (TransientError, TimeoutError) as error:
                return await self._routes.try_later(record, error, acks)
            except Exception as error:  # noqa: BLE001  a bug in a handler must not end the service
                reason = DeadReason.TOO_LARGE if isinstance(error, TooLarge) else DeadReason.HANDLER_FAILED
                await self._routes.bury(record, reason, error, acks)
                return None
            else:
                self._handled.inc()
                if tries:
                    self._around.health.resume(group)
                return None


class WaitingRunner:
    """Runs what waited: each record by the runner of its group, when its time has come."""

    def __init__(self, runners: Iterable[Runner], surroundings: Surroundings) -> None:
        self._runners = {runner.subscription.group: runner for runner in runners}
        self._around = surroundings

    async def process(self, records: Sequence[Record]) -> Sequence[Hold]:
        """Handle the records whose time has come; hold each partition at the first that is not due.

        Due times are looked at on every delivery: a rebalance forgets which partitions were held.
        """
        due: dict[str, list[Record]] = {}
        holds: dict[Partition, Hold] = {}
        for record in records:
            if record.place in holds:
                continue
            waiting = Waiting.of(record)
            seconds = self._seconds_to_wait(waiting)
            if seconds > 0:
                holds[record.place] = Hold(record.place, record.offset, seconds)
            else:
                due.setdefault(waiting.group or "", []).append(record)
        for group, ready in due.items():
            runner = self._runners.get(group)
            await (self._bury_strangers(group, ready) if runner is None else runner.process(ready))
        return tuple(holds.values())

    def _seconds_to_wait(self, waiting: Waiting) -> float:
        if waiting.not_before is None:
            return 0
        if waiting.timekeeper is Timekeeper.WORLD:
            left = (waiting.not_before - self._around.world_now()).total_seconds()
            return min(left, self._around.policy.parked_check_seconds)
        return (waiting.not_before - self._around.wall_now()).total_seconds()

    async def _bury_strangers(self, group: str, records: Sequence[Record]) -> None:
        acks = Acks(self._around.publisher)
        routes = Routes(group or "unknown", self._around)
        for record in records:
            await routes.bury(record, DeadReason.UNDECODABLE, Undecodable(f"no handler here is {group!r}"), acks)
        await acks.settle()


def _first(group: BaseExceptionGroup[DependencyDown]) -> DependencyDown:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, DependencyDown) else DependencyDown("unknown", str(error))
