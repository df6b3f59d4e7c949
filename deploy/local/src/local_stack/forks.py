"""Launches services in forks of a nursery process (`local_stack.nursery`), which starts loading when asked to."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from typing import Self

from local_stack.launching import Child, execute
from local_stack.process_spec import ProcessSpec


class _Fork:
    """A process that the nursery began; told of its end by `Forks`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        return self.ended.result() if self.ended.done() else None

    async def wait(self) -> int:
        return await asyncio.shield(self.ended)


class Forks:
    """A launcher: `launch` begins a process; all have ended when the block does."""

    def __init__(self) -> None:
        self._nursery: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._forks: dict[int, _Fork] = {}
        self._asked: dict[int, asyncio.Future[_Fork]] = {}
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        """Have the nursery begin to load."""
        await self._requests()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the nursery end; what it began has to have ended."""
        if self._nursery and self._nursery.stdin and self._listening:
            self._nursery.stdin.close()
            await self._listening

    async def launch(self, spec: ProcessSpec) -> Child:
        """Begin the spec's module in a fork; run its command where it names none.

        Raises:
            OSError: It cannot be begun.
        """
        if spec.module is None:
            return await execute(spec)
        number = next(self._numbers)
        asked: asyncio.Future[_Fork] = asyncio.get_running_loop().create_future()
        self._asked[number] = asked
        what = {"id": number, "module": spec.module, "env": dict(spec.env), "cwd": str(spec.cwd), "log": str(spec.log)}
        requests = await self._requests()
        requests.write(json.dumps(what).encode() + b"\n")
        return await asked

    async def _requests(self) -> asyncio.StreamWriter:
        """The way to the nursery, which is started where there is none (any more)."""
        if self._nursery is None:
            self._nursery = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "local_stack.nursery",
                cwd="/",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            self._listening = asyncio.create_task(self._listen(self._nursery))
        if self._nursery.stdin is None:
            raise OSError("the nursery takes no requests")
        return self._nursery.stdin

    async def _listen(self, nursery: asyncio.subprocess.Process) -> None:
        while nursery.stdout and (line := await nursery.stdout.readline()):
            told: dict[str, int] = json.loads(line)
            if "id" in told:
                self._begun(told["id"], told["pid"])
            else:
                self._ended(told["pid"], told["status"])
        await nursery.wait()
        self._nursery = None
        for pid in list(self._forks):  # nobody can tell any more when these end: they begin anew
            _kill(pid)
            self._ended(pid, -signal.SIGKILL)
        for number in list(self._asked):
            self._asked.pop(number).set_exception(OSError("the nursery ended"))

    def _begun(self, number: int, pid: int) -> None:
        asked = self._asked.pop(number)
        fork = self._forks[pid] = _Fork(pid)
        if asked.cancelled():
            _kill(pid)
        else:
            asked.set_result(fork)

    def _ended(self, pid: int, status: int) -> None:
        self._forks.pop(pid).ended.set_result(status)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
