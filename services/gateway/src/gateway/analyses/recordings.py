"""What the log still has of an analysis: what a re-score would read."""

from datetime import datetime, timedelta
from uuid import UUID

from common.streams import YOUTUBE_DATA_RETENTION
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses import reading
from gateway.app_tables import starts
from gateway.projection.tables import channels


class Recordings(BaseModel):
    """Recordings of channels that can be judged anew without YouTube."""

    source_analysis_id: UUID = Field(description="Whose recording it is: of a re-score, that of its source.")
    channels: int = Field(description="Channels that were read.")
    observed_from: datetime | None = Field(description="World time of the oldest reading.")
    observed_until: datetime | None = Field(description="And of the newest.")
    recorded_from: datetime | None = Field(description="Since when it is in the log, real time; null: it is gone.")
    expires_at: datetime | None = Field(description="When the log begins to drop it, real time.")


async def recordings_of(connection: AsyncConnection, owner: str, analysis_id: UUID) -> Recordings:
    """The recordings behind an owner's analysis.

    Raises:
        Problem: It is not there.
    """
    row = await reading.one(connection, owner, analysis_id)
    source: UUID = row.source_analysis_id or row.id
    started: datetime | None = (
        await connection.execute(select(starts.c.started_at).where(starts.c.analysis_id == source))
    ).scalar_one_or_none()
    read = (
        await connection.execute(
            select(
                func.count().label("channels"),
                func.min(channels.c.observed_at).label("first"),
                func.max(channels.c.observed_at).label("last"),
            ).where(channels.c.analysis_id == row.id, channels.c.outcome.is_not(None))
        )
    ).one()
    retention: timedelta = YOUTUBE_DATA_RETENTION
    return Recordings(
        source_analysis_id=source,
        channels=read.channels,
        observed_from=read.first,
        observed_until=read.last,
        recorded_from=started,
        expires_at=started + retention if started else None,
    )
