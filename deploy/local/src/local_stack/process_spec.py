"""What a process is: how to run it, the same at every start."""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local_stack.probe import Probe

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
        well: Asked now and then of one that is ready: a no that stays means that only a restart helps. None = never.
        env: Its whole environment.
        cwd: Its working folder.
        stop_signal: What asks it to end.
        grace_seconds: How long it may take to; then it is killed.
        account: The user it runs as; None = the caller.
        module: The Python module that the command runs, where a fork of the nursery may do it instead.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    ready: Probe
    well: Probe | None = None
    env: Mapping[str, str] = field(default_factory=bare_environment)
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 8.0
    account: Account | None = None
    module: str | None = None
