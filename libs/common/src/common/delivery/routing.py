"""Where a record goes that was not handled: to a retry, to the parked ones, or to the dead letters."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from common import streams
from common.delivery import metrics
from common.delivery.health import Health
from common.delivery.outputs import Acks
from common.delivery.policy import DeadLetterBudget, Policy
from common.delivery.record import Publisher, Record
from common.delivery.waiting import DeadReason, Timekeeper, Waiting, waiting_record
from common.errors import DependencyDown, QuotaExhausted
from common.events import Event
from common.streams import Stream, WaitingStream

log = logging.getLogger(__name__)

OnPark = Callable[[Event, QuotaExhausted], tuple[Stream, Event] | None]
"""What to tell the world when the work on an event is parked; None: nothing."""


def _wall_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Surroundings:
    """What a service's runners share."""

    service: str
    publisher: Publisher
    policy: Policy = field(default_factory=Policy)
    health: Health = field(default_factory=Health)
    wall_now: Callable[[], datetime] = _wall_now
    world_now: Callable[[], datetime] = _wall_now
    parked: WaitingStream = streams.PARKED
    on_park: OnPark | None = None

    async def stall(self, group: str, down: DependencyDown, tries: int) -> None:
        """Say what `group` waits for, and wait a little."""
        if self.health.stall(group, down.dependency, str(down)):
            log.warning("%s stalls: %s", group, down)
        metrics.stalled(self.service, group)
        await asyncio.sleep(self.policy.stall_delay(tries))


@dataclass(frozen=True, slots=True)
class Diverted:
    """Where a record waits. The records of its key behind it wait there too, so that their order is kept."""

    topic: str
    attempt: int
    not_before: datetime
    timekeeper: Timekeeper


class Routes:
    """The three ways out for the records of one group."""

    def __init__(self, group: str, surroundings: Surroundings) -> None:
        self._group = group
        self._around = surroundings
        self._budget = DeadLetterBudget(surroundings.policy)
        self._retry = streams.retry_stream(surroundings.service).name
        self._dead = streams.dead_letter_stream(surroundings.service).name

    async def try_later(self, record: Record, error: Exception, acks: Acks) -> Diverted | None:
        """Send a record to be tried again; to the dead letters, when it was tried often enough (then None)."""
        attempt = Waiting.of(record).attempt
        delay = self._around.policy.retry_delay(attempt)
        if delay is None:
            await self.bury(record, DeadReason.RETRIES_EXHAUSTED, error, acks)
            return None
        diverted = Diverted(
            self._retry, attempt + 1, self._around.wall_now() + timedelta(seconds=delay), Timekeeper.WALL
        )
        log.info("again in %g s: %s", delay, told(error))
        metrics.routed(self._around.service, self._group, "retried")
        await self.follow(record, diverted, acks, told(error))
        return diverted

    async def park(self, record: Record, error: QuotaExhausted, acks: Acks) -> Diverted:
        """Send a record to wait for its quota bucket's reset."""
        diverted = Diverted(self._around.parked.name, Waiting.of(record).attempt, error.until, Timekeeper.WORLD)
        log.info("parked: %s", error)
        metrics.routed(self._around.service, self._group, "parked")
        await self.follow(record, diverted, acks, str(error))
        return diverted

    async def follow(
        self, record: Record, diverted: Diverted, acks: Acks, error: str = "behind a record of its key"
    ) -> None:
        """Send a record where another one waits."""
        acks.publish(
            waiting_record(
                record,
                topic=diverted.topic,
                group=self._group,
                attempt=diverted.attempt,
                not_before=diverted.not_before,
                timekeeper=diverted.timekeeper,
                error=error,
            )
        )

    async def bury(self, record: Record, reason: DeadReason, error: Exception, acks: Acks) -> None:
        """Make a record a dead letter, within the budget; beyond it the group stalls with the record in hand."""
        tries = 0
        while not self._budget.take():
            full = DependencyDown("dead_letter_budget", f"{self._group} gave up too many records, last: {told(error)}")
            await self._around.stall(self._group, full, tries)
            tries += 1
        log.error("dead letter (%s): %s", reason, told(error), exc_info=error)
        metrics.routed(self._around.service, self._group, f"dead:{reason}")
        acks.publish(
            waiting_record(
                record,
                topic=self._dead,
                group=self._group,
                attempt=Waiting.of(record).attempt,
                reason=reason,
                error=told(error),
            )
        )


def told(error: BaseException) -> str:
    """An error in one line, with its kind."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
