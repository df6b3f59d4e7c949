"""What the command line does with the laptop stack.

    up(options)        start a stack and leave it running
    running(options)   a stack for as long as a block lasts, gone with it however it ends
    status(data)       what runs on a folder
    down(data)         stop it

Each raises a `StackError` whose text is one line for a person, and whose `exit_code` is the command's.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from local_stack.data_folder import DataFolder
from local_stack.errors import (
    DataInUseError,
    NotRunningError,
    PortTakenError,
    ProcessFailedError,
    SetupError,
    StackError,
    UsageError,
)
from local_stack.options import DEFAULT_DATA, SERVICES, ProcessStatus, StackStatus, UpOptions, parse_scale

__all__ = [
    "DEFAULT_DATA",
    "SERVICES",
    "DataInUseError",
    "NotRunningError",
    "PortTakenError",
    "ProcessFailedError",
    "ProcessStatus",
    "SetupError",
    "StackError",
    "StackStatus",
    "UpOptions",
    "UsageError",
    "down",
    "parse_scale",
    "running",
    "status",
    "up",
]

_STEP_SECONDS = 0.03
_STOP_SECONDS = 40.0

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Nobody listens."""


def up(options: UpOptions, *, tell: Tell = _silent) -> StackStatus:
    """Start a stack; it runs on until `down`.

    Args:
        options: What is asked for.
        tell: Is told, in a few words, as parts come up.

    Returns:
        The stack, every process ready.

    Raises:
        StackError: It cannot be started; then nothing of it runs.
    """
    supervisor = _Supervisor(options)
    try:
        found = supervisor.await_status(tell)
    except BaseException:  # Ctrl-C while it starts, too
        supervisor.end()
        raise
    supervisor.let_go()
    return found


@contextlib.contextmanager
def running(options: UpOptions, *, tell: Tell = _silent) -> Iterator[StackStatus]:
    """A stack that ends with the block, and with this process even if that is killed; as `up` otherwise."""
    supervisor = _Supervisor(options)
    try:
        yield supervisor.await_status(tell)
    finally:
        supervisor.end()


def status(data: Path = DEFAULT_DATA) -> StackStatus:
    """What runs on a data folder.

    Raises:
        NotRunningError: Nothing does.
    """
    folder = DataFolder(data)
    found = folder.read_status()
    if folder.supervisor() is None or found is None:
        raise NotRunningError(f"no stack runs on {data}: `outlier up` starts one")
    return found


def down(data: Path = DEFAULT_DATA) -> bool:
    """Stop what runs on a data folder; the data stay.

    Returns:
        Did anything run?

    Raises:
        StackError: It does not end.
    """
    folder = DataFolder(data)
    if not folder.held():
        return False
    if pid := folder.supervisor():  # None: it was killed, and a guard ends what it left
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while folder.held():
        if time.monotonic() > deadline:
            raise StackError(f"the stack on {data} does not end (its supervisor is process {pid})")
        time.sleep(_STEP_SECONDS)
    return True


class _Supervisor:
    """The supervisor's process, asked for a stack. It ends when its input closes, unless it was let go."""

    def __init__(self, options: UpOptions) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local_stack"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            start_new_session=True,
            text=True,
            # A service is one of many on few cores: numpy's own threads would fight for them (0.7 s became 13).
            env={"OPENBLAS_NUM_THREADS": "1", **os.environ},
        )
        # It runs elsewhere: what is relative is so to us.
        absolute = {"data": options.data.absolute(), "world": options.world and options.world.absolute()}
        self._order(options.model_copy(update=absolute).model_dump_json())

    def await_status(self, tell: Tell) -> StackStatus:
        """Listen to it until the stack is up.

        Raises:
            StackError: What it says went wrong.
        """
        for line in self._process.stdout or ():
            match json.loads(line):
                case {"told": str(what)}:
                    tell(what)
                case {"status": found}:
                    return StackStatus.model_validate(found)
                case {"failed": str(why), "exit_code": int(exit_code)}:
                    failure = StackError(why)
                    failure.exit_code = exit_code
                    raise failure
        raise StackError("the stack's supervisor ended without a word: see logs/supervisor.log in the data folder")

    def let_go(self) -> None:
        """Let it run on without us."""
        self._order("detach")
        self._close()

    def end(self) -> None:
        """Have it stop everything, and wait until it has."""
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.stdout.read()
        self._close()

    def _order(self, line: str) -> None:
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
