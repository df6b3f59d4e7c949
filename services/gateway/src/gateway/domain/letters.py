"""What a dead letter means to the analysis it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common import streams
from common.events import AnalysisFailed, ChannelSkipped, FailureReason, SkipReason, Stage

_BY_GROUP: Mapping[str, Stage] = {
    "youtube_fetcher.exclusion": Stage.EXCLUSION,
    "youtube_fetcher.candidates": Stage.CANDIDATES,
    "discovery.build_exclusion_list": Stage.TOPICS,
    "discovery.qualify_channels": Stage.QUALIFICATION,
    "discovery.expand": Stage.CHANNELS,
    "scorer.rescore": Stage.CHANNELS,
}
_BY_STREAM: Mapping[str, Stage] = {
    streams.EXCLUSION_VIDEOS_FETCHED.name: Stage.EXCLUSION,
    streams.EXCLUSION_LIST_BUILT.name: Stage.TOPICS,
    streams.CHANNELS_QUALIFIED.name: Stage.QUALIFICATION,
}
"""What the gateway itself could not project."""
_BESIDE = frozenset({"discovery.learn", "youtube_fetcher.cancellations"})
"""Groups that work beside the way of an analysis: it goes on without them."""
_OF_CHANNELS = frozenset(
    stream.name
    for stream in (
        streams.CHANNEL_SELECTED,
        streams.CHANNEL_SELECTED_BULK,
        streams.CHANNEL_VIDEOS_FETCHED,
        streams.CHANNEL_OUTCOMES,
    )
)
_DETAIL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter, as its headers and its key name it."""

    topic: str
    """The stream in which it stood first."""
    group: str
    """Who gave it up."""
    subject: str
    """The event's subject: the analysis, then what tells it from others of its type."""
    reason: str


def consequence(letter: Letter, now: datetime) -> ChannelSkipped | AnalysisFailed | None:
    """The fact that a dead letter is; None: nobody waits for what it would have led to."""
    analysis, _, rest = letter.subject.partition("/")
    try:
        analysis_id = UUID(analysis)
    except ValueError:
        return None
    if letter.group in _BESIDE:
        return None
    detail = f"{letter.group} could not handle it: {letter.reason}"[:_DETAIL_CHARACTERS]
    channel = rest.partition("/")[0]
    if letter.topic in _OF_CHANNELS:
        if not channel:
            return None
        return ChannelSkipped(
            analysis_id=analysis_id, channel_id=channel, reason=SkipReason.DEAD_LETTERED, detail=detail
        )
    stage = _BY_GROUP.get(letter.group) or _BY_STREAM.get(letter.topic)
    if stage is None:
        return None
    return AnalysisFailed(
        analysis_id=analysis_id, stage=stage, reason=FailureReason.DEAD_LETTERED, detail=detail, failed_at=now
    )
