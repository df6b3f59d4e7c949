"""One run of a process, from its start to its end."""

import asyncio
import contextlib
import os
import signal
import time

from local_stack import logs
from local_stack.errors import ProcessFailedError
from local_stack.guard import Guard
from local_stack.launching import Child, Launch, execute
from local_stack.process_spec import ProcessSpec

_PROBE_SECONDS = 0.05


class Process:
    """One run of a spec, in a session of its own: a Ctrl-C in the terminal reaches the supervisor alone."""

    def __init__(self, spec: ProcessSpec, child: Child, guard: Guard, *, log_start: int) -> None:
        self.spec = spec
        self.pid = child.pid
        self._child = child
        self._guard = guard
        self._log_start = log_start

    @classmethod
    async def start(cls, spec: ProcessSpec, guard: Guard, *, launch: Launch = execute) -> "Process":
        """Start it; it may not be ready yet.

        Raises:
            ProcessFailedError: The program cannot be run, or its log not be written.
        """
        log_start = spec.log.stat().st_size if spec.log.exists() else 0
        try:
            child = await launch(spec)
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
