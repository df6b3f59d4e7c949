"""How long a re-score of a large analysis takes, against reading its recording from the log.

`python -m benchmarks.rescore` starts a stack of its own, has the demo world's channels recorded, writes that recording
into the log a thousand times over under the id of one analysis, and judges it anew: `POST` until `completed`, read over
REST. One JSON line a measure; the ratio is to a bare read of the same records.
"""

import asyncio
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from common.delivery import KafkaBus, seal
from common.delivery.envelope import CORRELATION, TYPE
from common.events import (
    AcceptedChannel,
    AnalysisCompleted,
    ChannelVideosFetched,
    Found,
    Origin,
    RecordingSelected,
)
from common.streams import ANALYSIS_LIFECYCLE, CHANNEL_OUTCOMES, CHANNEL_VIDEOS_FETCHED, CHANNELS_QUALIFIED

from tests.chaos import collecting
from tests.chaos.kinds import UNKNOWN
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.waiting import until

CHANNELS = 1_000
ROUNDS = 5
PATIENCE_SECONDS = 120.0
RECORDED = {"exclusion_channels": [], "profile": "home-cooking", "max_channels": 40}


async def recording_of(bus: KafkaBus, analysis: UUID) -> list[ChannelVideosFetched]:
    return [
        ChannelVideosFetched.model_validate_json(record.value)
        async for record in bus.read(CHANNEL_VIDEOS_FETCHED.name, None, None)
        if record.header(CORRELATION) == str(analysis) and record.header(TYPE) == ChannelVideosFetched.type_name()
    ]


def repeated(recording: Sequence[ChannelVideosFetched], analysis: UUID) -> list[ChannelVideosFetched]:
    """The same channels again and again, each time under another id."""
    return [
        one.model_copy(
            update={
                "analysis_id": analysis,
                "channel": one.channel.model_copy(update={"id": f"UC{position:022d}", "position": position}),
            }
        )
        for position, one in zip(range(CHANNELS), itertools.cycle(recording), strict=False)
    ]


async def written(bus: KafkaBus, analysis: UUID, recording: Sequence[ChannelVideosFetched]) -> None:
    accepted = tuple(AcceptedChannel(channel=one.channel, origin=Origin(way=Found.SEARCH)) for one in recording)
    decision = RecordingSelected(analysis_id=analysis, source_analysis_id=analysis, accepted=accepted)
    sealed = [
        seal(CHANNELS_QUALIFIED, decision, source="bench", cause_id="bench"),
        *(seal(CHANNEL_VIDEOS_FETCHED, one, source="bench", cause_id="bench") for one in recording),
    ]
    await bus.publish(*sealed)


async def large_analysis(stack: LiveStack, client: PatientClient, bus: KafkaBus) -> UUID:
    """An analysis of a thousand channels, complete: one that found nobody, given a recording."""
    small = await client.start(RECORDED)
    await client.ended(small, PATIENCE_SECONDS)
    analysis = await client.start({"exclusion_channels": [UNKNOWN]})
    await client.ended(analysis, PATIENCE_SECONDS)
    await written(bus, analysis, repeated(await recording_of(bus, small), analysis))

    async def judged() -> bool:
        return bool((await client.analysis(analysis))["counts"]["channels_scored"] == CHANNELS)

    if not await until(judged, PATIENCE_SECONDS):
        raise TimeoutError(f"the recording was not judged: {await client.analysis(analysis)}")
    await collecting.at_rest(stack)
    return analysis


async def scoring_seconds(bus: KafkaBus, analysis: UUID) -> float:
    """From the request's record to that of the last outcome."""
    times = [
        record.timestamp_ms
        for stream in (ANALYSIS_LIFECYCLE, CHANNEL_OUTCOMES)
        async for record in bus.read(stream.name, None, None)
        if record.header(CORRELATION) == str(analysis) and record.header(TYPE) != AnalysisCompleted.type_name()
    ]
    return (max(times) - min(times)) / 1000


async def measured(stack: LiveStack) -> None:
    bus = KafkaBus([stack.kafka], client_id="bench")
    await bus.start()
    async with PatientClient(stack.url) as client:
        source = await large_analysis(stack, client, bus)
        reads, rescores, scorings = [], [], []
        for _ in range(ROUNDS):
            began = time.monotonic()
            assert len(await recording_of(bus, source)) == CHANNELS
            reads.append(time.monotonic() - began)
            began = time.monotonic()
            again = await client.rescore(source, {})
            view = await client.ended(again, PATIENCE_SECONDS)
            rescores.append(time.monotonic() - began)
            scorings.append(await scoring_seconds(bus, again))
            assert view["counts"]["channels_scored"] == CHANNELS
    await bus.stop()
    read, rescore, scoring = map(statistics.median, (reads, rescores, scorings))
    for name, seconds in (("", rescore), (", of which the scorer: from the request to the last outcome", scoring)):
        told = {"name": f"re-score of {CHANNELS:,} channels{name}", "value": round(seconds, 3), "unit": "s"}
        print(json.dumps(told | {"ratio_to": "read and decode its recording", "ratio": round(seconds / read, 2)}))


def main() -> None:
    """Measure on a stack of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        live_stack(Path(folder) / "stack") as stack,
    ):
        asyncio.run(measured(stack))


if __name__ == "__main__":
    main()
