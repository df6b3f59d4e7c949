"""Waiting for what other processes do."""

import asyncio
import time
from collections.abc import Callable

STEP_SECONDS = 0.2
FOR_EVER = float("inf")


async def until(condition: Callable[[], object], patience_seconds: float = FOR_EVER) -> bool:
    """Wait until a condition holds; whether it did before patience ended."""
    deadline = time.monotonic() + patience_seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(STEP_SECONDS)
    return True
