"""Registering, logging in, staying logged in, logging out."""

import secrets as randomness
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.accounts import store
from gateway.accounts.lockouts import Lockouts
from gateway.accounts.passwords import Passwords
from gateway.accounts.tokens import AccessTokens, Claims
from gateway.database import Database
from gateway.domain.api_keys import digest
from gateway.problems import FieldError, Kind, Problem

SESSION_LIFE = timedelta(days=1)
REMEMBERED_LIFE = timedelta(days=30)
GRACE_SECONDS = 30
"""How long a rotated refresh token is still good: two tabs, or a lost answer, are no theft."""
REFRESH_BYTES = 32
SIGNING_SECRET = "access-tokens"  # noqa: S105  the name of one, not one


@dataclass(frozen=True, slots=True)
class User:
    """An account as its owner sees it."""

    id: UUID
    username: str
    email: str
    role: str
    created_at: datetime

    @classmethod
    def of(cls, row: Row[Any]) -> "User":
        """The account in a row of `users`."""
        return cls(row.id, row.username, row.email, row.role, row.created_at)


@dataclass(frozen=True, slots=True)
class Login:
    """What a login gives."""

    user: User
    access_token: str
    refresh_token: str
    expires_at: datetime
    remembered: bool


class Accounts:
    """Everything that has to do with passwords and tokens."""

    def __init__(
        self, database: Database, passwords: Passwords, lockouts: Lockouts, *, open_registration: bool = True
    ) -> None:
        """`open_registration`: whether people may make accounts for themselves."""
        self._database = database
        self._passwords = passwords
        self._lockouts = lockouts
        self._open_registration = open_registration
        self._tokens: AccessTokens | None = None

    async def tokens(self) -> AccessTokens:
        """The issuer of access tokens; its secret is made at the first start and kept in the database."""
        if self._tokens is None:
            fresh = randomness.token_bytes(REFRESH_BYTES)
            secret = await self._database.run(lambda connection: store.secret(connection, SIGNING_SECRET, fresh))
            self._tokens = AccessTokens(secret)
        return self._tokens

    async def register(self, username: str, email: str, password: str) -> Login:
        """A new account, logged in.

        Raises:
            Problem: The name or the address is taken, or nobody may register here.
        """
        if not self._open_registration:
            raise Problem(Kind.FORBIDDEN, "Nobody may register here; ask the operator for an account.")
        hashed = await self._passwords.hashed(password)
        user_id = uuid4()

        async def work(connection: AsyncConnection) -> None:
            _refuse_taken(await store.taken(connection, username=username, email=email, but=user_id))
            if await store.user_of(connection, user_id) is None:
                await store.add_user(connection, user_id, username, email, hashed)

        try:
            await self._database.run(work)
        except IntegrityError:
            _refuse_taken(["username"])  # somebody else was quicker by a hair
        return await self._open(user_id, remembered=False)

    async def login(self, name: str, password: str, *, remembered: bool, peer: str) -> Login:
        """Log in by username or address.

        Raises:
            Problem: They do not fit together, or too many tries did not.
        """
        await self._lockouts.admit(name, peer)
        row = await self._database.run(lambda connection: store.user_named(connection, name))
        if not await self._passwords.fits(password, row.password_hash if row else None) or row is None:
            await self._lockouts.failed(name, peer)
            raise Problem(Kind.NOT_LOGGED_IN, "The name and the password do not fit together.")
        await self._lockouts.succeeded(name, peer)
        return await self._open(row.id, remembered=remembered)

    async def refresh(self, refresh_token: str) -> Login:
        """A new access token and a new refresh token for an old one.

        Raises:
            Problem: It is none, has expired, or was used before: then the whole login ends.
        """
        fresh = randomness.token_urlsafe(REFRESH_BYTES)

        async def work(connection: AsyncConnection) -> Row[Any] | None:
            token = await store.refresh_of(connection, digest(refresh_token), lock=True)
            if token is None:
                return None
            ago = token.rotated_seconds_ago
            if ago is not None and ago > GRACE_SECONDS:
                await store.revoke_session(connection, token.session_id)
                return None
            await store.rotate(connection, digest(refresh_token))
            await store.add_refresh(connection, digest(fresh), token.session_id)
            return await store.live_session(connection, token.session_id)

        row = await self._database.run(work)
        if row is None:
            raise _logged_out()
        access = (await self.tokens()).issue(Claims(str(row.id), row.session_id))
        return Login(User.of(row), access, fresh, row.expires_at, row.remembered)

    async def holder(self, refresh_token: str) -> Row[Any] | None:
        """The login of a refresh token, which is read and not rotated; None: it is worth nothing."""

        async def work(connection: AsyncConnection) -> Row[Any] | None:
            token = await store.refresh_of(connection, digest(refresh_token))
            if token is None or (token.rotated_seconds_ago or 0) > GRACE_SECONDS:
                return None
            return await store.live_session(connection, token.session_id)

        return await self._database.run(work)

    async def logout(self, session_id: UUID) -> None:
        """End a login."""
        await self._database.run(lambda connection: store.revoke_session(connection, session_id))

    async def change_password(self, user_id: UUID, current: str, new: str, peer: str) -> None:
        """Change a password; every login ends.

        Raises:
            Problem: The current one is another.
        """
        row = await self._database.run(lambda connection: store.user_of(connection, user_id))
        if row is None:
            raise _logged_out()
        await self._lockouts.admit(row.username, peer)
        if not await self._passwords.fits(current, row.password_hash):
            await self._lockouts.failed(row.username, peer)
            raise Problem.of_field("current_password", "is not the current password", "write the current one")
        hashed = await self._passwords.hashed(new)
        await self._database.run(lambda connection: store.set_password(connection, user_id, hashed))

    async def rename(self, user_id: UUID, username: str, email: str) -> User:
        """Change an account's name and address.

        Raises:
            Problem: One of them is taken.
        """

        async def work(connection: AsyncConnection) -> Row[Any] | None:
            _refuse_taken(await store.taken(connection, username=username, email=email, but=user_id))
            await store.rename_user(connection, user_id, username, email)
            return await store.user_of(connection, user_id)

        row = await self._database.run(work)
        if row is None:
            raise _logged_out()
        return User.of(row)

    async def _open(self, user_id: UUID, *, remembered: bool) -> Login:
        fresh = randomness.token_urlsafe(REFRESH_BYTES)
        life = REMEMBERED_LIFE if remembered else SESSION_LIFE

        async def work(connection: AsyncConnection) -> tuple[UUID, datetime, Row[Any] | None]:
            session_id, ends = await store.open_session(connection, user_id, life=life, remembered=remembered)
            await store.add_refresh(connection, digest(fresh), session_id)
            return session_id, ends, await store.user_of(connection, user_id)

        session_id, ends, row = await self._database.run(work)
        if row is None:
            raise _logged_out()
        access = (await self.tokens()).issue(Claims(str(user_id), session_id))
        return Login(User.of(row), access, fresh, ends, remembered)


def _refuse_taken(fields: list[str]) -> None:
    if fields:
        raise Problem.of_fields([FieldError(field=name, message="is taken", mend="choose another") for name in fields])


def _logged_out() -> Problem:
    return Problem(Kind.NOT_LOGGED_IN, "This login has ended: log in again.")
