"""Which candidates are worth their quota, and why the others are not: the recorded decision."""

from collections.abc import Sequence

from common.events import (
    AcceptedChannel,
    AnalysisSpec,
    Candidate,
    CandidateChannelsFetched,
    Channel,
    ChannelCriteria,
    ChannelsQualified,
    Found,
    RejectedChannel,
    Rejection,
    SelectedChannel,
    TopicsMethod,
)
from topics.words import contains, words

from discovery.domain import classic
from discovery.domain.candidate_likeness import likenesses, promise


def qualify(event: CandidateChannelsFetched) -> ChannelsQualified:
    """Decide on each candidate; at most `max_channels` are accepted: the first found, in `topics-1` the likeliest."""
    rejection = classic_rejection if event.spec.method.is_classic else adjusted_rejection
    exclusion = frozenset(event.exclusion_channel_ids)
    reasons = [rejection(candidate, event.spec, exclusion) for candidate in event.candidates]
    qualified = [candidate for candidate, reason in zip(event.candidates, reasons, strict=True) if reason is None]
    ranked = _ranked(qualified, event)
    accepted = ranked[: event.spec.max_channels]
    over = {candidate.channel.id for candidate, _ in ranked[event.spec.max_channels :]}
    rejected = [
        RejectedChannel(id=candidate.channel.id, reason=reason or Rejection.OVER_LIMIT)
        for candidate, reason in zip(event.candidates, reasons, strict=True)
        if reason is not None or candidate.channel.id in over
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


def _ranked(candidates: Sequence[Candidate], event: CandidateChannelsFetched) -> list[tuple[Candidate, float | None]]:
    """The qualified with their likeness, best first; in order of discovery where the method knows no likeness."""
    if event.spec.topics_method is not TopicsMethod.TOPICS_1:
        return [(candidate, None) for candidate in candidates]
    alike = list(zip(candidates, likenesses(candidates, event.terms), strict=True))
    return [*sorted(alike, key=lambda pair: -promise(*pair))]


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


def classic_rejection(candidate: Candidate, spec: AnalysisSpec, _exclusion: frozenset[str]) -> Rejection | None:
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


def adjusted_rejection(candidate: Candidate, spec: AnalysisSpec, exclusion: frozenset[str]) -> Rejection | None:
    """Why a channel does not qualify by the request's bounds and the profile's criteria; words are whole words."""
    channel, configured = candidate.channel, spec.profile.channel_criteria
    if channel.id in exclusion:
        return Rejection.EXCLUSION_CHANNEL
    low = max(spec.min_subscribers, configured.min_subscribers)
    high = min(spec.max_subscribers, configured.max_subscribers)
    if reason := _size(channel, low, high):
        return reason
    if (channel.video_count or 0) < configured.min_video_count:
        return Rejection.TOO_FEW_VIDEOS
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
