"""One process: what it is (`ProcessSpec`) and one run of it (`Process`)."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local_stack import logs
from local_stack.errors import ProcessFailedError
from local_stack.guard import Guard
from local_stack.probe import Probe

_PROBE_SECONDS = 0.03
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


def bare_environment() -> dict[str, str]:
    """The few variables that every program may see; no setting or secret of the caller leaks into one it is not for."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


@dataclass(frozen=True)
class Account:
    """Another user that a process of root's is to run as."""

    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class ProcessSpec:
    """How to run a process, the same at every start: a restart keeps its ports.

    Attributes:
        name: The service or engine, as `outlier status` shows it.
        command: Program and arguments; no shell.
        log: The file that its output is appended to.
        ready: Asked until it says yes.
        env: Its whole environment.
        cwd: Its working folder.
        stop_signal: What asks it to end.
        grace_seconds: How long it may take to; then it is killed.
        account: The user it runs as; None = the caller.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    ready: Probe
    env: Mapping[str, str] = field(default_factory=bare_environment)
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 8.0
    account: Account | None = None


class Process:
    """One run of a spec, in a session of its own: a Ctrl-C in the terminal reaches the supervisor alone."""

    def __init__(self, spec: ProcessSpec, child: asyncio.subprocess.Process, guard: Guard, *, log_start: int) -> None:
        self.spec = spec
        self.pid = child.pid
        self._child = child
        self._guard = guard
        self._log_start = log_start

    @classmethod
    async def start(cls, spec: ProcessSpec, guard: Guard) -> "Process":
        """Start it; it may not be ready yet.

        Raises:
            ProcessFailedError: The program cannot be run, or its log not be written.
        """
        try:
            log = logs.open_log(spec.log)
            try:
                log_start = spec.log.stat().st_size
                child = await asyncio.create_subprocess_exec(
                    *spec.command,
                    env=dict(spec.env),
                    cwd=spec.cwd,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    user=spec.account.uid if spec.account else None,
                    group=spec.account.gid if spec.account else None,
                    extra_groups=[] if spec.account else None,
                )
            finally:
                os.close(log)
        except OSError as error:
            raise ProcessFailedError(f"{spec.name} cannot be started: {error}") from error
        guard.started(child.pid, spec.stop_signal)
        return cls(spec, child, guard, log_start=log_start)

    @property
    def running(self) -> bool:
        """Has it not ended yet, as far as was seen?"""
        return self._child.returncode is None

    async def until_ready(self, timeout_seconds: float = 60) -> None:
        """Wait until its probe says yes.

        Raises:
            ProcessFailedError: It ended first, or took too long; with what its log says.
        """
        deadline = time.monotonic() + timeout_seconds
        while not await self.spec.ready():
            if not self.running:
                raise ProcessFailedError(self._failure(f"ended with {self._child.returncode} before it was ready"))
            if time.monotonic() > deadline:
                raise ProcessFailedError(self._failure(f"was not ready within {timeout_seconds:g} s"))
            await asyncio.sleep(_PROBE_SECONDS)

    async def wait(self) -> int:
        """Wait for its end.

        Returns:
            The exit status; −N where signal N ended it.
        """
        status = await self._child.wait()
        self._guard.ended(self.pid)
        return status

    async def stop(self) -> None:
        """Ask it to end, then insist; returns when it is gone. A process that ended already is no error."""
        for stop_signal in (self.spec.stop_signal, signal.SIGKILL):
            self.signal(stop_signal)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.spec.grace_seconds):
                    await self.wait()
                return

    async def kill(self) -> None:
        """`kill -9` it and what it started, as a fault test does; returns when it is gone."""
        self.signal(signal.SIGKILL)
        await self.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and what it started; a process that is gone is no error."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def cause(self) -> str:
        """What its log says at its end about why it failed; "" where it says nothing."""
        return logs.cause(self.spec.log, since=self._log_start)

    def _failure(self, what: str) -> str:
        cause = self.cause()
        return f"{self.spec.name} {what}" + (f": {cause}" if cause else "") + f" (log: {self.spec.log})"
