"""Filters of results: what a caller may ask for, and what was in force."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from common.events import AnalysisSpec, Coverage, VideoFormat
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from gateway.domain.ranking import Order, Sort
from gateway.http.text_fields import NoNul, Trimmed

MAX_LIMIT = 100
_ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
MAX_COUNT = 10**15
Excluded = Literal["true", "false", "all"]
NOBODY = "nobody"
"""The gap of a video whose topic no exclusion channel had."""
GapKind = Literal["nobody", "long_ago", "badly"]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Score = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200), Trimmed, NoNul]
Short = Annotated[str, StringConstraints(min_length=1, max_length=40), Trimmed, NoNul]


class ExportFormat(StrEnum):
    """What a spreadsheet or a program can read."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def _storable(moment: datetime) -> datetime:
    if not 1 < moment.year < 9999:  # noqa: PLR2004  beyond them, another zone's time has no year
        raise ValueError("lies outside of history: use a year between 2 and 9998")
    return moment


def _written_out(value: Any) -> Any:  # noqa: ANN401  whatever the query had
    if isinstance(value, str) and not _ISO.match(value):
        raise ValueError("is no time: write it as 2026-11-24T15:00:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_storable)]


class _Filters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    excluded: Excluded = Field(
        "false",
        description="`false`: results. `true`: only what would be one, were its topic not covered. `all`: both.",
    )
    min_score: Score | None = None
    max_score: Score | None = None
    min_brand_fit: Annotated[float, Field(ge=0, le=10)] | None = None
    min_views: Count | None = None
    max_views: Count | None = None
    min_subscribers: Count | None = None
    max_subscribers: Count | None = None
    published_after: Moment | None = None
    published_before: Moment | None = None
    found_after: Moment | None = Field(None, description="Read from YouTube at or after this world time.")
    found_before: Moment | None = None
    min_duration_seconds: Count | None = None
    max_duration_seconds: Count | None = None
    coverage: Coverage | None = Field(None, description="Whether the exclusion channels have covered its topic.")
    gap: GapKind | None = Field(
        None,
        description="`nobody`: no exclusion channel had its topic. `long_ago`, `badly`: they had it, half a year ago "
        "or below their normal; with `excluded=all` those too that are certain to be covered.",
    )
    language: Short | None = None
    category: Short | None = Field(None, description="YouTube's category id, for example 20 = Gaming.")
    topic: Words | None = Field(None, description="The phrase that says what the video is about.")
    channel_id: Short | None = None
    must: Words | None = Field(None, description="Words that the title must contain, all of them.")
    must_not: Words | None = Field(None, description="Words of which the title must contain none.")
    sort: Sort = Sort.SCORE
    order: Order = Order.DESCENDING


class ResultFilters(_Filters):
    """Which results are shown. What is absent is no filter."""

    format: VideoFormat | None = None


class ExportQuery(_Filters):
    """Which results are exported, and into what."""

    format: ExportFormat = Field(ExportFormat.CSV, description="Kind of file.")
    video_format: VideoFormat | None = Field(None, description="Only videos of this format.")
    bom: bool = Field(default=False, description="Begin the CSV with a byte order mark, as Excel likes it.")

    @property
    def filters(self) -> ResultFilters:
        """The filters among it."""
        said = self.model_dump(exclude={"format", "video_format", "bom"})
        return ResultFilters(**said, format=self.video_format)


class Gates(BaseModel):
    """What the analysis itself demands of a result, before any filter of the caller."""

    model_config = ConfigDict(extra="forbid")

    min_score: float
    above_score: float | None = Field(description="Classic's threshold before: a score must be greater.")
    min_brand_fit: float | None
    above_brand_fit: float | None = Field(description="Classic's threshold of brand fit: it must be greater.")
    max_results: int

    @classmethod
    def of(cls, spec: AnalysisSpec) -> "Gates":
        """The gates that a spec sets."""
        classic = spec.method.is_classic
        return cls(
            min_score=spec.min_score,
            above_score=spec.profile.outlier_threshold if classic else None,
            min_brand_fit=None if classic else spec.min_brand_fit,
            above_brand_fit=spec.profile.brand_fit.threshold if classic else None,
            max_results=spec.max_results,
        )
