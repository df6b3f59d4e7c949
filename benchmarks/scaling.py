"""What joining and leaving costs: each service goes from one process to four and back under a steady load.

`python -m benchmarks.scaling` starts a stack of its own. One JSON line a service: the 99th percentile of an analysis,
`POST` to complete, while its processes come and go; the ratio is to that of the same load left alone.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from local_stack.options import SERVICES

from benchmarks.fetcher_bench.lines import line
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.scaling import Load, more_of
from tests.chaos.world import write_still_world

KINDS = ("classic coding", "classic cooking", "classic fitness")
WARM_SECONDS = 5
STEADY_SECONDS = 10
WHILE_SECONDS = 4


def p99(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


async def measured(stack: LiveStack) -> None:
    async with PatientClient(stack.url) as client, Load(client, KINDS) as load:
        await asyncio.sleep(WARM_SECONDS)
        began = time.monotonic()
        await asyncio.sleep(STEADY_SECONDS)
        steady = load.since(began)
        for service in SERVICES:
            began = time.monotonic()
            async with more_of(stack, service):
                await asyncio.sleep(WHILE_SECONDS)
            await asyncio.sleep(WHILE_SECONDS)
            took = load.since(began)
            more = {"median": round(statistics.median(took), 3), "longest": round(max(took), 3), "analyses": len(took)}
            line(f"scaling.{service}_p99", p99(took), "s", "left alone", p99(took) / p99(steady), **more)


def main() -> None:
    """Measure on a stack of its own."""
    with tempfile.TemporaryDirectory() as folder:
        world = write_still_world(Path(folder) / "world.json")
        with live_stack(Path(folder) / "stack", world=world, settings=PLENTY) as stack:
            asyncio.run(measured(stack))


if __name__ == "__main__":
    main()
