"""Why a channel does not qualify by what was asked for: size, activity, place, language, words."""

from datetime import datetime, timedelta

from common.events import AnalysisSpec, Candidate, Channel, ChannelCriteria, Found, Rejection
from topics.words import contains, words

from discovery.domain import classic


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
