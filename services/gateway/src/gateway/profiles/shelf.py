"""Where profiles are found by name: those that come with the gateway, whose names are taken, and the owner's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.app_tables import profiles
from gateway.database import Database
from gateway.problems import Kind, Problem
from gateway.profiles.bundled import bundled

MAX_PROFILES = 100
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")


class StoredShelf:
    """Profiles in the database, every version of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def named(self, owner: str, name: str) -> Mapping[str, Any] | None:
        """The content of the profile of that name; None: there is none."""
        known = bundled().get(name)
        if known is not None:
            return known
        row = await self.stored(owner, name)
        return row.content if row is not None else None

    async def stored(self, owner: str, name: str, version: int | None = None) -> Row[Any] | None:
        """An owner's own profile, the newest version unless one is named."""
        return await self._database.run(lambda connection: _stored(connection, owner, name, version))

    async def all(self, owner: str) -> Sequence[Row[Any]]:
        """The newest version of each of an owner's own profiles."""

        async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
            query = (
                select(profiles)
                .ext(distinct_on(profiles.c.name))
                .where(profiles.c.owner == owner, profiles.c.deleted_at.is_(None))
                .order_by(profiles.c.name, profiles.c.version.desc())
            )
            return (await connection.execute(query)).all()

        return await self._database.run(work)

    async def put(self, owner: str, name: str, content: Mapping[str, Any], expected: int | None) -> Row[Any]:
        """A new version.

        Args:
            owner: Whose it is.
            name: What it is called.
            content: What it says.
            expected: The version that it changes; None = whichever, 0 = none yet.

        Raises:
            Problem: Another version is the newest, or there are too many profiles.
        """

        async def work(connection: AsyncConnection) -> Row[Any]:
            await connection.execute(_LOCK, {"name": f"{owner}\n{name}"})
            newest = await _stored(connection, owner, name, None)
            if expected is not None and (newest.version if newest else 0) != expected:
                raise Problem(Kind.PRECONDITION_FAILED)
            if newest is None:
                await _refuse_too_many(connection, owner)
            last = await connection.execute(
                select(func.coalesce(func.max(profiles.c.version), 0)).where(
                    profiles.c.owner == owner, profiles.c.name == name
                )
            )
            row: Row[Any] = (
                await connection.execute(
                    insert(profiles)
                    .values(owner=owner, name=name, version=last.scalar_one() + 1, content=dict(content))
                    .returning(profiles)
                )
            ).one()
            return row

        return await self._database.run(work)

    async def remove(self, owner: str, name: str) -> bool:
        """Take a profile away; whether it was there. Analyses keep the content that they were started with."""

        async def work(connection: AsyncConnection) -> bool:
            done = await connection.execute(
                update(profiles)
                .where(profiles.c.owner == owner, profiles.c.name == name, profiles.c.deleted_at.is_(None))
                .values(deleted_at=func.now())
            )
            return bool(done.rowcount)

        return await self._database.run(work)


async def _stored(connection: AsyncConnection, owner: str, name: str, version: int | None) -> Row[Any] | None:
    query = select(profiles).where(profiles.c.owner == owner, profiles.c.name == name, profiles.c.deleted_at.is_(None))
    if version is not None:
        query = query.where(profiles.c.version == version)
    return (await connection.execute(query.order_by(profiles.c.version.desc()).limit(1))).one_or_none()


async def _refuse_too_many(connection: AsyncConnection, owner: str) -> None:
    held = await connection.execute(
        select(func.count(profiles.c.name.distinct())).where(profiles.c.owner == owner, profiles.c.deleted_at.is_(None))
    )
    if held.scalar_one() >= MAX_PROFILES:
        raise Problem(Kind.CONFLICT, f"There are {MAX_PROFILES} profiles already; delete one first.")
