"""Analyses as their owner may read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.app_tables import annotations, starts
from gateway.domain.cursors import BadCursorError, decode, encode
from gateway.problems import Kind, Problem
from gateway.projection.tables import analyses


def whole() -> Select[Any]:
    """Everything that `view_of` needs: the projection's row, and what the owner calls it."""
    return select(analyses, annotations.c.name, annotations.c.notes).outerjoin(
        annotations, annotations.c.analysis_id == analyses.c.id
    )


async def one(connection: AsyncConnection, owner: str, analysis_id: UUID) -> Row[Any]:
    """The row of an analysis.

    Raises:
        Problem: It does not exist, was deleted, has expired, or is somebody else's.
    """
    query = whole().where(analyses.c.id == analysis_id, analyses.c.owner == owner, analyses.c.deleted.is_(False))
    row: Row[Any] | None = (await connection.execute(query)).one_or_none()
    if row is None:
        await _refuse_expired(connection, owner, analysis_id)
        raise Problem(Kind.NOT_FOUND, f"There is no analysis {analysis_id}.")
    return row


async def _refuse_expired(connection: AsyncConnection, owner: str, analysis_id: UUID) -> None:
    """Who started it and cannot read it learns that it has expired: deleting it takes the mark of its start away.

    Whether it is in the projection is not asked again: it may have come back (a late record) since it was not found.
    """
    query = select(starts.c.started_at).where(starts.c.analysis_id == analysis_id, starts.c.owner == owner)
    if (await connection.execute(query)).first() is not None:
        raise Problem(Kind.EXPIRED)


async def page(
    connection: AsyncConnection, owner: str, *, limit: int, cursor: str | None
) -> tuple[list[Row[Any]], str | None]:
    """Some of an owner's analyses, newest first, and the cursor of the next page.

    Raises:
        Problem: The cursor is none of this list.
    """
    query = whole().where(analyses.c.owner == owner, analyses.c.deleted.is_(False))
    if cursor is not None:
        query = query.where(tuple_(analyses.c.requested_at, analyses.c.id) < tuple_(*_place(cursor)))
    query = query.order_by(analyses.c.requested_at.desc(), analyses.c.id.desc()).limit(limit + 1)
    rows = list((await connection.execute(query)).all())
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode([last.requested_at.isoformat(), str(last.id)])


def _place(cursor: str) -> tuple[Any, Any]:
    try:
        moment, analysis_id = decode(cursor, length=2)
        return literal(_aware(moment), analyses.c.requested_at.type), literal(UUID(analysis_id))
    except (BadCursorError, ValueError, TypeError, AttributeError) as error:
        raise Problem.of_field(
            "cursor", "is not a cursor of this list", "use `next_cursor` of the page before, as it is"
        ) from error


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
