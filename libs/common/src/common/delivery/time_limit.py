"""A time limit for many short calls."""

import asyncio
from types import TracebackType


class TimeLimit:
    """Limits how long each block may take; a task has one at a time.

    `asyncio.timeout` puts a timer on the loop for each block and takes it off again: a tenth of what a small record
    costs. Here one timer serves all blocks; it looks, when it fires, for those that began too long ago.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._due: dict[asyncio.Task[object], float] = {}  # all limits are equal: in order of entry is in order of time
        self._late: set[asyncio.Task[object]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        """Begin."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a limit is for what awaits
        loop = asyncio.get_running_loop()
        due = loop.time() + self._seconds
        self._due[task] = due
        if self._timer is None:
            self._timer = loop.call_at(due, self._look, loop)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """End.

        Raises:
            TimeoutError: The block took too long.
        """
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  as above
        del self._due[task]
        if task in self._late:
            self._late.discard(task)
            if not task.uncancel() and kind is asyncio.CancelledError:
                raise TimeoutError from error

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        for task, due in self._due.items():
            if due > now:
                self._timer = loop.call_at(due, self._look, loop)
                return
            if task not in self._late:
                self._late.add(task)
                task.cancel()
