"""Log files of processes that write to them directly: what they say at last, and a bound on their size."""

import contextlib
import os
import shutil
from pathlib import Path

MAX_LOG_BYTES = 8 * 2**20

_CAUSE_BYTES = 16_384
_CAUSE_CHARACTERS = 600
_TELLING = ("error", "fatal", "exception", "failed", "cannot", "could not", "no space left", "already in use")


def open_log(path: Path) -> int:
    """Open a log for a child to append to: a file descriptor, the caller's to close.

    Appending, not writing at an offset, is what makes it safe to cut the file under the child's hands (`bound`). The
    child holds the file itself, so a supervisor that is busy, stopped or gone never blocks it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)


def bound(path: Path, *, max_bytes: int = MAX_LOG_BYTES) -> None:
    """Keep a growing log below about twice `max_bytes`: what is over goes to `<name>.1`, the former one is lost.

    On a full disk what is over is lost, too: then room is worth more.
    """
    if path.exists() and path.stat().st_size > max_bytes:
        with contextlib.suppress(OSError):
            shutil.copyfile(path, path.with_name(path.name + ".1"))
        os.truncate(path, 0)


def cause(path: Path, *, since: int = 0) -> str:
    """What a log says at its end about why a process failed, in one line.

    Args:
        path: The log; a missing one says nothing.
        since: Bytes to leave out at the front: what was written before this start.

    Returns:
        The last line that tells of an error, else the last line; at most 600 characters, "" where there is none.
    """
    if not path.exists():
        return ""
    with path.open("rb") as log:
        log.seek(max(since, path.stat().st_size - _CAUSE_BYTES))
        lines = [line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    told = [line for line in lines if any(word in line.lower() for word in _TELLING)]
    return (told or lines or [""])[-1][:_CAUSE_CHARACTERS]
