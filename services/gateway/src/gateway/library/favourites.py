"""`/api/v1/favourites`: channels and videos that an owner keeps in sight."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.app_tables import favourites
from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.http.text_fields import NoNul
from gateway.problems import Kind, Problem, problem_responses

router = APIRouter(tags=["library"])

MAX_FAVOURITES = 1_000
_READ = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.FORBIDDEN, Kind.UNAVAILABLE)
_WRITE = _READ | problem_responses(
    Kind.MALFORMED_BODY, Kind.FOREIGN_ORIGIN, Kind.CONFLICT, Kind.TOO_LARGE, Kind.NOT_FOUND
)


class FavouriteKind(StrEnum):
    """What can be a favourite."""

    CHANNEL = "channel"
    VIDEO = "video"


class FavouriteBody(BaseModel):
    """A favourite."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(max_length=200), NoNul] = Field("", description="What to call it.")


class Favourite(BaseModel):
    """A favourite."""

    kind: FavouriteKind
    id: str
    title: str
    created_at: datetime


class FavouriteList(BaseModel):
    """The caller's favourites, newest first."""

    items: list[Favourite]


ItemId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$", description="The channel's or video's id.")]


@router.get("/favourites", summary="List favourites", responses=_READ)
async def list_favourites(caller: CallerOf, parts: PartsOf, kind: FavouriteKind | None = None) -> FavouriteList:
    """All of them, or those of one kind."""
    return FavouriteList(items=await parts.database.run(lambda connection: kept(connection, caller.owner, kind)))


@router.put("/favourites/{kind}/{item_id}", summary="Add a favourite", responses=_WRITE)
async def add_favourite(
    kind: FavouriteKind, item_id: ItemId, body: FavouriteBody, caller: CallerOf, parts: PartsOf
) -> Favourite:
    """Adding it again renames it."""
    return await parts.database.run(lambda connection: keep(connection, caller.owner, kind, item_id, body.title))


@router.delete("/favourites/{kind}/{item_id}", status_code=204, summary="Remove a favourite", responses=_WRITE)
async def remove_favourite(kind: FavouriteKind, item_id: ItemId, caller: CallerOf, parts: PartsOf) -> None:
    """It is no favourite any more."""
    if not await parts.database.run(lambda connection: drop(connection, caller.owner, kind, item_id)):
        raise Problem(Kind.NOT_FOUND, f"{item_id} is no favourite.")


async def kept(connection: AsyncConnection, owner: str, kind: FavouriteKind | None) -> list[Favourite]:
    """An owner's favourites."""
    query = select(favourites).where(favourites.c.owner == owner)
    if kind is not None:
        query = query.where(favourites.c.kind == kind.value)
    rows = await connection.execute(query.order_by(favourites.c.created_at.desc(), favourites.c.item_id))
    return [
        Favourite(kind=FavouriteKind(row.kind), id=row.item_id, title=row.title, created_at=row.created_at)
        for row in rows
    ]


async def keep(connection: AsyncConnection, owner: str, kind: FavouriteKind, item_id: str, title: str) -> Favourite:
    """Add a favourite, or rename it.

    Raises:
        Problem: There are too many.
    """
    held = await connection.execute(
        select(func.count()).select_from(favourites).where(favourites.c.owner == owner, favourites.c.item_id != item_id)
    )
    if held.scalar_one() >= MAX_FAVOURITES:
        raise Problem(Kind.CONFLICT, f"There are {MAX_FAVOURITES:,} favourites already; remove one first.")
    row = (
        await connection.execute(
            upsert(favourites)
            .values(owner=owner, kind=kind.value, item_id=item_id, title=title)
            .on_conflict_do_update(
                index_elements=[favourites.c.owner, favourites.c.kind, favourites.c.item_id], set_={"title": title}
            )
            .returning(favourites)
        )
    ).one()
    return Favourite(kind=kind, id=row.item_id, title=row.title, created_at=row.created_at)


async def drop(connection: AsyncConnection, owner: str, kind: FavouriteKind, item_id: str) -> bool:
    """Remove a favourite; whether it was one."""
    done = await connection.execute(
        delete(favourites).where(
            favourites.c.owner == owner, favourites.c.kind == kind.value, favourites.c.item_id == item_id
        )
    )
    return bool(done.rowcount)
