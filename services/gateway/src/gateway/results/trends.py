"""`GET /api/v1/analyses/{id}/trends`: the outliers of an analysis grouped into topics across its channels."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Boolean, Float, Row, Select, Text, column, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from topics.trends import Effect, Trend, Upload, trends

from gateway.analyses import reading
from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.problems import Kind, problem_responses
from gateway.projection.tables import Moment, channels

router = APIRouter(tags=["results"])

MOST_UPLOADS = 20_000
SHOWN_VIDEOS = 10
SIGNAL_CHANNELS = 3


class Strength(StrEnum):
    """How many channels a trend was seen on."""

    SIGNAL = "signal"
    """Three or more."""
    HINT = "hint"
    """Two."""
    LUCK = "luck"
    """One: it may be the channel."""


class TrendVideo(BaseModel):
    """An outlier of a trend."""

    video_id: str
    channel_id: str
    title: str
    score: float | None = Field(description="As in the results.")
    published_at: datetime | None


class TrendChannel(BaseModel):
    """A channel that a trend was seen on."""

    id: str
    title: str


class TrendElsewhere(BaseModel):
    """The other videos of the analysis whose titles name the same topic."""

    videos: int
    flops: int = Field(description="Those that are no outliers.")
    median_score: float | None = Field(description="null: there are none.")


class TrendView(BaseModel):
    """One topic with outliers."""

    name: str = Field(description="The phrase that its titles share; the best title where they share none.")
    strength: Strength = Field(description="`signal`: on three channels or more; `hint`: on two; `luck`: on one.")
    channels: list[TrendChannel] = Field(description="Where it was an outlier, by their best video.")
    video_count: int
    videos: list[TrendVideo] = Field(description="The best ten, best first.")
    median_score: float = Field(description="Of its outliers: in `adjusted` a multiple of the channels' normal.")
    first_seen: datetime | None = Field(description="When the oldest of its outliers was published.")
    effect: Effect = Field(
        description="Does the topic lift or flop? All videos on it, outliers or not, against the middle video of the "
        "analysis; `unknown` below five."
    )
    elsewhere: TrendElsewhere


_EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "name": "sourdough starter",
            "strength": "hint",
            "channels": [{"id": "UCa", "title": "Daily Skillet"}, {"id": "UCb", "title": "Slow Crumb"}],
            "video_count": 2,
            "videos": [
                {
                    "video_id": "dQw4w9WgXcQ",
                    "channel_id": "UCa",
                    "title": "A sourdough starter in 3 days",
                    "score": 6.2,
                    "published_at": "2026-11-20T09:00:00Z",
                }
            ],
            "median_score": 4.1,
            "first_seen": "2026-11-12T17:30:00Z",
            "effect": "lifts",
            "elsewhere": {"videos": 4, "flops": 3, "median_score": 1.6},
        }
    ],
    "outliers": 37,
    "videos": 412,
}


class TrendList(BaseModel):
    """Trends, those on most channels first, then by their median score."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    items: list[TrendView]
    outliers: int = Field(description="How many outliers there are; the best 500 are grouped.")
    videos: int = Field(description="How many scored videos were looked at: 20,000 at most.")


@router.get(
    "/analyses/{analysis_id:uuid}/trends",
    summary="Read trends",
    responses=problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.NOT_FOUND, Kind.EXPIRED, Kind.UNAVAILABLE),
)
async def read_trends(
    analysis_id: UUID,
    caller: CallerOf,
    parts: PartsOf,
    least_channels: Annotated[int, Query(ge=1, le=50, description="Trends on fewer channels are left out.")] = 2,
    limit: Annotated[int, Query(ge=1, le=100, description="The most trends.")] = 20,
) -> TrendList:
    """Topics of outliers across channels: seen on three channels it is a signal, on one it is luck."""

    async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
        await reading.one(connection, caller.owner, analysis_id)
        rows: Sequence[Row[Any]] = (await connection.execute(_scored_videos(analysis_id))).all()
        return rows

    rows = await parts.database.run(work)
    titles = {row.channel_id: row.channel_title or "" for row in rows}
    uploads = [
        Upload(row.video_id, row.channel_id, row.title, row.published_at, row.score, row.outlier) for row in rows
    ]
    found = [trend for trend in await asyncio.to_thread(trends, uploads) if len(trend.channel_ids) >= least_channels]
    return TrendList(
        items=[_view(trend, titles) for trend in found[:limit]],
        outliers=sum(upload.is_outlier for upload in uploads),
        videos=len(uploads),
    )


def _scored_videos(analysis_id: UUID) -> Select[Any]:
    """The videos that have a score, channel by channel; an infinite score tells nothing of how much better."""
    video = (
        func.jsonb_to_recordset(channels.c.videos)
        .table_valued(
            column("video_id", Text),
            column("title", Text),
            column("published_at", Moment),
            column("score", Float),
            column("outlier", Boolean),
            name="video",
        )
        .render_derived(with_types=True)
    )
    return (
        select(channels.c.channel_id, channels.c.title.label("channel_title"), video)
        .select_from(channels)
        .join(video, video.c.score < float("inf"))
        .where(channels.c.analysis_id == analysis_id, channels.c.outcome == "scored")
        .order_by(channels.c.position, channels.c.channel_id, video.c.video_id)
        .limit(MOST_UPLOADS)
    )


def _view(trend: Trend, titles: Mapping[str, str]) -> TrendView:
    count = len(trend.channel_ids)
    return TrendView(
        name=trend.name,
        strength=Strength.SIGNAL if count >= SIGNAL_CHANNELS else Strength.HINT if count > 1 else Strength.LUCK,
        channels=[TrendChannel(id=one, title=titles[one]) for one in trend.channel_ids],
        video_count=len(trend.outliers),
        videos=[
            TrendVideo(
                video_id=upload.video_id,
                channel_id=upload.channel_id,
                title=upload.title,
                score=upload.score,
                published_at=upload.published_at,
            )
            for upload in trend.outliers[:SHOWN_VIDEOS]
        ],
        median_score=trend.median_score,
        first_seen=trend.first_seen,
        effect=trend.effect,
        elsewhere=TrendElsewhere(
            videos=len(trend.others),
            flops=sum(not upload.is_outlier for upload in trend.others),
            median_score=median(upload.score for upload in trend.others) if trend.others else None,
        ),
    )
