"""How long an analysis waits for discovery: its two handlers, on a real database.

`python -m benchmarks.discovery_handlers` starts a PostgreSQL of its own and prints one JSON line a measure, each
beside a transaction that does nothing. One process, nothing else running in it.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

from common.delivery.testing import FakeEmit
from common.events import AnalysisSpec, ContentProfile, TopicsMethod
from discovery.database import Database
from discovery.handlers import build_list, qualify_channels
from discovery.migrate import migrate
from discovery.recorded import Recorded
from discovery.seen import Seen

from benchmarks.fetcher_bench.lines import line
from benchmarks.topics_speed import made_up_titles
from tests.discovery.builders import (
    NOW,
    a_candidate,
    a_classic_spec,
    a_spec,
    a_video,
    candidate_channels,
    exclusion_videos,
)
from tests.engine_room import EngineRoom

SEEN_TITLES = 20_000
AT_ONCE = 1_000
EXCLUSION_VIDEOS = 200
CANDIDATES = 150
TIMES = 30
PROFILE = ContentProfile(
    search_queries=("a query",), game_patterns=tuple({"pattern": f"game {number}"} for number in range(15))
)


async def median_ms(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of the middle one of `TIMES` runs, one after the other."""
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        await work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


async def measure(database: Database, titles: list[str]) -> None:
    """Both handlers by both methods, with `SEEN_TITLES` titles in the database."""
    seen, recorded = Seen(database), Recorded(database)
    for start in range(0, SEEN_TITLES, AT_ONCE):
        batch = [a_video(f"s{n}", f"UC{n // 50}", title=titles[n]) for n in range(start, start + AT_ONCE)]
        await seen.remember_videos([(NOW, batch)])
    videos = [a_video(f"v{n}", f"E{n // 100}", title=titles[SEEN_TITLES + n]) for n in range(EXCLUSION_VIDEOS)]
    candidates = [a_candidate(f"UC{n}", title=titles[n][:40]) for n in range(CANDIDATES)]

    async def build(spec: AnalysisSpec) -> None:
        event = exclusion_videos(videos, spec=spec).model_copy(update={"analysis_id": uuid4()})
        await build_list(event, FakeEmit(), seen=seen, recorded=recorded)

    async def choose(spec: AnalysisSpec) -> None:
        event = candidate_channels(candidates, spec=spec).model_copy(update={"analysis_id": uuid4()})
        await qualify_channels(event, FakeEmit(), seen=seen, recorded=recorded)

    nothing = await median_ms(database.ready)
    specs = {"classic": a_classic_spec(profile=PROFILE), "topics_1": a_spec(topics_method=TopicsMethod.TOPICS_1)}
    for method, spec in specs.items():
        for name, work in (("build_list", build), ("qualify", choose)):
            took = await median_ms(lambda work=work, spec=spec: work(spec))
            line(f"discovery_{name}_{method}", took, "ms", "an empty transaction", took / nothing)


def main() -> None:
    """Start the database, measure, stop it."""
    titles = made_up_titles(SEEN_TITLES + EXCLUSION_VIDEOS)
    with tempfile.TemporaryDirectory() as folder:
        room = EngineRoom(Path(folder))
        try:
            asyncio.run(_prepared(room.create_database(), titles))
        finally:
            room.close()


async def _prepared(url: str, titles: list[str]) -> None:
    database = Database(url)
    try:
        await migrate(database)
        await measure(database, titles)
    finally:
        await database.stop()


if __name__ == "__main__":
    main()
