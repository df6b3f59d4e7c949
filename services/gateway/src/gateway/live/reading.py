"""What changed in an analysis since a client last looked: the one query behind sockets, event streams and polls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.analyses.reading import whole
from gateway.analyses.view import AnalysisView, view_of
from gateway.projection.tables import analyses, channels, meta, results
from gateway.results.view import ResultMapper

_CHANNEL = (
    channels.c.channel_id,
    channels.c.seq,
    channels.c.title,
    channels.c.subscriber_count,
    channels.c.position,
    channels.c.outcome,
    channels.c.reason,
    channels.c.detail,
    channels.c.videos_scored,
    channels.c.outliers,
    channels.c.window_cut,
)


@dataclass(frozen=True, slots=True)
class Change:
    """An analysis as it stands, and the channels that changed after a `seq`."""

    epoch: str
    seq: int
    owner: str
    view: AnalysisView
    analysis: bytes
    """The view as JSON."""
    channels: Mapping[str, tuple[int, bytes]]
    """Id → its own `seq`, and the channel as JSON with its results."""


async def epoch_of(connection: AsyncConnection) -> str:
    """Which building of the projection is being read."""
    epoch: UUID = (await connection.execute(select(meta.c.epoch))).scalar_one()
    return epoch.hex


async def delta_since(
    connection: AsyncConnection,
    analysis_id: UUID,
    seq: int,
    *,
    now: datetime,
    mapper: ResultMapper,
    hindrance: str | None = None,
) -> Change | None:
    """What changed after `seq`; None: the analysis is not there."""
    # The analysis first: what is committed between the two statements is then sent twice, not missed.
    query = whole().where(analyses.c.id == analysis_id, analyses.c.deleted.is_(False), analyses.c.owner.is_not(None))
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    changed = (
        await connection.execute(select(*_CHANNEL).where(channels.c.analysis_id == analysis_id, channels.c.seq > seq))
    ).all()
    view = view_of(row, now, hindrance)
    shown = await _results(connection, analysis_id, [channel.channel_id for channel in changed if channel.outliers])
    return Change(
        epoch=await epoch_of(connection),
        seq=row.seq,
        owner=row.owner,
        view=view,
        analysis=to_json(view),
        channels={
            channel.channel_id: (
                channel.seq,
                to_json(_channel(channel, [mapper.item(item) for item in shown.get(channel.channel_id, ())])),
            )
            for channel in changed
        },
    )


async def _results(connection: AsyncConnection, analysis_id: UUID, channel_ids: list[str]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    if channel_ids:
        query = select(results).where(
            results.c.analysis_id == analysis_id, results.c.channel_id.in_(channel_ids), results.c.outlier.is_(True)
        )
        for row in await connection.execute(query.order_by(results.c.score.desc(), results.c.video_id)):
            found.setdefault(row.channel_id, []).append(row)
    return found


def _channel(row: Any, items: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401  a row of channels
    return {
        "channel_id": row.channel_id,
        "title": row.title or "",
        "subscriber_count": row.subscriber_count,
        "position": row.position or 0,
        "state": row.outcome or "pending",
        "reason": row.reason,
        "detail": row.detail or None,
        "videos_scored": row.videos_scored,
        "outliers": row.outliers,
        "window_cut": row.window_cut,
        "results": items,
    }
