"""More processes of a service beside a running stack, and a load that shows what joining and leaving costs."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from local_stack.guard import Guard
from local_stack.options import UpOptions
from local_stack.ports import free_ports
from local_stack.process import Process
from local_stack.services import Surroundings, instances, services

from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack, environment
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY

END_SECONDS = 120.0


@asynccontextmanager
async def more_of(stack: LiveStack, service: str, *, more: int = 3) -> AsyncIterator[None]:
    """So many more processes of a service, ready when the block begins, ended in good order when it does."""
    options = UpOptions.model_validate({"data": stack.data, "scale": {service: more + 1}})
    ports = json.loads((stack.data / "ports.json").read_text())
    new = [name for name in instances(options) if name not in ports]
    around = Surroundings(
        kafka=stack.kafka,
        database_url=stack.postgres,
        redis_url=stack.redis,
        ports=ports | dict(zip(new, free_ports(len(new)), strict=True)),
        logs=stack.data / "logs",
        web=None,
    )
    with environment(PLENTY):
        specs = [spec for spec in services(options, around) if spec.log.stem in new]
    guard = Guard()
    try:
        started = await asyncio.gather(*(Process.start(spec, guard) for spec in specs))
        await asyncio.gather(*(process.until_ready() for process in started))
        yield
        await asyncio.gather(*(process.stop() for process in started))
    finally:
        guard.close()


@dataclass(frozen=True, slots=True)
class Took:
    """One analysis of the load."""

    id: UUID
    kind: str
    began: float
    """`time.monotonic`."""
    seconds: float


@dataclass
class Load:
    """Analyses one after another, by several people, for as long as the block lasts."""

    client: PatientClient
    kinds: Sequence[str]
    people: int = 3
    took: list[Took] = field(default_factory=list)
    _ending: bool = False
    _people: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._people = [asyncio.create_task(self._work(number)) for number in range(self.people)]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let everybody end what is begun."""
        self._ending = True
        await asyncio.gather(*self._people)

    def since(self, moment: float) -> list[float]:
        """How long those took, seconds, that have ended since a moment of `time.monotonic`."""
        return [one.seconds for one in self.took if one.began + one.seconds >= moment]

    async def _work(self, number: int) -> None:
        while not self._ending:
            kind = self.kinds[number % len(self.kinds)]
            began = time.monotonic()
            analysis = await self.client.start(KINDS[kind])
            await self.client.ended(analysis, END_SECONDS)
            self.took.append(Took(analysis, kind, began, time.monotonic() - began))
