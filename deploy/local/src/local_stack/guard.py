"""Ends the processes of a stack whose supervisor is gone, however it went (`kill -9` included).

The supervisor holds the write end of a pipe and says what it starts and what has ended; when the pipe closes, its
writer is dead or done, and what is still listed is stopped: politely, then not. Works wherever there are pipes; the
kernel's own way (PDEATHSIG) is Linux only and lost when a process changes its user.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

_STEP_SECONDS = 0.05


class Guard:
    """The supervisor's end: started before the first process, told of every one."""

    def __init__(self, *, grace_seconds: float = 6.0, hold: IO[str] | None = None) -> None:
        """`hold` is a locked file: the lock stays until the guard is done, so nobody starts on what is ending."""
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", str(Path(__file__)), str(grace_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[hold.fileno()] if hold else [],
            cwd="/",
            text=True,
        )

    def started(self, group: int, stop_signal: int) -> None:
        """Watch over the process group `group`, to be asked to end by `stop_signal`."""
        self._tell(f"+ {group} {int(stop_signal)}")

    def ended(self, group: int) -> None:
        """Forget a process group that is gone: its number may be another's soon."""
        self._tell(f"- {group} 0")

    def close(self) -> None:
        """Let the guard end, after it has stopped whatever was not said to have ended."""
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # a guard that was killed is no reason to fail
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()


def _listen(lines: Iterable[str]) -> dict[int, int]:
    """Follow the supervisor until it is gone; what is left then, group → signal, in order of start."""
    live: dict[int, int] = {}
    for line in lines:
        sign, group, stop_signal = line.split()
        if sign == "+":
            live[int(group)] = int(stop_signal)
        else:
            live.pop(int(group), None)
    return live


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _end(live: dict[int, int], grace_seconds: float) -> None:
    """Stop groups in reverse order of start, wait for them, kill what stays."""
    for group, stop_signal in reversed(live.items()):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, stop_signal)
    deadline = time.monotonic() + grace_seconds
    while time.monotonic() < deadline and any(_alive(group) for group in live):
        time.sleep(_STEP_SECONDS)
    for group in live:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    _end(_listen(sys.stdin), float(sys.argv[1]))
