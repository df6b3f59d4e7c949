"""One result, and a page of them, as callers see them."""

from datetime import datetime
from typing import Any

from common.events import Coverage, Evidence, ExclusionEvidence, QuotaSpent, VideoFormat
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from gateway.results.filters import Gates, ResultFilters

THUMBNAILS = "https://i.ytimg.com"


class _View(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ResultView(_View):
    """A video that does far better than its channel's normal."""

    video_id: str
    channel_id: str
    channel_title: str
    title: str
    description: str = Field(description="Its beginning.")
    url: str
    thumbnail_url: str
    published_at: datetime | None
    duration_seconds: int | None
    view_count: int | None
    subscriber_count: int | None = Field(description="Of the channel; null where hidden.")
    format: VideoFormat
    category_id: str | None
    language: str | None
    score: float | None = Field(
        description="`adjusted`: multiple of the channel's normal, 1.0 = normal. `classic`: views / subscribers × 100; "
        "null: infinite. Computed here, not by YouTube."
    )
    low: float | None = Field(description="Lower end of the score's interval.")
    high: float | None = Field(description="Upper end.")
    brand_fit: float | None = Field(description="0–10.")
    brand_reasons: list[str]
    coverage: Coverage
    coverage_probability: float | None
    excluded_by: str | None = Field(description="The covered topic that excludes it; null: it is a result.")
    nearest_title: ExclusionEvidence | None
    topic: str | None
    evidence: Evidence = Field(description="What the score rests on.")
    found_at: datetime = Field(description="When YouTube said so, in world time.")


class Provenance(_View):
    """What the results rest on."""

    as_of: datetime
    method: str = Field(description="The scoring method with its version.")
    observed_from: datetime | None = Field(description="The oldest reading of a channel.")
    observed_until: datetime | None = Field(description="The newest.")
    searches: list[str] = Field(description="Queries that were asked of YouTube or its cache.")
    channels_selected: int
    channels_read: int
    channels_skipped: int
    complete: bool = Field(description="Every selected channel has been read or skipped, every query asked.")
    quota: QuotaSpent


class FiltersView(_View):
    """Every filter in force."""

    analysis: Gates = Field(description="What the analysis itself demands.")
    request: ResultFilters = Field(description="What this request asked for.")


class ResultPage(_View):
    """Some results."""

    items: list[ResultView]
    next_cursor: str | None = Field(description="Where the next page begins; null: this was the last.")
    filters: FiltersView
    provenance: Provenance


class ResultMapper:
    """Rows of results as callers see them."""

    def __init__(self, thumbnails: str = THUMBNAILS) -> None:
        """`thumbnails`: root under which `/vi/<id>/mqdefault.jpg` lies."""
        self._thumbnails = thumbnails.rstrip("/")

    def item(self, row: Row[Any]) -> dict[str, Any]:
        """One result as JSON-ready values, in the shape of `ResultView`."""
        return {
            "video_id": row.video_id,
            "channel_id": row.channel_id,
            "channel_title": row.channel_title,
            "title": row.title,
            "description": row.description,
            "url": f"https://www.youtube.com/watch?v={row.video_id}",
            "thumbnail_url": self.thumbnail(row.video_id),
            "published_at": row.published_at,
            "duration_seconds": row.duration_seconds,
            "view_count": row.view_count,
            "subscriber_count": row.subscriber_count,
            "format": row.format,
            "category_id": row.category_id,
            "language": row.language,
            "score": finite(row.score),
            "low": finite(row.low),
            "high": finite(row.high),
            "brand_fit": row.brand_fit,
            "brand_reasons": row.brand_reasons,
            "coverage": row.coverage,
            "coverage_probability": row.coverage_probability,
            "excluded_by": row.excluded_by,
            "nearest_title": row.nearest_title,
            "topic": row.topic,
            "evidence": row.evidence,
            "found_at": row.observed_at,
        }

    def thumbnail(self, video_id: str, name: str = "mqdefault") -> str:
        """Address of a video's picture."""
        return f"{self._thumbnails}/vi/{video_id}/{name}.jpg"


def finite(value: float | None) -> float | None:
    """What JSON cannot carry is null."""
    return None if value is None or value - value != 0 else value
