"""From the exclusion channels to the channels worth looking into."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from common.events.event import Event
from common.events.spec import MAX_CHANNELS, MAX_EXCLUSION_CHANNELS, AnalysisSpec, Owner, Terms
from common.events.values import (
    ChannelId,
    Count,
    MomentUtc,
    Name,
    Phrase,
    PlaylistId,
    Query,
    QuotaSpent,
    Reason,
    ShortTitle,
    Value,
    VideoId,
)
from common.events.youtube import MAX_CANDIDATES, Candidate, Channel, Origin, Video

MAX_EXCLUSION_VIDEOS = 1_000
MAX_TOPICS = 60
MAX_QUERIES = 20
MAX_KNOWN_CHANNELS = 300
Mention = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""An @handle or a channel id, as it stands in a description."""


class ExclusionChannel(Value):
    """A channel whose topics are not to be repeated, and the name it was asked for by."""

    name: Name
    channel: Channel


class ExclusionVideosFetched(Event):
    """The exclusion channels were looked up, and their recent videos read."""

    owner: Owner
    spec: AnalysisSpec
    channels: Annotated[tuple[ExclusionChannel, ...], Field(max_length=MAX_EXCLUSION_CHANNELS)]
    not_found: Annotated[tuple[Name, ...], Field(max_length=MAX_EXCLUSION_CHANNELS)] = ()
    videos: Annotated[tuple[Video, ...], Field(max_length=MAX_EXCLUSION_VIDEOS)]
    """In order of channels, newest first in each."""
    featured_channel_ids: Annotated[tuple[ChannelId, ...], Field(max_length=100)] = ()
    observed_at: MomentUtc
    spent: QuotaSpent = QuotaSpent()


class Topic(Value):
    """A subject of the exclusion channels' videos, with its evidence."""

    name: Phrase
    count: Count
    """How many of the videos are about it."""
    video_ids: Annotated[tuple[VideoId, ...], Field(max_length=5)] = ()
    aliases: Annotated[tuple[Phrase, ...], Field(max_length=2)] = ()


class ExclusionListBuilt(Event):
    """What the exclusion channels have covered, and where to look for channels that are alike."""

    owner: Owner
    spec: AnalysisSpec
    topics: Annotated[tuple[Topic, ...], Field(max_length=MAX_TOPICS)]
    terms: Terms
    queries: Annotated[tuple[Query, ...], Field(max_length=MAX_QUERIES)]
    exclusion_channel_ids: Annotated[tuple[ChannelId, ...], Field(max_length=MAX_EXCLUSION_CHANNELS)] = ()
    known_channel_ids: Annotated[tuple[ChannelId, ...], Field(max_length=MAX_KNOWN_CHANNELS)] = ()
    """Channels seen before that resemble the exclusion channels: offered before any search is spent."""
    featured_channel_ids: Annotated[tuple[ChannelId, ...], Field(max_length=100)] = ()
    mentioned: Annotated[tuple[Mention, ...], Field(max_length=30)] = ()
    """@handles and channel ids named in descriptions."""


class QueryOutcome(StrEnum):
    """What became of a search query."""

    RAN = "ran"
    CACHED = "cached"
    SKIPPED = "skipped"
    """Not needed: enough channels were known without it, or the quota did not allow it."""


class QueryReport(Value):
    """One search query and what it brought."""

    query: Query
    outcome: QueryOutcome
    channels: Count = 0
    """Channels it found that nothing before it had found."""


class CandidateChannelsFetched(Event):
    """Channels that might qualify, in order of discovery, with what YouTube says of them."""

    owner: Owner
    spec: AnalysisSpec
    terms: Terms
    queries: Annotated[tuple[QueryReport, ...], Field(max_length=MAX_QUERIES)]
    exclusion_channel_ids: Annotated[tuple[ChannelId, ...], Field(max_length=MAX_EXCLUSION_CHANNELS)] = ()
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=MAX_CANDIDATES)]
    partial: bool = False
    """Quota ran out before every query was asked, and the owner chose not to wait."""
    observed_at: MomentUtc
    spent: QuotaSpent = QuotaSpent()


class Rejection(StrEnum):
    """Why a candidate fell out; stable codes of the funnel."""

    EXCLUSION_CHANNEL = "exclusion_channel"
    TOO_FEW_SUBSCRIBERS = "too_few_subscribers"
    TOO_MANY_SUBSCRIBERS = "too_many_subscribers"
    HIDDEN_SUBSCRIBERS = "hidden_subscribers"
    TOO_FEW_VIDEOS = "too_few_videos"
    TITLE_KEYWORD = "title_keyword"
    DESCRIPTION_KEYWORD = "description_keyword"
    INACTIVE = "inactive"
    OTHER_LANGUAGE = "other_language"
    OTHER_COUNTRY = "other_country"
    MADE_FOR_KIDS = "made_for_kids"
    UNLIKE = "unlike"
    """Its videos are about other things."""
    OVER_LIMIT = "over_limit"
    """Qualified, but `max_channels` better ones did too."""
    NO_UPLOADS = "no_uploads"


class SelectedChannel(Value):
    """What the later steps need to know of an accepted channel."""

    id: ChannelId
    title: ShortTitle = ""
    subscriber_count: Count | None = None
    subscribers_hidden: bool = False
    uploads_playlist: PlaylistId | None = None
    position: Annotated[int, Field(ge=0, lt=MAX_CHANNELS)] = 0
    """Order of acceptance: breaks ties between equal scores."""


class AcceptedChannel(Value):
    """A channel that qualified."""

    channel: SelectedChannel
    origin: Origin
    likeness: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """How much it resembles the exclusion channels, 0–1; None where the method does not say."""


class RejectedChannel(Value):
    """A channel that fell out, and why."""

    id: ChannelId
    reason: Rejection


class ChannelsQualified(Event):
    """The recorded decision which channels are worth their quota; expanding it decides nothing."""

    owner: Owner
    spec: AnalysisSpec
    terms: Terms
    accepted: Annotated[tuple[AcceptedChannel, ...], Field(max_length=MAX_CHANNELS)]
    rejected: Annotated[tuple[RejectedChannel, ...], Field(max_length=MAX_CANDIDATES)] = ()
    queries: Annotated[tuple[QueryReport, ...], Field(max_length=MAX_QUERIES)] = ()
    partial: bool = False
    spent: QuotaSpent = QuotaSpent()
    """What finding the candidates cost: repeated here because the gateway reads this event alone."""
    note: Reason = ""


class RecordingSelected(Event):
    """The decision of an earlier analysis, taken over by a re-score: nothing is fetched, its recording is judged."""

    source_analysis_id: UUID
    accepted: Annotated[tuple[AcceptedChannel, ...], Field(max_length=MAX_CHANNELS)]
    topics: Annotated[tuple[Topic, ...], Field(max_length=MAX_TOPICS)] = ()
