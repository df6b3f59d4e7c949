"""A crowd: an analysis of 1,000 channels and a hundred of 5 at once, and what the small ones lose by the large one.

`python -m benchmarks.crowd` starts a stack of its own over a world of 20 niches. One JSON line a measure; each
analysis must end with as many channels as it found.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.worlds import niche_words, world
from tests.chaos.live_stack import live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY

NICHES = 20
SMALL = 100
PATIENCE_SECONDS = 300.0
MANY_SEARCHES = {"YOUTUBE_FETCHER_MAX_SEARCHES": str(NICHES)}
"""So that one analysis finds a thousand channels."""


def asked(queries: Sequence[str], max_channels: int) -> dict[str, Any]:
    """The body of a start that looks into what these queries find."""
    return {"exclusion_channels": [], "profile": {"searchQueries": list(queries)}, "max_channels": max_channels}


def small(number: int) -> dict[str, Any]:
    words = niche_words(number % NICHES)
    return asked([words[number // NICHES % len(words)]], 5)


async def ended(client: PatientClient, body: dict[str, Any]) -> tuple[float, int]:
    """From the start of an analysis until it is complete, seconds, and how many channels it looked into."""
    began = time.monotonic()
    analysis: UUID = await client.start(body)
    view = await client.ended(analysis, PATIENCE_SECONDS)
    counts = view["counts"]
    assert view["state"] == "completed", view
    assert counts["channels_scored"] + counts["channels_skipped"] == counts["channels_selected"], counts
    return time.monotonic() - began, counts["channels_selected"]


async def all_small(client: PatientClient) -> list[float]:
    return [took for took, _ in await asyncio.gather(*(ended(client, small(number)) for number in range(SMALL)))]


def p99(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


async def measured(url: str) -> None:
    async with PatientClient(url) as client:
        await all_small(client)  # fills the cache
        alone = await all_small(client)
        large = asked([niche_words(niche)[0] for niche in range(NICHES)], 1_000)
        (took, channels), beside = await asyncio.gather(ended(client, large), all_small(client))
    line("crowd.small_p99", p99(beside), "s", "without the large one", p99(beside) / p99(alone))
    line("crowd.small_p50", statistics.median(beside), "s", "the large one", statistics.median(beside) / took)
    line("crowd.large", took, "s", "the last small one beside it", took / max(beside), channels=channels)


def main() -> None:
    """Measure on a stack of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.json"
        file.write_text(json.dumps(world(niches=NICHES, channels_each=160, videos_each=8)))
        with live_stack(Path(folder) / "stack", world=file, settings=PLENTY | MANY_SEARCHES) as stack:
            asyncio.run(measured(stack.url))


if __name__ == "__main__":
    main()
