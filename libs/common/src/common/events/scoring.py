"""From one selected channel to what its videos are worth."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from common.events.event import Event
from common.events.search import SelectedChannel
from common.events.spec import Owner, Scoring, Terms, Window
from common.events.values import (
    Bucket,
    ChannelId,
    Code,
    Count,
    Lane,
    Method,
    MomentUtc,
    OnQuota,
    Phrase,
    QuotaSpent,
    Reason,
    ShortPhrase,
    Snippet,
    Stage,
    Title,
    Value,
    VideoFormat,
    VideoId,
)
from common.events.youtube import Video

MAX_VIDEOS = 50
"""One page of an uploads playlist, one `videos.batchGetStats` call."""
Ratio = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ChannelSelected(Event):
    """One accepted channel whose videos are to be read and scored: the fan-out of the decision."""

    owner: Owner
    channel: SelectedChannel
    window: Window
    scoring: Scoring
    terms: Terms
    lane: Lane = Lane.INTERACTIVE
    on_quota: OnQuota = OnQuota.WAIT

    @property
    def part(self) -> str:
        """One selection a channel."""
        return self.channel.id


class ChannelVideosFetched(Event):
    """A channel's newest uploads with their counts: the recording that replay reads."""

    channel: SelectedChannel
    window: Window
    scoring: Scoring
    terms: Terms
    videos: Annotated[tuple[Video, ...], Field(max_length=MAX_VIDEOS)]
    """Newest first; those inside the window and those that make up the channel's normal."""
    window_cut: bool = False
    """More videos lie in the window than are here."""
    observed_at: MomentUtc
    spent: QuotaSpent = QuotaSpent()

    @property
    def part(self) -> str:
        """One recording a channel."""
        return self.channel.id


class Evidence(Value):
    """What a score rests on. Counts are of the channel's other videos of the same format."""

    peers: Count = 0
    """How many other videos make up the normal."""
    normal_views: float | None = None
    """Views that a normal video of this channel and format has, at the scored video's age."""
    age_days: float | None = None
    views: Count | None = None
    probability_double: Share | None = None
    """Chance that the final views reach twice the normal."""
    reason: Code | None = None
    """Why there is no score, where there is none: a stable code."""
    sentence: Snippet = ""
    """The same as one sentence for people."""
    format_by: Code = "duration"
    """`duration` or `tab`: how the format was told; `assumed`: by neither, then it counts as long."""


class Coverage(StrEnum):
    """Whether the exclusion channels have covered a video's topic."""

    NEW = "new"
    MAYBE = "maybe"
    COVERED = "covered"


class Gap(StrEnum):
    """Why a topic that the exclusion channels have had may be free all the same."""

    LONG_AGO = "long_ago"
    """Their last video on it is half a year old or older."""
    BADLY = "badly"
    """Their best video on it did worse than their normal."""


class ExclusionEvidence(Value):
    """The exclusion video that is nearest to a scored one, and how the exclusion channels did on the topic."""

    video_id: VideoId
    title: Phrase
    shared: ShortPhrase | None = None
    times: Count = 1
    """How many of the exclusion titles at hand, a hundred at most, are on the topic."""
    best_multiple: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """The best of them, as a multiple of its own channel's normal."""
    last_days: Count | None = None
    """How many days before the analysis the newest of them was published."""
    gap: Gap | None = None
    """Covered, but long ago or badly; None: neither, or nothing is known."""


class ScoredVideo(Value):
    """What one recent video is worth."""

    video_id: VideoId
    title: Title = ""
    description: Snippet = ""
    published_at: MomentUtc | None = None
    duration_seconds: Count | None = None
    view_count: Count | None = None
    format: VideoFormat = VideoFormat.LONG
    category_id: Code | None = None
    language: Code | None = None
    first_tag: ShortPhrase | None = None
    score: float | None = None
    """Multiple of the channel's normal, 1.0 = normal; in classic views / subscribers × 100. None: undecidable."""
    low: Ratio | None = None
    high: Ratio | None = None
    brand_fit: float | None = None
    brand_reasons: Annotated[tuple[ShortPhrase, ...], Field(max_length=3)] = ()
    coverage: Coverage = Coverage.NEW
    coverage_probability: Share | None = None
    excluded_by: Phrase | None = None
    """The covered topic that excludes this video from the results; None: not excluded."""
    nearest_title: ExclusionEvidence | None = None
    topic: ShortPhrase | None = None
    """The phrase that names what this video is about."""
    outlier: bool = False
    """Meets every gate of the spec: score, brand fit, and not excluded."""
    evidence: Evidence = Evidence()


class Baseline(Value):
    """A channel's normal, by format."""

    short_views: float | None = None
    short_videos: Count = 0
    long_views: float | None = None
    long_videos: Count = 0
    live_views: float | None = None
    live_videos: Count = 0
    growth: float | None = None
    """The channel's own speed of growth against the general curve; 1 = as usual."""


class ChannelScored(Event):
    """What each recent video of one channel is worth against the channel's normal."""

    channel: SelectedChannel
    method: Method
    baseline: Baseline = Baseline()
    videos: Annotated[tuple[ScoredVideo, ...], Field(max_length=MAX_VIDEOS)]
    """Those inside the window, newest first."""
    window_cut: bool = False
    observed_at: MomentUtc
    spent: QuotaSpent = QuotaSpent()

    @property
    def part(self) -> str:
        """One outcome a channel; a score and a skip of one channel differ by type."""
        return self.channel.id


class SkipReason(StrEnum):
    """Why a channel has no scores: what the world caused, not an error."""

    CHANNEL_GONE = "channel_gone"
    NO_UPLOADS = "no_uploads"
    NOTHING_IN_WINDOW = "nothing_in_window"
    TOO_FEW_VIDEOS = "too_few_videos"
    NO_BASELINE = "no_baseline"
    SUBSCRIBERS_HIDDEN = "subscribers_hidden"
    CANCELLED = "cancelled"
    QUOTA_EXHAUSTED = "quota_exhausted"
    RECORDING_EXPIRED = "recording_expired"
    """A re-score found no recording of it: the log keeps them 28 days."""
    DEAD_LETTERED = "dead_lettered"


class ChannelSkipped(Event):
    """One selected channel came to nothing, for a reason that the user can read. A score outranks it."""

    channel_id: ChannelId
    reason: SkipReason
    detail: Reason = ""
    spent: QuotaSpent = QuotaSpent()

    @property
    def part(self) -> str:
        """One skip a channel and reason."""
        return f"{self.channel_id}/{self.reason}"


class ProgressReported(Event):
    """How far a step that is a single message has come: facts counted so far, for the progress bar."""

    stage: Stage
    done: Count
    total: Count
    observed_at: MomentUtc

    @property
    def part(self) -> str:
        """One report a stage and count."""
        return f"{self.stage}/{self.done}"


class AnalysisPaused(Event):
    """A quota bucket is empty: the work waits until its reset."""

    bucket: Bucket
    until: MomentUtc

    @property
    def part(self) -> str:
        """One pause a bucket and reset."""
        return f"{self.bucket}/{self.until.isoformat()}"
