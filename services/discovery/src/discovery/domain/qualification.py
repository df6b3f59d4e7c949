"""Which candidates are worth their quota, and why the others are not: the recorded decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from common.events import (
    AcceptedChannel,
    AnalysisSpec,
    Candidate,
    CandidateChannelsFetched,
    Channel,
    ChannelCriteria,
    ChannelsQualified,
    Found,
    Origin,
    RejectedChannel,
    Rejection,
    SelectedChannel,
    TopicsMethod,
)
from topics.words import contains, words

from discovery.domain import classic
from discovery.domain.candidate_likeness import likenesses, promise, unlike_below

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


def classic_rejection(candidate: Candidate, spec: AnalysisSpec) -> Rejection | None:
    """Why the original would have dropped a channel; exclusion channels are candidates like any other (its R11)."""
    channel = candidate.channel
    on_a_first_page = any(
        origin.way is Found.SEARCH and origin.rank < classic.CHANNELS_PER_QUERY for origin in candidate.origins
    )
    if not on_a_first_page:
        return Rejection.OVER_LIMIT
    if reason := _size(channel, spec.min_subscribers, spec.max_subscribers):
        return reason
    return classic.rejection(
        channel.title,
        channel.description,
        subscriber_count=channel.subscriber_count,
        video_count=channel.video_count,
        criteria=spec.profile.channel_criteria,
    )


def adjusted_rejection(
    candidate: Candidate, spec: AnalysisSpec, newest_upload: datetime | None = None
) -> Rejection | None:
    """Why a channel does not qualify by the request's bounds and the profile's criteria; words are whole words.

    Args:
        candidate: The channel.
        spec: What was asked for.
        newest_upload: When it last uploaded, if its videos were read before.
    """
    channel, configured = candidate.channel, spec.profile.channel_criteria
    low = max(spec.min_subscribers, configured.min_subscribers)
    high = min(spec.max_subscribers, configured.max_subscribers)
    if reason := _size(channel, low, high):
        return reason
    if (channel.video_count or 0) < configured.min_video_count:
        return Rejection.TOO_FEW_VIDEOS
    if newest_upload is not None and newest_upload < spec.as_of - timedelta(days=configured.active_within_days):
        return Rejection.INACTIVE
    return _elsewhere(channel, configured) or _worded(channel, configured)


def _elsewhere(channel: Channel, configured: ChannelCriteria) -> Rejection | None:
    """Why a channel is for other people; what YouTube does not say of it is no reason."""
    if (
        configured.countries
        and channel.country is not None
        and channel.country.upper() not in map(str.upper, configured.countries)
    ):
        return Rejection.OTHER_COUNTRY
    if configured.languages and channel.language is not None:
        spoken = channel.language.lower().split("-")[0]
        if spoken not in {language.lower().split("-")[0] for language in configured.languages}:
            return Rejection.OTHER_LANGUAGE
    if configured.made_for_kids is not None and channel.made_for_kids not in {None, configured.made_for_kids}:
        return Rejection.MADE_FOR_KIDS
    return None


def _worded(channel: Channel, configured: ChannelCriteria) -> Rejection | None:
    if _has_word(channel.title, configured.exclude_title_keywords):
        return Rejection.TITLE_KEYWORD
    if _has_word(channel.description, configured.exclude_description_keywords):
        return Rejection.DESCRIPTION_KEYWORD
    required = configured.require_keywords
    if required and not _has_word(" · ".join((channel.title, channel.description, *channel.keywords)), required):
        return Rejection.UNLIKE
    return None


def _size(channel: Channel, low: int, high: int) -> Rejection | None:
    if channel.subscriber_count is None:
        return Rejection.HIDDEN_SUBSCRIBERS
    if channel.subscriber_count < low:
        return Rejection.HIDDEN_SUBSCRIBERS if channel.subscribers_hidden else Rejection.TOO_FEW_SUBSCRIBERS
    return Rejection.TOO_MANY_SUBSCRIBERS if channel.subscriber_count > high else None


def _has_word(text: str, phrases: tuple[str, ...]) -> bool:
    if not phrases:
        return False
    text_words = words(text)
    return any(contains(text_words, words(phrase)) for phrase in phrases)
