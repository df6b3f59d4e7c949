"""Time that passes only while everything waits: timers fire in their order, however slow the machine is."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any


class _Leaping(selectors.SelectSelector):
    """Where a loop would wait for its next timer, the moment of that timer has come."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop by whose clock nothing but waiting takes time."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now


def in_leaping_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in such a loop of its own."""

    @functools.wraps(test)
    def run(**arguments: object) -> None:
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            runner.run(test(**arguments))

    return run
