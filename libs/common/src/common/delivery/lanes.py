"""Lanes: the records of one key, in order; lanes run beside one another."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence

from common.delivery.record import Record

Lane = Sequence[Record]
HOLD_SECONDS = 0.01
"""How long work that never waits may keep everything else of the process waiting: answers, heartbeats, sending."""


def by_key(records: Iterable[Record]) -> list[list[Record]]:
    """Records of one key together, in order; keys in order of their first record. No key: its partition's order."""
    lanes: dict[tuple[str, bytes | int], list[Record]] = {}
    for record in records:
        lanes.setdefault((record.topic, record.partition if record.key is None else record.key), []).append(record)
    return list(lanes.values())


async def run_each(
    lanes: Iterable[Lane], run: Callable[[Lane], Awaitable[None]], *, hold_seconds: float = HOLD_SECONDS
) -> None:
    """Run every lane; those that wait, concurrently.

    A task for each lane costs more than many a handler. So a worker calls two more before it begins, which start when
    it waits: as long as nothing waits one works them all off, and when every lane waits the workers double until each
    lane has one.

    Args:
        lanes: What to run.
        run: Runs one of them.
        hold_seconds: How long work that never waits may go on before others get their turn.

    Raises:
        BaseExceptionGroup: `run` failed for some; the others were cancelled.
    """
    left = deque(lanes)
    since = time.monotonic()

    async def work() -> None:
        nonlocal since
        called = False
        while left:
            lane = left.popleft()
            if not called:
                called = True
                for _ in range(min(2, len(left))):
                    workers.create_task(work())
            await run(lane)
            if (now := time.monotonic()) - since > hold_seconds:
                since = now
                await asyncio.sleep(0)

    async with asyncio.TaskGroup() as workers:
        workers.create_task(work())
