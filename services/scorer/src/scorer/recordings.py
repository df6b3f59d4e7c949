"""Reads the recording of an earlier analysis from the log, without a consumer group: nobody else notices."""

import asyncio
from uuid import UUID

from common import streams
from common.delivery import Bus
from common.delivery.envelope import CORRELATION, TYPE
from common.events import (
    ChannelsQualified,
    ChannelVideosFetched,
    Event,
    ExclusionListBuilt,
    RecordingSelected,
    RescoreRequested,
)
from common.streams import Stream

from scorer.domain.rescore import Recording


class Recordings:
    """What the log holds of analyses that ran."""

    def __init__(self, bus: Bus) -> None:
        """Recordings in the log that `bus` reads."""
        self._bus = bus

    async def of(self, request: RescoreRequested) -> Recording:
        """Everything that was recorded of the source analysis in the requested span of record time.

        Raises:
            DependencyDown: The broker does not answer.
        """
        decided, built, fetched = await asyncio.gather(
            self._read(streams.CHANNELS_QUALIFIED, request),
            self._read(streams.EXCLUSION_LIST_BUILT, request),
            self._read(streams.CHANNEL_VIDEOS_FETCHED, request),
        )
        decision = next((event for event in reversed(decided) if isinstance(event, ChannelsQualified)), None)
        accepted = next((event for event in reversed(decided) if isinstance(event, RecordingSelected)), None)
        topics = next((event for event in reversed(built) if isinstance(event, ExclusionListBuilt)), None)
        channels = {event.channel.id: event for event in fetched if isinstance(event, ChannelVideosFetched)}
        chosen = decision.accepted if decision else accepted.accepted if accepted else ()
        return Recording(accepted=chosen, topics=topics.topics if topics else (), channels=channels)

    async def _read(self, stream: Stream, request: RescoreRequested) -> list[Event]:
        source: UUID = request.source_analysis_id
        return [
            stream.decode(record.header(TYPE) or "", record.value)
            async for record in self._bus.read(stream.name, request.recorded_from, request.recorded_until)
            if record.header(CORRELATION) == str(source)
        ]
