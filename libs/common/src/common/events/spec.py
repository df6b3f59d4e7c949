"""What an analysis was asked to do: fixed at its start, carried by every event that needs it."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from common.events.corrections import TopicCorrections
from common.events.profile import BrandFitRules, ContentProfile
from common.events.values import (
    BoundedValue,
    Lane,
    Method,
    MomentUtc,
    Name,
    OnQuota,
    Phrase,
    ShortTitle,
    TopicsMethod,
    Value,
    VideoId,
)

MAX_CHANNELS = 1_000
MAX_RESULTS = 1_000
MAX_WINDOW_DAYS = 90
MAX_EXCLUSION_CHANNELS = 50
Owner = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Window(Value):
    """The days whose videos are judged: those published at most `days` before `as_of`."""

    as_of: MomentUtc
    days: Annotated[int, Field(ge=1, le=MAX_WINDOW_DAYS)]


class AnalysisSpec(Value):
    """A started analysis' settings, all defaults filled in and all versions pinned."""

    exclusion_channels: Annotated[tuple[Name, ...], Field(max_length=MAX_EXCLUSION_CHANNELS)] = ()
    min_subscribers: Annotated[int, Field(ge=0, le=10**12)] = 10_000
    max_subscribers: Annotated[int, Field(ge=0, le=10**12)] = 500_000
    window_days: Annotated[int, Field(ge=1, le=MAX_WINDOW_DAYS)] = 30
    min_score: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] = 2.0
    min_brand_fit: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] | None = None
    method: Method = Method.ADJUSTED_0
    topics_method: TopicsMethod = TopicsMethod.TOPICS_0
    profile: ContentProfile = ContentProfile()
    profile_name: Name | None = None
    corrections: TopicCorrections = TopicCorrections()
    max_channels: Annotated[int, Field(ge=1, le=MAX_CHANNELS)] = 100
    max_results: Annotated[int, Field(ge=1, le=MAX_RESULTS)] = 50
    on_quota: OnQuota = OnQuota.WAIT
    lane: Lane = Lane.INTERACTIVE
    as_of: MomentUtc

    @model_validator(mode="after")
    def _subscribers_in_order(self) -> Self:
        if self.min_subscribers > self.max_subscribers:
            raise ValueError("min_subscribers must not be greater than max_subscribers")
        return self

    @property
    def corrections_in_force(self) -> TopicCorrections:
        """The analysis' own corrections, and the profile's where they do not contradict them."""
        return self.corrections.over(self.profile.corrections)

    @property
    def window(self) -> Window:
        """The window of videos that this analysis judges."""
        return Window(as_of=self.as_of, days=self.window_days)


class Scoring(Value):
    """How one channel is to be scored: the part of the spec that the scorer needs."""

    method: Method
    min_score: float = 2.0
    """Kept at the end: a score at least this (the request's threshold)."""
    gate: float = 0.0
    """Classic's threshold before: a score must be greater (the profile's `outlierThreshold`)."""
    min_brand_fit: float | None = None
    """`adjusted`: kept with at least this brand fit; None = no gate."""
    brand_fit: BrandFitRules = BrandFitRules()


class ExclusionTitle(Value):
    """A title of an exclusion channel: the evidence that a topic is covered."""

    video_id: VideoId
    title: ShortTitle
    multiple: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """Its views over the middle of its channel's other videos of the format; None: too young, or too few of them."""
    age_days: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """At the analysis' `as_of`."""


class ExclusionTopic(Value):
    """A topic that the exclusion channels have covered, as the scorer needs it."""

    name: Phrase
    aliases: Annotated[tuple[Phrase, ...], Field(max_length=6)] = ()
    weight: Annotated[float, Field(allow_inf_nan=False)] = 1.0


MAX_TERM_TOPICS = 200
MAX_TERM_TITLES = 100


class Terms(BoundedValue):
    """What the scorer needs to tell whether a video's topic is covered, and how well it fits.

    In `classic` the topics are the words found, in order of discovery, matched as substrings.
    """

    max_json_bytes: ClassVar[int] = 18 * 1024

    method: TopicsMethod
    topics: Annotated[tuple[ExclusionTopic, ...], Field(max_length=MAX_TERM_TOPICS)] = ()
    titles: Annotated[tuple[ExclusionTitle, ...], Field(max_length=MAX_TERM_TITLES)] = ()
    allow: Annotated[tuple[Phrase, ...], Field(max_length=50)] = ()
    seen_titles: Annotated[int, Field(ge=0, le=10**12)] = 0
    """How many titles discovery had seen by then: what `seen_words` are counted over."""
    seen_words: Annotated[tuple[Annotated[str, StringConstraints(max_length=5_000)], ...], Field(max_length=40)] = ()
    """Words of the titles and the most usual ones, blanks between: item k holds those in 2^k to 2^(k+1) - 1 titles."""
