"""Accounts, logins and keys in SQL; the caller owns the transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.app_tables import api_keys, refresh_tokens, secrets, sessions, users

ADMIN, USER = "admin", "user"


def folded(name: str) -> str:
    """A name as it is compared.

    >>> folded("  Ann@Example.ORG ")
    'ann@example.org'
    """
    return name.strip().casefold()


async def secret(connection: AsyncConnection, name: str, fresh: bytes) -> bytes:
    """A secret of the gateway's: `fresh`, if there is none yet."""
    await connection.execute(upsert(secrets).values(name=name, value=fresh).on_conflict_do_nothing())
    value: bytes = (await connection.execute(select(secrets.c.value).where(secrets.c.name == name))).scalar_one()
    return value


async def taken(connection: AsyncConnection, *, username: str, email: str, but: UUID | None = None) -> list[str]:
    """Which of `username` and `email` belong to another account."""
    query = select(users.c.id, users.c.username_key, users.c.email_key).where(
        or_(users.c.username_key == folded(username), users.c.email_key == folded(email))
    )
    rows = [row for row in await connection.execute(query) if row.id != but]
    return [
        field
        for field, is_taken in (
            ("username", any(row.username_key == folded(username) for row in rows)),
            ("email", any(row.email_key == folded(email) for row in rows)),
        )
        if is_taken
    ]


async def add_user(
    connection: AsyncConnection, user_id: UUID, username: str, email: str, password_hash: str, *, role: str = USER
) -> None:
    """Store an account."""
    await connection.execute(
        insert(users).values(
            id=user_id,
            username=username,
            username_key=folded(username),
            email=email,
            email_key=folded(email),
            password_hash=password_hash,
            role=role,
        )
    )


async def user_named(connection: AsyncConnection, name: str) -> Row[Any] | None:
    """The account of that username or address."""
    query = select(users).where(or_(users.c.username_key == folded(name), users.c.email_key == folded(name)))
    return (await connection.execute(query)).first()


async def user_of(connection: AsyncConnection, user_id: UUID) -> Row[Any] | None:
    """The account of that id."""
    return (await connection.execute(select(users).where(users.c.id == user_id))).one_or_none()


async def rename_user(connection: AsyncConnection, user_id: UUID, username: str, email: str) -> None:
    """Change how an account is called."""
    await connection.execute(
        update(users)
        .where(users.c.id == user_id)
        .values(username=username, username_key=folded(username), email=email, email_key=folded(email))
    )


async def set_password(connection: AsyncConnection, user_id: UUID, password_hash: str) -> None:
    """Change a password; every login but none of the keys ends."""
    await connection.execute(update(users).where(users.c.id == user_id).values(password_hash=password_hash))
    await connection.execute(
        update(sessions)
        .where(sessions.c.user_id == user_id, sessions.c.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )


async def open_session(
    connection: AsyncConnection, user_id: UUID, *, life: timedelta, remembered: bool
) -> tuple[UUID, datetime]:
    """A new login; its id and when it ends."""
    session_id = uuid4()
    row = await connection.execute(
        insert(sessions)
        .values(id=session_id, user_id=user_id, remembered=remembered, expires_at=func.now() + life)
        .returning(sessions.c.expires_at)
    )
    return session_id, row.scalar_one()


async def live_session(connection: AsyncConnection, session_id: UUID) -> Row[Any] | None:
    """The login and its account, if it has neither ended nor been revoked."""
    query = (
        select(sessions.c.id.label("session_id"), sessions.c.remembered, sessions.c.expires_at, users)
        .join(users, users.c.id == sessions.c.user_id)
        .where(sessions.c.id == session_id, sessions.c.revoked_at.is_(None), sessions.c.expires_at > func.now())
    )
    return (await connection.execute(query)).one_or_none()


async def revoke_session(connection: AsyncConnection, session_id: UUID) -> None:
    """End a login: none of its tokens is worth anything from now on."""
    await connection.execute(update(sessions).where(sessions.c.id == session_id).values(revoked_at=func.now()))


async def add_refresh(connection: AsyncConnection, digest: str, session_id: UUID) -> None:
    """Store a refresh token."""
    await connection.execute(insert(refresh_tokens).values(digest=digest, session_id=session_id))


async def refresh_of(connection: AsyncConnection, digest: str, *, lock: bool = False) -> Row[Any] | None:
    """A refresh token and how many seconds ago it was rotated (None: not yet)."""
    age = func.extract("epoch", func.now() - refresh_tokens.c.rotated_at).label("rotated_seconds_ago")
    query = select(refresh_tokens.c.session_id, age).where(refresh_tokens.c.digest == digest)
    return (await connection.execute(query.with_for_update() if lock else query)).one_or_none()


async def rotate(connection: AsyncConnection, digest: str) -> None:
    """Mark a refresh token as used."""
    await connection.execute(
        update(refresh_tokens)
        .where(refresh_tokens.c.digest == digest, refresh_tokens.c.rotated_at.is_(None))
        .values(rotated_at=func.now())
    )


async def add_key(connection: AsyncConnection, values: dict[str, Any]) -> Row[Any]:
    """Store an API key."""
    row: Row[Any] = (await connection.execute(insert(api_keys).values(values).returning(api_keys))).one()
    return row


async def keys_of(connection: AsyncConnection, owner: str) -> Sequence[Row[Any]]:
    """An owner's keys, newest first."""
    query = select(api_keys).where(api_keys.c.owner == owner).order_by(api_keys.c.created_at.desc(), api_keys.c.id)
    return (await connection.execute(query)).all()


async def live_key(connection: AsyncConnection, digest: str) -> Row[Any] | None:
    """A key that has neither expired nor been revoked."""
    query = select(api_keys).where(
        api_keys.c.digest == digest,
        api_keys.c.revoked_at.is_(None),
        or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > func.now()),
    )
    return (await connection.execute(query)).one_or_none()


async def revoke_key(connection: AsyncConnection, owner: str, key_id: UUID) -> bool:
    """Revoke an owner's key; whether there was one to revoke."""
    done = await connection.execute(
        update(api_keys)
        .where(api_keys.c.id == key_id, api_keys.c.owner == owner, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )
    return bool(done.rowcount)


async def purge_logins(connection: AsyncConnection) -> None:
    """Remove logins that ended a while ago, with their tokens."""
    await connection.execute(delete(sessions).where(sessions.c.expires_at < func.now() - timedelta(days=7)))
