"""The folder of a stack: who holds it, what it says of itself, and what lies in it.

<data>/outlier-data   marks the folder as ours
<data>/lock           held while a stack runs, and until its last process is gone; names its supervisor
<data>/stack.json     what runs (0600: it holds the database's password); gone when nothing does
<data>/ports.json     the ports of last time, taken again where they are free
<data>/postgres-password
<data>/logs/          one file a process
<data>/kafka/ postgres/ valkey/; kafka-2/ kafka-3/ where there are several brokers
"""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from local_stack.errors import DataInUseError, StackError, UsageError
from local_stack.options import StackStatus

_MARK = "outlier-data"
_DATA = ("kafka*", "postgres", "valkey", "logs")
# A new stack writes 60 MB, most of it PostgreSQL's and its log's; less than this is no room to work in.
_MIN_FREE_MB = 256
_GUARD_SECONDS = 12.0
_STEP_SECONDS = 0.05


class DataFolder:
    """One stack's folder; nothing is made in it before `claim`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "logs"

    def claim(self, *, fresh: bool = False) -> IO[str]:
        """Make the folder ours, for as long as the answer (or a copy of it in another process) stays open.

        Args:
            fresh: Forget what data there are.

        Raises:
            UsageError: It is something else's.
            DataInUseError: Another stack runs on it.
            StackError: It cannot be written, or its disk is full.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            mark = self.path / _MARK
            if not mark.exists() and any(self.path.iterdir()):
                raise UsageError(f"{self.path} is not empty and holds no stack's data: name another folder with --data")
            lock = (self.path / "lock").open("a")
            try:
                self._lock(lock)
                lock.truncate(0)
                lock.write(str(os.getpid()))
                lock.flush()
                mark.touch()
                self._check_room()
                if fresh:
                    self._forget()
            except BaseException:
                lock.close()
                raise
        except BlockingIOError as error:
            raise DataInUseError(f"a stack runs on {self.path} already: `outlier down` ends it") from error
        except OSError as error:
            raise StackError(f"{self.path} cannot be used: {os.strerror(error.errno or errno.EIO)}") from error
        return lock

    def _lock(self, lock: IO[str]) -> None:
        """Lock it; where its supervisor was killed, wait for the guard that still ends the processes.

        Raises:
            BlockingIOError: A living supervisor holds it, or the guard does not come to an end.
        """
        deadline = time.monotonic() + _GUARD_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self.supervisor() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(_STEP_SECONDS)
            else:
                return

    def held(self) -> bool:
        """Does a stack run on it, or one's last process?"""
        try:
            with (self.path / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def supervisor(self) -> int | None:
        """The process that keeps the stack on the folder running; None where none does."""
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.path / "lock").read_text())
            if self.held() and _alive(pid):
                return pid
        return None

    def read_status(self) -> StackStatus | None:
        """What runs, as far as it was said."""
        with contextlib.suppress(OSError, ValidationError):
            return StackStatus.model_validate_json((self.path / "stack.json").read_bytes())
        return None

    def write_status(self, status: StackStatus) -> None:
        """Say what runs; a reader sees the old or the new, never a half."""
        self._write("stack.json", status.model_dump_json(indent=1))

    def secret(self, name: str) -> str:
        """A secret of the stack's own, made when it is first asked for."""
        path = self.path / name
        if not path.exists():
            self._write(name, secrets.token_urlsafe(24))
        return path.read_text()

    def clear_status(self) -> None:
        """Say that nothing runs."""
        (self.path / "stack.json").unlink(missing_ok=True)

    def read_ports(self) -> dict[str, int]:
        """The ports of last time, by process."""
        with contextlib.suppress(OSError, ValueError):
            ports = json.loads((self.path / "ports.json").read_bytes())
            return {str(name): int(port) for name, port in ports.items()}
        return {}

    def write_ports(self, ports: dict[str, int]) -> None:
        """Keep the ports for next time."""
        self._write("ports.json", json.dumps(ports, indent=1))

    def _write(self, name: str, text: str) -> None:
        making = self.path / f".{name}"
        making.unlink(missing_ok=True)
        making.touch(mode=0o600)
        making.write_text(text)
        making.replace(self.path / name)

    def _check_room(self) -> None:
        free_mb = shutil.disk_usage(self.path).free // 2**20
        if free_mb < _MIN_FREE_MB:
            raise StackError(f"the disk is full: {free_mb} MB are free at {self.path}, {_MIN_FREE_MB} MB are needed")

    def _forget(self) -> None:
        for folder in (folder for name in _DATA for folder in self.path.glob(name)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
