"""The figures of the original's dashboard: counted from an owner's analyses, none of them made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, String, and_, cast, func, select
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from gateway.analyses.reading import whole
from gateway.app_tables import favourites
from gateway.library.favourites import FavouriteKind
from gateway.projection.tables import analyses, channels, results

RECENT = 10
HISTORY = 100


@dataclass(frozen=True, slots=True)
class Totals:
    """An owner's analyses in a span of time."""

    analyses: int
    completed: int
    failed: int
    outliers: int
    average_ms: int
    channels: int


async def totals(connection: AsyncConnection, owner: str, since: datetime, until: datetime) -> Totals:
    """Counts over the analyses started in a span of time."""
    mine = _mine(owner, since, until)
    completed_at = cast(analyses.c.completed["completed_at"].astext, TIMESTAMP(timezone=True))
    took = func.extract("epoch", completed_at - analyses.c.requested_at) * 1000
    row = (
        await connection.execute(
            select(
                func.count(),
                func.count(analyses.c.completed),
                func.count().filter(analyses.c.completed.is_(None), cast(analyses.c.failures, String) != "{}"),
                func.coalesce(func.sum(analyses.c.outliers), 0),
                func.coalesce(func.avg(took), 0),
            ).where(mine)
        )
    ).one()
    seen = await connection.execute(
        select(func.count(channels.c.channel_id.distinct()))
        .join(analyses, analyses.c.id == channels.c.analysis_id)
        .where(mine, channels.c.outcome == "scored")
    )
    return Totals(row[0], row[1], row[2], row[3], int(row[4]), seen.scalar_one())


async def by_day(connection: AsyncConnection, owner: str, now: datetime, days: int) -> list[dict[str, Any]]:
    """Analyses and outliers of each of the last days, also of those without any."""
    day = cast(func.timezone("UTC", analyses.c.requested_at), Date)
    since = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(day.label("day"), func.count().label("analyses"), func.sum(analyses.c.outliers).label("outliers"))
        .where(_mine(owner, since, now))
        .group_by(day)
    )
    found = {row.day: row for row in await connection.execute(query)}
    dates = [(since + timedelta(days=number)).date() for number in range(days)]
    return [
        {
            "date": date.isoformat(),
            "analyses": found[date].analyses if date in found else 0,
            "outliers": found[date].outliers if date in found else 0,
        }
        for date in dates
    ]


async def recent(
    connection: AsyncConnection, owner: str, since: datetime, until: datetime, limit: int = HISTORY
) -> Sequence[Row[Any]]:
    """Analyses of a span of time, newest first."""
    query = whole().where(_mine(owner, since, until)).order_by(analyses.c.requested_at.desc(), analyses.c.id)
    rows: Sequence[Row[Any]] = (await connection.execute(query.limit(limit))).all()
    return rows


async def recent_outliers(connection: AsyncConnection, owner: str) -> Sequence[Row[Any]]:
    """The best results of the newest analyses."""
    newest = (
        select(analyses.c.id)
        .where(_mine(owner, None, None))
        .order_by(analyses.c.requested_at.desc())
        .limit(RECENT)
        .scalar_subquery()
    )
    query = (
        select(results)
        .where(results.c.analysis_id.in_(newest), results.c.outlier.is_(True))
        .order_by(results.c.score.desc(), results.c.video_id)
        .limit(RECENT)
    )
    return (await connection.execute(query)).all()


async def favourite_channels(connection: AsyncConnection, owner: str) -> Sequence[Row[Any]]:
    """Favourite channels with what analyses of theirs said last."""
    said = (
        select(
            channels.c.channel_id,
            func.max(channels.c.title).label("title"),
            func.max(channels.c.subscriber_count).label("subscriber_count"),
            func.max(channels.c.observed_at).label("observed_at"),
        )
        .join(analyses, analyses.c.id == channels.c.analysis_id)
        .where(_mine(owner, None, None))
        .group_by(channels.c.channel_id)
        .subquery()
    )
    scores = (
        select(results.c.channel_id, func.avg(results.c.score).label("score"))
        .join(analyses, analyses.c.id == results.c.analysis_id)
        .where(_mine(owner, None, None), results.c.outlier.is_(True))
        .group_by(results.c.channel_id)
        .subquery()
    )
    query = (
        select(favourites.c.item_id, favourites.c.title.label("own_title"), said, scores.c.score)
        .outerjoin(said, said.c.channel_id == favourites.c.item_id)
        .outerjoin(scores, scores.c.channel_id == favourites.c.item_id)
        .where(favourites.c.owner == owner, favourites.c.kind == FavouriteKind.CHANNEL.value)
        .order_by(favourites.c.created_at.desc())
    )
    return (await connection.execute(query)).all()


def _mine(owner: str, since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    conditions = [analyses.c.owner == owner, analyses.c.deleted.is_(False)]
    if since is not None:
        conditions.append(analyses.c.requested_at >= since)
    if until is not None:
        conditions.append(analyses.c.requested_at <= until)
    return and_(*conditions)
