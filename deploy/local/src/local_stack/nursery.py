"""`python -m local_stack.nursery`: loads once what every service needs, then forks a process for each on request.

Importing takes each service 1 to 2 s of a core, most of it for the same libraries. A fork has them at once: the stack
is up in half the time, and a service that was killed is back in a fraction of a second. The services run as ever, by
`python -m`'s own rules: their own code is loaded after the fork. Linux only: macOS' libraries do not bear a fork.

It reads requests as JSON lines, `{"id", "module", "env", "cwd", "log"}`, and answers `{"id", "pid"}`; of each process
that ends it says `{"pid", "status"}`. When its input closes it ends.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import sys
from pathlib import Path
from typing import Any

from local_stack.logs import open_log

# Libraries, and what services share; not the services: what one keeps for a process (its metrics) is not another's.
_SHARED = (
    "common.delivery",
    "common.delivery.kafka",
    "common.logs",
    "common.web",
    "alembic.command",
    "asyncpg",
    "fastapi",
    "httpx",
    "numpy",
    "redis.asyncio",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "uvicorn",
    "uvloop",
    "websockets",
)
_CHUNK_BYTES = 65_536


def _preload() -> None:
    for module in _SHARED:
        with contextlib.suppress(ImportError):  # then whoever needs it says so
            importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is shared stays shared: a collection would write to every page


class _Nursery:
    """The loop between requests and ends of processes."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests = requests
        self._answers = answers
        self._woken, self._waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._waker)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> dict[str, Any] | None:
        """Serve until the input closes.

        Returns:
            In a new process the request that it is to fulfil; None where there is nothing more to do.
        """
        rest = b""
        while True:
            ready, _, _ = select.select([self._requests, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, _CHUNK_BYTES)
                self._tell_ends()
            if self._requests in ready:
                chunk = os.read(self._requests, _CHUNK_BYTES)
                if not chunk:
                    return None
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    request: dict[str, Any] = json.loads(line)
                    pid = os.fork()
                    # Both set its process group, so that it has one whichever of them comes first.
                    with contextlib.suppress(OSError):
                        os.setpgid(pid, pid)
                    if pid == 0:
                        self._forget()
                        return request
                    self._tell(id=request["id"], pid=pid)

    def _tell_ends(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._tell(pid=ended[0], status=os.waitstatus_to_exitcode(ended[1]))

    def _tell(self, **words: int) -> None:
        os.write(self._answers, json.dumps(words).encode() + b"\n")

    def _forget(self) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for end in (self._woken, self._waker, self._answers):
            os.close(end)


def _become(request: dict[str, Any]) -> None:
    """Turn this fork into the process that was asked for, as if it had been started by itself."""
    log = open_log(Path(request["log"]))
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.close(log)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = [request["module"]]
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


def main() -> None:
    """Preload, then serve."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    _preload()
    request = _Nursery(sys.stdin.fileno(), answers).serve()
    if request is not None:
        _become(request)


if __name__ == "__main__":
    main()
