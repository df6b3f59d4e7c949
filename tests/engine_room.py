"""Real engines for tests: Kafka, PostgreSQL and Valkey, each started when a test first asks for it.

They live in a thread with an event loop of its own, so tests of every kind (async, sync, with a loop or a browser of
their own) use them alike; a test whose own loop must go on meanwhile waits with `asyncio.to_thread(room.start, …)`. A
guard process ends them with the test session, even one that was killed.
"""

import asyncio
import itertools
import threading
from collections.abc import Coroutine
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import asyncpg
from local_stack.guard import Guard
from local_stack.kafka import Kafka
from local_stack.kafka_runtime import KafkaRuntime
from local_stack.paths import default_cache
from local_stack.ports import free_ports
from local_stack.postgres import Postgres
from local_stack.process import Process
from local_stack.process_spec import ProcessSpec
from local_stack.valkey import Valkey

Result = TypeVar("Result")

# What is lost when the machine loses its power is no test's subject; what is lost when a process is killed is, and
# that stays as safe without these.
_FAST = {"fsync": "off", "full_page_writes": "off"}
_DATABASES = 4096


class Engine(Protocol):
    """What `local_stack` starts: its folder is laid out, then it is a process like any other."""

    async def prepare(self) -> ProcessSpec: ...


class EngineRoom:
    """Starts engines in a folder, stops them all at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engines", daemon=True)
        self._thread.start()
        self._guard = Guard()
        self._running: list[Process] = []
        self._numbers = itertools.count(1)

    def run(self, work: Coroutine[None, None, Result]) -> Result:
        """Do async work in the engines' loop, waiting for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def start(self, engine: Engine) -> Process:
        """Start an engine and wait until it is ready; to start it again after its end, call this again."""
        return self.run(self._start(engine))

    def stop(self, process: Process) -> None:
        """Stop a process as `outlier down` does."""
        self.run(process.stop())

    def kill(self, process: Process) -> None:
        """`kill -9` a process."""
        self.run(process.kill())

    def new_kafka(self) -> Kafka:
        """A broker of the test's own, not started."""
        folder = self._new_folder("kafka")
        port, controller_port = free_ports(2)
        runtime = KafkaRuntime.prepare(default_cache())
        return Kafka(
            runtime=runtime, folder=folder, port=port, controller_ports=[controller_port], log=folder / "kafka.log"
        )

    def new_postgres(self) -> Postgres:
        """A database server of the test's own, not started."""
        folder = self._new_folder("postgres")
        return Postgres(
            folder=folder, port=free_ports(1)[0], log=folder / "postgres.log", password="app", settings=_FAST
        )

    def new_valkey(self) -> Valkey:
        """A cache server of the test's own, not started."""
        folder = self._new_folder("valkey")
        return Valkey(folder=folder, port=free_ports(1)[0], log=folder / "valkey.log", databases=_DATABASES)

    @cached_property
    def kafka(self) -> Kafka:
        """The session's broker, running."""
        return self._started(self.new_kafka())

    @cached_property
    def postgres(self) -> Postgres:
        """The session's database server, running."""
        return self._started(self.new_postgres())

    @cached_property
    def valkey(self) -> Valkey:
        """The session's cache server, running."""
        return self._started(self.new_valkey())

    def create_database(self, template: str = "template1") -> str:
        """Make a database of its own in the session's server.

        Args:
            template: The name of a database to copy, which nobody may be connected to.

        Returns:
            Its URL.
        """
        name = f"test_{next(self._numbers)}"
        self.run(_execute(self.postgres.url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return self.postgres.url.rpartition("/")[0] + "/" + name

    def drop_database(self, url: str) -> None:
        """Drop a database that `create_database` made, whoever is still connected to it."""
        name = url.rpartition("/")[2]
        self.run(_execute(self.postgres.url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def next_redis_url(self) -> str:
        """The URL of a numbered database that nobody used yet; 0 is the session's."""
        return self.valkey.url.rpartition("/")[0] + f"/{next(self._numbers) % (_DATABASES - 1) + 1}"

    def close(self) -> None:
        """Stop every engine, the last started first."""
        for process in reversed(self._running):
            self.run(process.stop())
        self._guard.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _new_folder(self, kind: str) -> Path:
        folder = self._folder / f"{kind} {next(self._numbers)}"  # the blank: paths with blanks must work
        folder.mkdir(parents=True)
        return folder

    def _started(self, engine: "EngineOf") -> "EngineOf":
        self.start(engine)
        return engine

    async def _start(self, engine: Engine) -> Process:
        process = await Process.start(await engine.prepare(), self._guard)
        self._running.append(process)
        await process.until_ready()
        return process


EngineOf = TypeVar("EngineOf", bound=Engine)


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
