"""What faults cost: a thousand channels from a YouTube that fails, throttles, drops and dawdles, against a healthy one.

`python -m benchmarks.fetcher_faults` starts Kafka, Valkey, the simulator and a fetcher of its own and prints one JSON
line. Of the calls 10 % fail with 5xx, 5 % with 429, 2 % lose their connection and 5 % are slow: 17 % have to be made
again, so that 1 / (1 - 0.17) = 1.205 times as many are expected.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from common import streams
from common.events import ChannelVideosFetched, Lane, Video

from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.processes import Rig, rig_over
from benchmarks.fetcher_bench.selecting import select
from benchmarks.fetcher_bench.worlds import world
from tests.engine_room import EngineRoom

CHANNELS = 1_000
FAULTS = {"seed": 1, "rates": {"5xx": 0.10, "429": 0.05, "drop": 0.02, "slow": 0.05}, "slow_ms": 1_000}
LATENCY = {"latency": {"ms": 50}}


async def recordings(rig: Rig, **faults: object) -> tuple[Mapping[str, tuple[Video, ...]], int, float]:
    """The videos of each channel, how many calls they took, and how many seconds."""
    await rig.forget()
    await rig.break_with(**faults)
    rig.found.clear()
    events = select(uuid4(), range(1, CHANNELS + 1), Lane.BULK)
    (seconds,) = (await rig.fetch([(streams.CHANNEL_SELECTED_BULK, events)])).values()
    usage = await rig.usage()
    found = [one for one in rig.found.values() if isinstance(one, ChannelVideosFetched)]
    return {one.channel.id: one.videos for one in found}, sum(usage["calls"].values()), seconds


async def measure(rig: Rig) -> None:
    async with rig.fetchers(1):
        healthy, calls, seconds = await recordings(rig, **LATENCY)
        faulty, more_calls, longer = await recordings(rig, **LATENCY, **FAULTS)
    line(
        f"fetcher {CHANNELS:,} channels with 17 % of the calls lost: calls",
        more_calls,
        "calls",
        "without faults",
        more_calls / calls,
        same_results=faulty == healthy and len(healthy) == CHANNELS,
        times_as_long=round(longer / seconds, 2),
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        room = EngineRoom(folder)
        try:
            async with rig_over(room, folder, world(niches=1, channels_each=CHANNELS, videos_each=50)) as rig:
                await measure(rig)
        finally:
            await asyncio.to_thread(room.close)


if __name__ == "__main__":
    asyncio.run(main())
