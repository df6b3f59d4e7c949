"""What the commands read of the gateway's answers; `--json` prints the answers themselves, whole.

Everything the gateway may leave out has a default: a newer or older gateway must not break the terminal.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Document = dict[str, Any]
"""One JSON document as the gateway answered it."""

State = Literal["queued", "searching", "scoring", "paused", "completed", "failed", "cancelled"]
FINAL_STATES = frozenset({"completed", "failed", "cancelled"})


class Answer(BaseModel):
    """A part of an answer: read-only, tolerant of fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Progress(Answer):
    """How far an analysis is."""

    stage: str | None = None
    done: int = 0
    total: int = 0
    percent: float = 0.0
    """0 to 100, over all stages."""


class Topic(Answer):
    """A subject that the exclusion channels have covered."""

    name: str
    count: int = 0
    aliases: tuple[str, ...] = ()
    """Other names of it."""


class Funnel(Answer):
    """How many channels were found, and why they fell out."""

    candidates: int = 0
    accepted: int = 0
    rejected: dict[str, int] = {}
    partial: bool = False
    """Not every query was asked: the quota ran out, and the owner chose not to wait."""
    note: str = ""


class Spent(Answer):
    """What was spent on YouTube, in calls of each quota bucket."""

    queries: int = 0
    search: int = 0
    batch_stats: int = 0
    cached: int = 0


class Counts(Answer):
    """What an analysis found, as numbers."""

    channels_found: int = 0
    channels_selected: int = 0
    channels_scored: int = 0
    channels_skipped: int = 0
    videos_scored: int = 0
    outliers: int = 0


class Failure(Answer):
    """Why an analysis failed."""

    stage: str | None = None
    reason: str = "unknown"
    detail: str = ""


class Spec(Answer):
    """What was asked for."""

    exclusion_channels: tuple[str, ...] = ()
    min_subscribers: int = 0
    max_subscribers: int = 0
    window_days: int = 0
    min_score: float = 0.0
    method: str = "adjusted"
    profile_name: str | None = None
    max_channels: int = 0

    @property
    def is_classic(self) -> bool:
        """Whether a score is views / subscribers × 100 rather than a multiple of the channel's normal."""
        return self.method == "classic"


class Analysis(Answer):
    """One analysis as it stands."""

    id: str
    state: State
    waiting_for: str | None = None
    paused_until: datetime | None = None
    created_at: datetime
    as_of: datetime | None = None
    spec: Spec = Spec()
    progress: Progress = Progress()
    topics: tuple[Topic, ...] = ()
    not_found: tuple[str, ...] = ()
    funnel: Funnel | None = None
    quota: Spent | None = None
    counts: Counts = Counts()
    error: Failure | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in FINAL_STATES


class Evidence(Answer):
    """What a score rests on."""

    age_days: float | None = None
    sentence: str = ""


class Nearest(Answer):
    """The exclusion video that is nearest, and how the exclusion channels did on its topic."""

    title: str
    best_multiple: float | None = None
    last_days: int | None = None
    gap: str | None = None


class Result(Answer):
    """One video of the ranking."""

    video_id: str
    channel_id: str
    channel_title: str = ""
    title: str = ""
    published_at: datetime | None = None
    view_count: int | None = None
    subscriber_count: int | None = None
    format: str = "long"
    score: float | None = None
    low: float | None = None
    high: float | None = None
    brand_fit: float | None = None
    excluded_by: str | None = None
    nearest_title: Nearest | None = None
    evidence: Evidence = Evidence()


class TrendElsewhere(Answer):
    """The other videos on a trend's topic."""

    videos: int = 0
    flops: int = 0
    median_score: float | None = None


class TrendChannel(Answer):
    """A channel that a trend was seen on."""

    id: str
    title: str = ""


class Trend(Answer):
    """A topic with outliers on several channels."""

    name: str
    strength: str = "luck"
    channels: tuple[TrendChannel, ...] = ()
    video_count: int = 0
    median_score: float = 0.0
    first_seen: datetime | None = None
    effect: str = "unknown"
    elsewhere: TrendElsewhere = TrendElsewhere()


class LiveChannel(Answer):
    """A channel that changed, with its outliers."""

    channel_id: str
    results: tuple[Result, ...] = ()


class Frame(Answer):
    """One message of the live socket."""

    type: Literal["snapshot", "delta"]
    epoch: str
    seq: int
    analysis: Analysis
    channels: tuple[LiveChannel, ...] = ()


class Expected(Answer):
    """A cost: what is likely, and the most it can be."""

    expected: int = 0
    worst: int = 0


class Plan(Answer):
    """What an analysis would cost before it starts, in calls of each quota bucket."""

    searches: Expected = Expected()
    queries: Expected = Expected()
    batch_stats: Expected = Expected()
    affordable: bool = True
    waits_until: datetime | None = None


class Bucket(Answer):
    """One of YouTube's daily quotas."""

    bucket: str
    used: int = 0
    limit: int = 0
    remaining: int = 0
    resets_at: datetime | None = None
