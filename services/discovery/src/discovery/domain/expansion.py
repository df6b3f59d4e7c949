"""From the recorded decision to one message a channel; nothing is decided here."""

from collections.abc import Iterator

from common.events import AnalysisSpec, ChannelSelected, ChannelsQualified, Scoring


def expand(event: ChannelsQualified) -> Iterator[ChannelSelected]:
    """One `ChannelSelected` for each accepted channel, in order of acceptance."""
    spec = event.spec
    for accepted in event.accepted:
        yield ChannelSelected(
            analysis_id=event.analysis_id,
            owner=event.owner,
            channel=accepted.channel,
            window=spec.window,
            scoring=scoring_of(spec),
            terms=event.terms,
            lane=spec.lane,
            on_quota=spec.on_quota,
        )


def scoring_of(spec: AnalysisSpec) -> Scoring:
    """The part of the spec that the scorer needs."""
    return Scoring(
        method=spec.method,
        min_score=spec.min_score,
        gate=spec.profile.outlier_threshold if spec.method.is_classic else 0.0,
        min_brand_fit=spec.min_brand_fit,
        brand_fit=spec.profile.brand_fit,
    )
