"""A recording judged anew: other thresholds, method or profile, the same videos as they were."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from common import streams
from common.events import (
    AcceptedChannel,
    AnalysisFailed,
    AnalysisSpec,
    ChannelSkipped,
    ChannelVideosFetched,
    Event,
    FailureReason,
    QuotaSpent,
    RecordingSelected,
    RescoreRequested,
    Scoring,
    SkipReason,
    Stage,
    Topic,
)
from common.streams import Stream
from topics.corrections import corrected


@dataclass(frozen=True, slots=True)
class Recording:
    """What the log holds of one analysis."""

    accepted: tuple[AcceptedChannel, ...]
    topics: tuple[Topic, ...]
    channels: Mapping[str, ChannelVideosFetched]


def taken_over(request: RescoreRequested, recording: Recording) -> Iterator[tuple[Stream, Event]]:
    """The facts of the new analysis that need no score: the decision taken over, and what is not recorded."""
    if not recording.accepted or not recording.channels:
        yield (
            streams.ANALYSIS_LIFECYCLE,
            AnalysisFailed(
                analysis_id=request.analysis_id,
                stage=Stage.CHANNELS,
                reason=FailureReason.RECORDING_EXPIRED,
                detail="the log keeps what was read from YouTube for 28 days; start a new analysis",
            ),
        )
        return
    yield (
        streams.CHANNELS_QUALIFIED,
        RecordingSelected(
            analysis_id=request.analysis_id,
            source_analysis_id=request.source_analysis_id,
            accepted=recording.accepted,
            topics=recording.topics,
        ),
    )
    for accepted in recording.accepted:
        if accepted.channel.id not in recording.channels:
            yield (
                streams.CHANNEL_OUTCOMES,
                ChannelSkipped(
                    analysis_id=request.analysis_id,
                    channel_id=accepted.channel.id,
                    reason=SkipReason.RECORDING_EXPIRED,
                    detail="nothing of this channel is recorded",
                ),
            )


def to_score_anew(request: RescoreRequested, recording: Recording) -> list[ChannelVideosFetched]:
    """The recordings of the accepted channels as the new analysis asks for them, in order of acceptance."""
    recorded = [
        recording.channels[accepted.channel.id]
        for accepted in recording.accepted
        if accepted.channel.id in recording.channels
    ]
    if not recorded:
        return []
    spec = request.spec
    # All recordings of one analysis carry the same terms.
    terms = corrected(recorded[0].terms, spec.corrections_in_force).model_copy(update={"method": spec.topics_method})
    asked = {
        "analysis_id": request.analysis_id,
        "window": spec.window,
        "scoring": scoring_of(spec),
        "terms": terms,
        "spent": QuotaSpent(),
    }
    return [event.model_copy(update=asked) for event in recorded]


def scoring_of(spec: AnalysisSpec) -> Scoring:
    """The part of a spec that scoring needs."""
    return Scoring(
        method=spec.method,
        min_score=spec.min_score,
        gate=spec.profile.outlier_threshold if spec.method.is_classic else 0.0,
        min_brand_fit=spec.min_brand_fit,
        brand_fit=spec.profile.brand_fit,
    )
