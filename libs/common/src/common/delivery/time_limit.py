"""A time limit for many short calls."""

import asyncio
from collections.abc import Awaitable, Generator
from types import TracebackType, coroutine
from typing import Any


class TimeLimit:
    """Limits how long each call, or each block, may take; a task has one at a time.

    `asyncio.timeout` puts a timer on the loop for each block and takes it off again: a tenth of what a small record
    costs. Here one timer serves all of them; it looks, when it fires, for those that began too long ago.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._due: dict[asyncio.Task[object], float] = {}  # all limits are equal: in order of entry is in order of time
        self._late: set[asyncio.Task[object]] = set()
        self._timer: asyncio.TimerHandle | None = None

    @coroutine
    def run(self, call: Awaitable[None]) -> Generator[Any, Any, None]:
        """Await a call, which has not begun. Its time runs from its first wait on.

        No timer can fire before that, so a call that never waits needs none.

        Raises:
            TimeoutError: It took too long, and was cancelled.
        """
        steps = call.__await__()
        try:
            waits_for = steps.send(None)
            with self:
                while True:  # what `yield from` does, which cannot go on with a call that has begun
                    try:
                        answer = yield waits_for
                    except BaseException as error:  # noqa: BLE001  the call's to handle, a cancellation above all
                        waits_for = steps.throw(error)
                    else:
                        waits_for = steps.send(answer)
        except StopIteration:
            return

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
