"""Keeps processes running: starts them in order, starts again what ends or is of no use, stops them in reverse."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Self

from local_stack import logs
from local_stack.errors import ProcessFailedError
from local_stack.guard import Guard
from local_stack.launching import Launch, execute
from local_stack.options import ProcessStatus
from local_stack.probe import Probe
from local_stack.process import Process
from local_stack.process_spec import ProcessSpec

_LOG = logging.getLogger(__name__)

_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 10.0
_STEADY_SECONDS = 30.0
_LOOK_SECONDS = {True: 1.0, False: 0.2}
_TIDY_SECONDS = 10.0
_UNWELL_TIMES = 4


class _Kept:
    """One spec and the process that runs it at the moment."""

    def __init__(self, spec: ProcessSpec, process: Process, stage: int) -> None:
        self.spec = spec
        self.process = process
        self.stage = stage
        self.ready = False
        self.restarts = 0

    def status(self) -> ProcessStatus:
        ready = self.ready and self.process.running
        return ProcessStatus(service=self.spec.name, pid=self.process.pid, ready=ready, restarts=self.restarts)


class Supervisor:
    """Owns processes between `async with` and its end; they never outlive it."""

    def __init__(
        self, guard: Guard, *, changed: Callable[[], None], launch: Launch = execute, well_seconds: float = 5.0
    ) -> None:
        """Keeps nothing yet.

        Args:
            guard: Is told of every process.
            changed: Is called whenever `status` would answer differently, and now and then.
            launch: How processes begin.
            well_seconds: How often who may be asked is asked whether it is well; `_UNWELL_TIMES` noes end it.
        """
        self._guard = guard
        self._launch = launch
        self._changed = changed
        self._well_seconds = well_seconds
        self._kept: list[_Kept] = []
        self._stopping = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._tasks.create_task(self._tidy())
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._stopping.set()
        for stage in sorted({kept.stage for kept in self._kept}, reverse=True):
            await asyncio.gather(*(kept.process.stop() for kept in self._kept if kept.stage == stage))
        await self._tasks.__aexit__(None, None, None)

    def status(self) -> tuple[ProcessStatus, ...]:
        """Every process, in order of start."""
        return tuple(kept.status() for kept in self._kept)

    async def start(self, spec: ProcessSpec, *, stage: int, timeout_seconds: float = 60) -> None:
        """Start a process and wait until it is ready; from then on it is kept running.

        Args:
            spec: What to run.
            stage: At the end, those of the highest stage are stopped first, those of one stage side by side.
            timeout_seconds: How long it may take to be ready.

        Raises:
            ProcessFailedError: It ended, or was not ready in time.
        """
        kept = _Kept(spec, await Process.start(spec, self._guard, launch=self._launch), stage)
        self._kept.append(kept)
        await kept.process.until_ready(timeout_seconds)
        kept.ready = True
        self._changed()
        self._tasks.create_task(self._keep(kept))
        self._tasks.create_task(self._look(kept))
        if spec.well is not None:
            self._tasks.create_task(self._end_when_unwell(kept, spec.well))

    async def _keep(self, kept: _Kept) -> None:
        """Start it again whenever it ends, later each time it did not last."""
        delay = _FIRST_DELAY_SECONDS
        while True:
            begun = time.monotonic()
            status = await kept.process.wait()
            if self._stopping.is_set():
                return
            kept.ready = False
            self._changed()
            if time.monotonic() - begun > _STEADY_SECONDS:
                delay = _FIRST_DELAY_SECONDS
            why = kept.process.cause() if status > 0 else ""  # a signal's victim had no time to say why
            _LOG.warning("%s ended with %d, again in %g s: %s", kept.spec.name, status, delay, why)
            if not await self._start_again(kept, delay):
                return
            delay = min(delay * 2, _LONGEST_DELAY_SECONDS)

    async def _start_again(self, kept: _Kept, delay: float) -> bool:
        """Start it anew, trying until it can be; False where the stack stops instead."""
        while not await self._stopped_within(delay):
            try:
                kept.process = await Process.start(kept.spec, self._guard, launch=self._launch)
            except ProcessFailedError as error:
                _LOG.warning("%s; again in %g s", error, _LONGEST_DELAY_SECONDS)
                delay = _LONGEST_DELAY_SECONDS
                continue
            kept.restarts += 1
            self._changed()
            if self._stopping.is_set():  # which saw the process before this one
                await kept.process.stop()
            return True
        return False

    async def _look(self, kept: _Kept) -> None:
        """Ask it again and again whether it is ready."""
        while not await self._stopped_within(_LOOK_SECONDS[kept.ready]):
            ready = kept.process.running and await kept.spec.ready()
            if ready != kept.ready:
                kept.ready = ready
                self._changed()

    async def _end_when_unwell(self, kept: _Kept, well: Probe) -> None:
        """End it where it is ready and yet of no use for a while; who keeps it starts it again."""
        unwell = 0
        while not await self._stopped_within(self._well_seconds):
            unwell = 0 if not kept.ready or await well() else unwell + 1
            if unwell >= _UNWELL_TIMES:
                _LOG.warning("%s is ready and does not do its work: it is stopped", kept.spec.name)
                await kept.process.stop()
                unwell = 0

    async def _tidy(self) -> None:
        """Bound the logs, and say again how things are, in case that could not be written down last time."""
        while not await self._stopped_within(_TIDY_SECONDS):
            self._changed()
            for kept in self._kept:
                await asyncio.to_thread(logs.bound, kept.spec.log)

    async def _stopped_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()
