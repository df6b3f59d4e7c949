"""The content profile: what an owner's videos are about, and what fits their brand.

Its shape is the original's content configuration (camelCase on the wire), so that its users' files go on working.
"""

from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from common.events.corrections import TopicCorrections
from common.events.values import BoundedValue, Phrase, Query, Value

Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=120)]
ChannelReference = Annotated[str, StringConstraints(min_length=2, max_length=61)]
FiniteScore = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class _ProfilePart(Value):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class TopicPattern(_ProfilePart):
    """A regular expression that finds a topic's name in a text."""

    pattern: Pattern
    flags: Annotated[str, StringConstraints(max_length=6)] = "gi"


class BrandIndicator(_ProfilePart):
    """Something in a video's texts that speaks for (`score` > 0) or against (< 0) its fit."""

    keywords: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    description_keywords: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    exclude_keywords: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    pattern: Pattern | None = None
    score: FiniteScore
    description: Phrase | None = None


class BrandFitRules(_ProfilePart, BoundedValue):
    """Rules of brand fit: a base score and what adds to it; the result is clamped to 0–10."""

    max_json_bytes: ClassVar[int] = 12 * 1024

    threshold: FiniteScore = 6
    base_score: FiniteScore = 5
    positive_indicators: Annotated[tuple[BrandIndicator, ...], Field(max_length=10)] = ()
    negative_indicators: Annotated[tuple[BrandIndicator, ...], Field(max_length=10)] = ()
    words: Annotated[tuple[Word, ...], Field(max_length=40)] = ()
    """Words of the brand, for `adjusted`."""
    example_titles: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    """Titles that fit the brand, for `adjusted`."""
    example_channels: Annotated[tuple[ChannelReference, ...], Field(max_length=5)] = ()
    """Channels that fit the brand, by id or @handle: their newest titles become examples when an analysis starts."""


class ChannelCriteria(_ProfilePart):
    """Which channels qualify, beside the request's own bounds on subscribers."""

    min_subscribers: Annotated[int, Field(ge=0, le=10**12)] = 0
    max_subscribers: Annotated[int, Field(ge=0, le=10**12)] = 10**12
    min_video_count: Annotated[int, Field(ge=0, le=10**9)] = 0
    exclude_title_keywords: Annotated[tuple[Word, ...], Field(max_length=40)] = ()
    exclude_description_keywords: Annotated[tuple[Word, ...], Field(max_length=40)] = ()
    require_keywords: Annotated[tuple[Word, ...], Field(max_length=40)] = ()
    """`adjusted`: at least one stands in title, description or keywords; empty = no such demand."""
    countries: Annotated[tuple[Annotated[str, StringConstraints(max_length=8)], ...], Field(max_length=40)] = ()
    """`adjusted`: ISO 3166 codes; empty = any. A channel that names none passes."""
    languages: Annotated[tuple[Annotated[str, StringConstraints(max_length=20)], ...], Field(max_length=20)] = ()
    """`adjusted`: BCP 47 tags, compared by language alone; empty = any. A channel that names none passes."""
    active_within_days: Annotated[int, Field(ge=1, le=3_650)] = 90
    """`adjusted`: a channel whose newest upload was older than this when it was last seen is not looked into again."""
    made_for_kids: bool | None = None
    """`adjusted`: true = only channels made for kids, false = none of them; null = either."""


class ContentProfile(_ProfilePart, BoundedValue):
    """What one owner makes videos about; every field has a default, so that a part can be merged over another."""

    max_json_bytes: ClassVar[int] = 20 * 1024

    version: Annotated[str, StringConstraints(max_length=40)] = "1"
    description: Phrase | None = None
    search_queries: Annotated[tuple[Query, ...], Field(max_length=20)] = ()
    game_patterns: Annotated[tuple[TopicPattern, ...], Field(max_length=100)] = ()
    brand_fit: BrandFitRules = BrandFitRules()
    channel_criteria: ChannelCriteria = ChannelCriteria()
    corrections: TopicCorrections = TopicCorrections()
    """`adjusted`: the owner's hand on topics, in every analysis with this profile."""
    outlier_threshold: FiniteScore = 20
    """Classic's gate before the request's own: a score must be greater."""
    time_window_days: Annotated[int, Field(ge=1, le=90)] = 7
    max_results: Annotated[int, Field(ge=1, le=1000)] = 50
