"""A laptop stack as a fault test sees it: processes by service, and whether all is well again."""

import contextlib
import json
import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from common.streams import SERVICES
from local_stack import api
from local_stack.api import StackStatus

from tests.chaos.waiting import until


@dataclass(frozen=True)
class LiveStack:
    """A running stack, found by its data folder."""

    data: Path
    url: str
    kafka: str
    postgres: str
    redis: str
    simulator_url: str

    @property
    def status(self) -> StackStatus:
        """As `outlier status` has it."""
        return api.status(self.data)

    def pids(self, service: str) -> list[int]:
        """The processes of a service that are alive."""
        return [process.pid for process in self.status.processes if process.service == service and alive(process.pid)]

    @property
    def brokers(self) -> list[str]:
        """Where each broker is, `host:port`."""
        return self.kafka.split(",")

    @property
    def services(self) -> list[str]:
        """Every kind of process, each once."""
        return sorted({process.service for process in self.status.processes})

    @property
    def service_urls(self) -> list[str]:
        """Where each process of each of our services serves HTTP."""
        ports = json.loads((self.data / "ports.json").read_text())
        return [f"http://127.0.0.1:{port}" for name, port in ports.items() if name.startswith(SERVICES)]

    @property
    def restarts(self) -> int:
        """How often the supervisor started something again."""
        return sum(process.restarts for process in self.status.processes)

    @property
    def stands(self) -> bool:
        """Whether every process is ready; one that has just died is not, whoever has not noticed."""
        return all(process.ready and alive(process.pid) for process in self.status.processes)

    async def until_ready(self, patience_seconds: float = 120) -> None:
        """Wait until every process is ready.

        Raises:
            TimeoutError: Some are not, by name.
        """
        if not await until(lambda: not self._unready, patience_seconds):
            raise TimeoutError(f"not ready after {patience_seconds:g} s: {', '.join(self._unready)}")

    @property
    def _unready(self) -> list[str]:
        return [process.service for process in self.status.processes if not process.ready]


@contextlib.contextmanager
def live_stack(
    data: Path,
    *,
    world: Path | None = None,
    scale: Mapping[str, int] | None = None,
    brokers: int = 1,
    settings: Mapping[str, str] | None = None,
) -> Iterator[LiveStack]:
    """A stack for as long as the block lasts.

    Args:
        data: Its folder.
        world: What the simulator serves; None = the demo world.
        scale: Processes a service, where more than one.
        brokers: Kafka brokers, 1 or 3.
        settings: Environment variables that its services inherit.
    """
    with contextlib.ExitStack() as ends:
        with environment(settings or {}):  # the supervisor has them from here on; this process must not keep them
            options = api.UpOptions.model_validate(
                {"data": data, "world": world, "scale": scale or {}, "brokers": brokers}
            )
            status = ends.enter_context(api.running(options))
        yield LiveStack(data, status.url, status.kafka, status.postgres, status.redis, status.simulator_url or "")


@contextlib.contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Variables for child processes, set for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def alive(pid: int) -> bool:
    """Whether a process runs and is no zombie."""
    try:
        return _fields(pid)[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def family(pid: int) -> list[int]:
    """A process and everything it has started that still runs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parents[int(entry.name)] = int(_fields(int(entry.name))[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def send(pids: list[int], number: signal.Signals) -> None:
    """Signal processes; one that is gone is no error."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _fields(pid: int) -> list[str]:
    """State, parent and so on, as the kernel tells them."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
