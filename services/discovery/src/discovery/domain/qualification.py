"""Which candidates are worth their quota, and why the others are not: the recorded decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from common.events import (
    AcceptedChannel,
    Candidate,
    CandidateChannelsFetched,
    ChannelsQualified,
    Found,
    Origin,
    RejectedChannel,
    Rejection,
    SelectedChannel,
    TopicsMethod,
)

from discovery.domain.candidate_likeness import likenesses, promise, unlike_below
from discovery.domain.criteria import adjusted_rejection, classic_rejection

TRUSTED_PLACES = 3
"""A search's first places, which are believed whatever the channel says of itself."""


def qualify(event: CandidateChannelsFetched, newest_uploads: Mapping[str, datetime]) -> ChannelsQualified:
    """Decide on each candidate; at most `max_channels` are accepted: the first found, in `topics-1` the likeliest.

    Args:
        event: The candidates.
        newest_uploads: When channels last uploaded, of those whose videos were read before.
    """
    reasons = [_rejection(candidate, event, newest_uploads.get(candidate.channel.id)) for candidate in event.candidates]
    qualified = [candidate for candidate, reason in zip(event.candidates, reasons, strict=True) if reason is None]
    ranked, unlike = _alike(_ranked(qualified, event))
    accepted = ranked[: event.spec.max_channels]
    later = dict.fromkeys(unlike, Rejection.UNLIKE)
    later |= {candidate.channel.id: Rejection.OVER_LIMIT for candidate, _ in ranked[event.spec.max_channels :]}
    rejected = [
        RejectedChannel(id=candidate.channel.id, reason=why)
        for candidate, reason in zip(event.candidates, reasons, strict=True)
        if (why := reason or later.get(candidate.channel.id)) is not None
    ]
    return ChannelsQualified(
        analysis_id=event.analysis_id,
        owner=event.owner,
        spec=event.spec,
        terms=event.terms,
        accepted=tuple(
            _accept(candidate, likeness, position) for position, (candidate, likeness) in enumerate(accepted)
        ),
        rejected=tuple(rejected),
        queries=event.queries,
        partial=event.partial,
        spent=event.spent,
    )


def _rejection(
    candidate: Candidate, event: CandidateChannelsFetched, newest_upload: datetime | None
) -> Rejection | None:
    if event.spec.method.is_classic:
        return classic_rejection(candidate, event.spec)
    if candidate.channel.id in event.exclusion_channel_ids:
        return Rejection.EXCLUSION_CHANNEL
    return adjusted_rejection(candidate, event.spec, newest_upload)


def _ranked(candidates: Sequence[Candidate], event: CandidateChannelsFetched) -> list[tuple[Candidate, float | None]]:
    """The qualified with their likeness, best first; in order of discovery where the method knows no likeness."""
    if event.spec.topics_method is not TopicsMethod.TOPICS_1:
        return [(candidate, None) for candidate in candidates]
    alike = list(zip(candidates, likenesses(candidates, event.terms), strict=True))
    return [*sorted(alike, key=lambda pair: -promise(*pair))]


def _alike(
    ranked: list[tuple[Candidate, float | None]],
) -> tuple[list[tuple[Candidate, float | None]], list[str]]:
    """Those that make the same as the exclusion channels, and the ids of those that do not.

    What an exclusion channel features is alike by that channel's own word, and what YouTube ranks first for a query by
    YouTube's: many channels describe themselves with few words or none.
    """
    floor = unlike_below([likeness for _, likeness in ranked if likeness is not None])
    unlike = [
        candidate.channel.id
        for candidate, likeness in ranked
        if likeness is not None and likeness < floor and not any(_vouched(origin) for origin in candidate.origins)
    ]
    gone = frozenset(unlike)
    return [pair for pair in ranked if pair[0].channel.id not in gone], unlike


def _vouched(origin: Origin) -> bool:
    """Whether somebody who knows more than the channel's own words says that it is alike."""
    return origin.way is Found.FEATURED or (origin.way is Found.SEARCH and origin.rank < TRUSTED_PLACES)


def _accept(candidate: Candidate, likeness: float | None, position: int) -> AcceptedChannel:
    channel = candidate.channel
    return AcceptedChannel(
        channel=SelectedChannel(
            id=channel.id,
            title=channel.title,
            subscriber_count=channel.subscriber_count,
            subscribers_hidden=channel.subscribers_hidden,
            uploads_playlist=channel.uploads_playlist,
            position=position,
        ),
        origin=candidate.origins[0],
        likeness=likeness,
    )
