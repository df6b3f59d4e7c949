"""Waiting for what other processes do."""

import asyncio
import time
from collections.abc import Awaitable, Callable

STEP_SECONDS = 0.2
FOR_EVER = float("inf")


async def until(condition: Callable[[], object], patience_seconds: float = FOR_EVER) -> bool:
    """Wait until a condition, sync or async, holds; whether it did before patience ended."""
    deadline = time.monotonic() + patience_seconds
    while True:
        found = condition()
        if await found if isinstance(found, Awaitable) else found:
            return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(STEP_SECONDS)
