"""How many analyses of 55 channels the whole stack ends in a second, everything cached.

`python benchmarks/analyses.py` starts a stack over the recorded world, runs its run E once to fill the cache, then
alone, then many at once; the ratio is to one after another. The parts say what each process used for one analysis:
what the next doubling would take. Needs `../shared`.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import httpx
import uvloop
from local_stack.api import StackStatus, UpOptions, running

from benchmarks.fetcher_bench.lines import line
from benchmarks.stack_bench.using import usage
from tests.parity.recordings import recorded
from tests.shared_data import shared

AT_ONCE = 60
ALONE = 8
PATIENCE_SECONDS = 120
LOOK_SECONDS = 0.02
ASKED = 5


async def ended(client: httpx.AsyncClient, analysis_id: str) -> None:
    """Wait until an analysis has completed, asking only now and then."""
    while True:
        answer = await client.get(f"/analyses/{analysis_id}")
        answer.raise_for_status()
        state = answer.json()["state"]
        if state == "completed":
            return
        if state in {"failed", "cancelled"}:
            raise RuntimeError(f"{analysis_id} ended as {state}")
        await asyncio.sleep(LOOK_SECONDS)


async def started(client: httpx.AsyncClient) -> str:
    """Start run E."""
    answer = await client.post("/analyses", json=recorded("E_no_exclusions_month").body)
    answer.raise_for_status()
    return str(answer.json()["id"])


async def measured(data: Path, stack: StackStatus) -> None:
    async with httpx.AsyncClient(base_url=f"{stack.url}/api/v1", timeout=60) as client:
        await ended(client, await started(client))
        began = time.perf_counter()
        for _ in range(ALONE):
            await ended(client, await started(client))
        alone = ALONE / (time.perf_counter() - began)
        before, began = usage(data, stack), time.perf_counter()
        async with asyncio.timeout(PATIENCE_SECONDS):
            analyses = await asyncio.gather(*(started(client) for _ in range(AT_ONCE)))
            for analysis_id in analyses:
                await ended(client, analysis_id)
        together = AT_ONCE / (time.perf_counter() - began)
        spent = usage(data, stack).processor_since(before)
    parts = {name: round(1000 * seconds / AT_ONCE) for name, seconds in spent.items()}
    line("analyses.warm", together, "analyses/s", "one after another", together / alone, processor_ms_each=parts)
    line("analyses.warm", together, "analyses/s", f"{ASKED} analyses/s", together / ASKED)


def main() -> None:
    """Measure on a stack of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "stack"
        with running(UpOptions(data=data, world=shared("parity/world.json.gz"))) as stack:
            uvloop.run(measured(data, stack))


if __name__ == "__main__":
    main()
