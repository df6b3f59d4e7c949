"""What both dashboards are made of: read once, of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses.view import AnalysisView, view_of
from gateway.http.parts import Parts
from gateway.original import history
from gateway.original.history import Totals
from gateway.original.shapes import analysis_shape
from gateway.problems import Problem
from gateway.results.view import ResultMapper, finite

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """An owner's figures."""

    ever: Totals
    span: Totals
    before: Totals
    """Of the span as long before that."""
    last_30: Totals
    days: list[dict[str, Any]]
    views: list[AnalysisView]
    outliers: Sequence[Row[Any]]
    favourites: Sequence[Row[Any]]

    @classmethod
    async def of(cls, parts: Parts, owner: str, days: int) -> Self:
        """The figures of the last `days`."""
        now, span = parts.clock.now(), timedelta(days=days)

        async def work(connection: AsyncConnection) -> Self:
            rows = await history.recent(connection, owner, now - span, now)
            return cls(
                ever=await history.totals(connection, owner, _EVER, now),
                span=await history.totals(connection, owner, now - span, now),
                before=await history.totals(connection, owner, now - 2 * span, now - span),
                last_30=await history.totals(connection, owner, now - MONTH, now),
                days=await history.by_day(connection, owner, now, days),
                views=[view_of(row, now) for row in rows],
                outliers=await history.recent_outliers(connection, owner),
                favourites=await history.favourite_channels(connection, owner),
            )

        return await parts.database.run(work)


async def quota_usage(parts: Parts) -> dict[str, Any]:
    """YouTube's quota: the bucket that is used up most, and all of them."""
    try:
        buckets = (await parts.fetcher.get("/internal/quota"))["buckets"]
    except Problem:
        buckets = []
    fullest = max(buckets, key=lambda bucket: bucket["used"] / max(bucket["limit"], 1), default=None)
    return {
        "used": fullest["used"] if fullest else 0,
        "limit": fullest["limit"] if fullest else 0,
        "period": "day",
        "bucket": fullest["bucket"] if fullest else None,
        "resetsAt": fullest["resets_at"] if fullest else None,
        "buckets": buckets,
    }


def analysis_items(views: Sequence[AnalysisView]) -> list[dict[str, Any]]:
    """Analyses as a history lists them."""
    return [analysis_shape(view, view.name, view.notes) for view in views]


def outlier_items(rows: Sequence[Row[Any]], mapper: ResultMapper) -> list[dict[str, Any]]:
    """Outliers as a dashboard lists them."""
    return [
        {
            "id": row.video_id,
            "title": row.title,
            "channelName": row.channel_title,
            "views": row.view_count or 0,
            "outlierScore": finite(row.score) or 0,
            "publishedAt": row.published_at,
            "analysisId": str(row.analysis_id),
            "thumbnailUrl": mapper.thumbnail(row.video_id),
            "videoUrl": f"https://www.youtube.com/watch?v={row.video_id}",
        }
        for row in rows
    ]
