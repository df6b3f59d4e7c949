"""A service's part in delivery: its subscriptions, and those for what waits."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from common import streams
from common.delivery import metrics
from common.delivery.handlers import Subscription
from common.delivery.health import Health
from common.delivery.policy import Policy
from common.delivery.record import Bus, Reading
from common.delivery.routing import OnPark, Surroundings
from common.delivery.runner import Runner, WaitingRunner
from common.errors import DependencyDown
from common.streams import WaitingStream

log = logging.getLogger(__name__)

CONNECT_AGAIN_SECONDS = 0.5


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """Runs a service's handlers on a bus: `async with Service(...)`."""

    def __init__(  # noqa: PLR0913  each is an option of its own
        self,
        name: str,
        bus: Bus,
        subscriptions: Sequence[Subscription],
        *,
        world_now: Callable[[], datetime] = _utc_now,
        wall_now: Callable[[], datetime] = _utc_now,
        policy: Policy | None = None,
        on_park: OnPark | None = None,
        parked: WaitingStream | None = None,
    ) -> None:
        """A service that begins to read when it is started.

        Args:
            name: One of `streams.SERVICES`: names its retry and dead letter streams.
            bus: Where its groups read and its events go.
            subscriptions: Handlers with their dependencies (`Handler.bind`).
            world_now: World time, by which parked records become due.
            wall_now: Wall time, by which retries become due.
            policy: Figures of retries and budgets.
            on_park: What to tell the world when a record is parked.
            parked: Where its records wait for quota, where its handlers raise `QuotaExhausted`.
        """
        self.name = name
        self.health = Health()
        self._bus = bus
        self._started = False
        around = Surroundings(
            service=name,
            publisher=bus,
            policy=policy or Policy(),
            health=self.health,
            wall_now=wall_now,
            world_now=world_now,
            on_park=on_park,
            parked=parked or streams.PARKED,
        )
        self._groups: list[str] = []
        runners = [Runner(subscription, around) for subscription in subscriptions]
        for runner in runners:
            subscription = runner.subscription
            topics = tuple(stream.name for stream in subscription.streams)
            self.read(
                Reading(topics, subscription.group, runner.process, subscription.max_records, subscription.linger_ms)
            )
        waiting = WaitingRunner(runners, around)
        self.read(Reading((streams.retry_stream(name).name,), f"{name}.retry", waiting.process))
        if parked is not None:
            self.read(Reading((parked.name,), f"{name}.parked", waiting.process))

    def read(self, reading: Reading) -> None:
        """Run one more consumer group, of raw records, before the start."""
        self._groups.append(reading.group)
        self._bus.subscribe(reading)

    async def start(self) -> None:
        """Join the groups; waits for a broker that is not there yet, and says so in `ready`."""
        said = False
        while True:
            try:
                await self._bus.start()
            except DependencyDown as down:
                if not said:
                    log.warning("waiting for the broker: %s", down)
                said = True
                self.health.stall("start", down.dependency, str(down))
                await asyncio.sleep(CONNECT_AGAIN_SECONDS)
            else:
                break
        self.health.resume("start")
        self._started = True

    async def stop(self) -> None:
        """Let running batches end, leave the groups."""
        self._started = False
        await self._bus.stop()

    def ready(self) -> dict[str, bool]:
        """Each dependency by name, and whether it is there; what nothing waits for is."""
        return {"kafka": self._started and self._bus.is_connected()} | dict.fromkeys(self.health.stalled, False)

    async def measure(self) -> None:
        """Bring the figures up to date that are worth looking up only when somebody asks: how far each group is."""
        for group in self._groups:
            metrics.lags(self.name, group, await self._bus.lag(group) if self._started else None)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()
