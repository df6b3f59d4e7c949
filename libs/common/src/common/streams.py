"""The catalogue: every stream there is, with what it carries, for how long and how large.

A stream is a Kafka topic. This is the only place that names one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import ValidationError

from common import events
from common.errors import Undecodable
from common.events import Event

KIB = 1024
MIB = 1024 * KIB
PARTITIONS = 12
YOUTUBE_DATA_RETENTION = timedelta(days=28)
"""Data from YouTube is deleted or refreshed within 30 days (Developer Policies III.E.4)."""
BATCH_BYTES = 64 * KIB
"""The most that a producer writes to a partition at once, of records that are smaller.

A partition's batches follow one another, each after the answer to the last: by aiokafka's default of 16 KiB the
outcomes of 55 channels, which lie in one partition, took 47 round trips.
"""
SEGMENT = timedelta(days=1)
"""Kafka deletes whole segments only: without this an old record lives as long as its segment is open."""


def by_analysis(event: Event) -> str:
    """Key of what concerns one analysis as a whole."""
    return str(event.analysis_id)


def by_channel(event: Event) -> str:
    """Key of what concerns one channel of one analysis: channels spread over partitions."""
    return event.subject


@dataclass(frozen=True, slots=True)
class Stream:
    """One Kafka topic: its name, its payloads by type name, and the settings it is created with."""

    name: str
    payloads: tuple[type[Event], ...]
    key: Callable[[Event], str] = by_analysis
    partitions: int = PARTITIONS
    max_bytes: int = 128 * KIB
    retention: timedelta = YOUTUBE_DATA_RETENTION
    _types: dict[str, type[Event]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._types.update({payload.type_name(): payload for payload in self.payloads})

    def carries(self, type_name: str | None) -> bool:
        """Whether events of that type stand in this stream."""
        return type_name in self._types

    def decode(self, type_name: str, value: bytes) -> Event:
        """The event that `value` is.

        Raises:
            Undecodable: The type is none of this stream's, or the bytes are not such an event.
        """
        payload = self._types.get(type_name)
        if payload is None:
            raise Undecodable(f"{self.name} carries no {type_name or 'event without a ce_type header'}")
        try:
            event: Event = payload.__pydantic_validator__.validate_json(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Undecodable(f"{type_name} does not fit its model: {where or 'document'}: {first['msg']}") from error
        return event


ANALYSIS_LIFECYCLE = Stream(
    "analysis-lifecycle.v1",
    (
        events.AnalysisRequested,
        events.RescoreRequested,
        events.AnalysisCancelled,
        events.AnalysisDeleted,
        events.AnalysisCompleted,
        events.AnalysisFailed,
    ),
    max_bytes=64 * KIB,
)
EXCLUSION_VIDEOS_FETCHED = Stream("exclusion-videos-fetched.v1", (events.ExclusionVideosFetched,), max_bytes=8 * MIB)
EXCLUSION_LIST_BUILT = Stream("exclusion-list-built.v1", (events.ExclusionListBuilt,), max_bytes=128 * KIB)
CANDIDATE_CHANNELS_FETCHED = Stream(
    "candidate-channels-fetched.v1", (events.CandidateChannelsFetched,), max_bytes=8 * MIB
)
CHANNELS_QUALIFIED = Stream(
    "channels-qualified.v1", (events.ChannelsQualified, events.RecordingSelected), max_bytes=MIB
)
CHANNEL_SELECTED = Stream("channel-selected.v1", (events.ChannelSelected,), key=by_channel, max_bytes=32 * KIB)
CHANNEL_SELECTED_BULK = Stream(
    "channel-selected-bulk.v1", (events.ChannelSelected,), key=by_channel, max_bytes=32 * KIB
)
CHANNEL_VIDEOS_FETCHED = Stream(
    "channel-videos-fetched.v1", (events.ChannelVideosFetched,), key=by_channel, max_bytes=MIB
)
CHANNEL_OUTCOMES = Stream("channel-outcomes.v1", (events.ChannelScored, events.ChannelSkipped), max_bytes=128 * KIB)
ANALYSIS_PROGRESS = Stream(
    "analysis-progress.v1",
    (events.ProgressReported, events.AnalysisPaused),
    max_bytes=4 * KIB,
    retention=timedelta(days=1),
)
VIEW_COUNTS_REREAD = Stream("view-counts-reread.v1", (events.ViewCountsReread,), key=by_channel, max_bytes=16 * KIB)

EVENT_STREAMS: tuple[Stream, ...] = (
    ANALYSIS_LIFECYCLE,
    EXCLUSION_VIDEOS_FETCHED,
    EXCLUSION_LIST_BUILT,
    CANDIDATE_CHANNELS_FETCHED,
    CHANNELS_QUALIFIED,
    CHANNEL_SELECTED,
    CHANNEL_SELECTED_BULK,
    CHANNEL_VIDEOS_FETCHED,
    CHANNEL_OUTCOMES,
    ANALYSIS_PROGRESS,
    VIEW_COUNTS_REREAD,
)

SERVICES = ("gateway", "youtube_fetcher", "discovery", "scorer")


@dataclass(frozen=True, slots=True)
class WaitingStream:
    """A topic of raw records that wait: for a retry, for quota, or for a person."""

    name: str
    partitions: int = PARTITIONS
    max_bytes: int = 8 * MIB + 64 * KIB
    retention: timedelta = YOUTUBE_DATA_RETENTION


def retry_stream(service: str) -> WaitingStream:
    """Where a service's records wait for another try."""
    return WaitingStream(f"{service}.retry")


def dead_letter_stream(service: str) -> WaitingStream:
    """Where a service's records wait for a person."""
    return WaitingStream(f"{service}.dlq")


PARKED = WaitingStream("fetcher.parked")
"""Where records wait for the reset of a quota bucket."""

WAITING_STREAMS: tuple[WaitingStream, ...] = (
    *(retry_stream(service) for service in SERVICES),
    *(dead_letter_stream(service) for service in SERVICES),
    PARKED,
)


def stream_named(name: str) -> Stream:
    """The event stream of that name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def all_topics() -> Iterable[Stream | WaitingStream]:
    """Every topic that the broker must have."""
    return (*EVENT_STREAMS, *WAITING_STREAMS)


_BY_NAME = {stream.name: stream for stream in EVENT_STREAMS}
