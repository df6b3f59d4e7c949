"""The laptop stack: engines side by side, then the topics, then the services; beside all of it the simulator."""

import asyncio
import importlib
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import IO, Protocol

from local_stack import services
from local_stack.data_folder import DataFolder
from local_stack.errors import StackError
from local_stack.forks import Forks
from local_stack.guard import Guard
from local_stack.kafka_runtime import KafkaRuntime
from local_stack.kafka_settings import min_insync
from local_stack.launching import execute
from local_stack.layout import Layout
from local_stack.options import StackStatus, UpOptions
from local_stack.process_spec import ProcessSpec
from local_stack.supervisor import Supervisor

_LOG = logging.getLogger(__name__)

Tell = Callable[[str], None]

_ENGINES, _SERVICES = 0, 1  # the stages: services are stopped before what they stand on


class Engine(Protocol):
    """A server that is laid out before it runs."""

    async def prepare(self) -> ProcessSpec:
        """Lay out its folder; how to run it."""
        ...


@asynccontextmanager
async def running(
    options: UpOptions, folder: DataFolder, lock: IO[str], *, cache: Path, tell: Tell
) -> AsyncIterator[StackStatus]:
    """Run a stack for as long as the block lasts; its folder says what runs.

    Args:
        options: What was asked for.
        folder: The stack's own, claimed.
        lock: What `claim` gave.
        cache: Where fetched and derived files are kept.
        tell: Is told, in a few words, what has come about.

    Yields:
        The stack, once every process is ready.

    Raises:
        StackError: It cannot be started, and why; then nothing of it is left running.
    """
    async with AsyncExitStack() as ending:
        guard = Guard(hold=lock)
        ending.callback(guard.close)
        ending.callback(folder.clear_status)
        # Forked, services are there in half the time; what macOS is made of does not bear it.
        launch = (await ending.enter_async_context(Forks())).launch if sys.platform == "linux" else execute
        runtime = await asyncio.to_thread(KafkaRuntime.prepare, cache)
        layout = Layout.plan(options, folder, runtime)

        def say() -> None:
            try:
                folder.write_status(layout.status(supervisor.status()))
            except OSError as error:  # a full disk: what runs goes on, and the next change is written again
                _LOG.warning("the stack's state cannot be written: %s", error)

        supervisor = Supervisor(guard, changed=say, launch=launch)
        await ending.enter_async_context(supervisor)
        await _start(options, layout, supervisor, tell)
        yield layout.status(supervisor.status())


async def _start(options: UpOptions, layout: Layout, supervisor: Supervisor, tell: Tell) -> None:
    begun = time.monotonic()

    async def start(spec: ProcessSpec, stage: int) -> None:
        await supervisor.start(spec, stage=stage)
        tell(f"{spec.name} is ready ({time.monotonic() - begun:.1f} s)")

    async def start_engine(engine: Engine) -> None:
        await start(await engine.prepare(), _ENGINES)

    async def start_kafka() -> None:
        # What creates topics takes a moment to load: better while Kafka starts.
        loading = asyncio.to_thread(importlib.import_module, "common.topics")
        await _together([*map(start_engine, layout.brokers), loading])
        from common.errors import DependencyDown  # noqa: PLC0415
        from common.topics import create_topics  # noqa: PLC0415

        try:
            copies = len(layout.brokers)
            bootstrap = [broker.bootstrap for broker in layout.brokers]
            await create_topics(bootstrap, replication=copies, min_insync=min_insync(copies))
        except DependencyDown as error:
            raise StackError(f"Kafka's topics cannot be created: {error}") from error

    async def start_services() -> None:
        await _together([start_kafka(), start_engine(layout.postgres), start_engine(layout.valkey)])
        await _together([start(spec, _SERVICES) for spec in services.services(options, layout.around)])

    # Services wait for the simulator by themselves, as they do when it is started again.
    simulator = [start(services.simulator(options, layout.around), _ENGINES)] if options.simulated else []
    await _together([*simulator, start_services()])


async def _together(work: Sequence[Coroutine[object, object, object]]) -> None:
    """Do work side by side; the first failure ends the rest, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for part in work:
                group.create_task(part)
    except* StackError as failures:
        failure = failures.exceptions[0]
    else:
        return
    raise failure
