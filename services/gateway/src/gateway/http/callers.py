"""Who asks: the owner whose things a request may see, and what it may do."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Row
from starlette.requests import HTTPConnection

from gateway.accounts import store
from gateway.accounts.tokens import AccessTokens, Claims
from gateway.database import Database
from gateway.domain.api_keys import digest, is_key
from gateway.domain.origins import SAFE_METHODS
from gateway.http.guard import arrival_of
from gateway.http.limit_headers import remember
from gateway.problems import Kind, Problem

LOCAL_OWNER = "local"


class Scope(StrEnum):
    """What an API key may do."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


EVERYTHING = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """An owner, as a request has proven it."""

    owner: str
    is_admin: bool = False
    """Whether the operator's routes are open to it."""
    scopes: frozenset[Scope] = field(default=EVERYTHING)
    user_id: UUID | None = None
    """The account; None for the local owner."""
    session_id: UUID | None = None
    """The login; None for the local owner and for API keys."""

    def need(self, scope: Scope) -> None:
        """Refuse what the caller may not do.

        Raises:
            Problem: It may not.
        """
        if scope not in self.scopes or (scope is Scope.ADMIN and not self.is_admin):
            raise Problem(Kind.FORBIDDEN)


LOCAL = Caller(LOCAL_OWNER, is_admin=True)


def owner_of(user_id: UUID) -> str:
    """The owner that an account is."""
    return f"user:{user_id}"


class TokenSource(Protocol):
    """Knows the gateway's access tokens."""

    async def tokens(self) -> AccessTokens:
        """Their issuer."""
        ...


class Gate:
    """Tells who asks, or refuses."""

    def __init__(self, database: Database, accounts: TokenSource, *, trust_loopback: bool) -> None:
        self._database = database
        self._accounts = accounts
        self._trust_loopback = trust_loopback

    async def identify(self, connection: HTTPConnection) -> Caller:
        """Who sent this request.

        Raises:
            Problem: Nobody whom we know.
        """
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return await self.known(token, is_local=self.is_local(connection))
        if self.is_local(connection):
            return LOCAL
        raise Problem(Kind.NOT_LOGGED_IN, headers={"WWW-Authenticate": "Bearer"})

    def is_local(self, connection: HTTPConnection) -> bool:
        """Whether it comes from this machine and that is enough."""
        return self._trust_loopback and arrival_of(connection.scope).is_local

    async def known(self, token: str, *, is_local: bool = False) -> Caller:
        """Whose access token or API key this is.

        Raises:
            Problem: Nobody's whom we know, or it has ended.
        """
        if is_key(token):
            key = await self._database.run(lambda connection: store.live_key(connection, digest(token)))
            if key is not None:
                return await self._of_key(key)
        else:
            claims = (await self._accounts.tokens()).read(token)
            found = await self._of_claims(claims, is_local=is_local) if claims else None
            if found is not None:
                return found
        raise Problem(Kind.NOT_LOGGED_IN, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})

    async def _of_key(self, key: Row[Any]) -> Caller:
        scopes = frozenset(Scope(scope) for scope in key.scopes)
        if key.owner == LOCAL_OWNER:
            return Caller(LOCAL_OWNER, is_admin=True, scopes=scopes)
        user_id = UUID(key.owner.removeprefix("user:"))
        user = await self._database.run(lambda connection: store.user_of(connection, user_id))
        is_admin = user is not None and user.role == store.ADMIN
        return Caller(key.owner, is_admin=is_admin, scopes=scopes, user_id=user_id)

    async def _of_claims(self, claims: Claims, *, is_local: bool) -> Caller | None:
        session_id = claims.session_id
        if session_id is None:
            return LOCAL if claims.subject == LOCAL_OWNER and is_local else None
        row = await self._database.run(lambda connection: store.live_session(connection, session_id))
        return caller_of(row) if row is not None else None


def caller_of(session: Row[Any]) -> Caller:
    """The caller that a live login is."""
    return Caller(
        owner_of(session.id), is_admin=session.role == store.ADMIN, user_id=session.id, session_id=session.session_id
    )


async def caller(connection: HTTPConnection) -> Caller:
    """The caller of this request, who may do what its method does."""
    parts = connection.app.state.parts
    found: Caller = await parts.gate.identify(connection)
    if found is not LOCAL:
        remember(connection, await parts.limits.take(found.owner))
    found.need(Scope.READ if connection.scope.get("method", "GET") in SAFE_METHODS else Scope.WRITE)
    return found


CallerOf = Annotated[Caller, Depends(caller)]


async def visitor(connection: HTTPConnection) -> None:
    """Count a request of somebody who is not logged in yet by where it comes from."""
    parts = connection.app.state.parts
    if not parts.gate.is_local(connection):
        remember(connection, await parts.limits.take(f"peer {arrival_of(connection.scope).peer}"))


VISITOR = Depends(visitor)


async def admin(caller: CallerOf) -> Caller:
    """The caller, who must be an operator."""
    caller.need(Scope.ADMIN)
    return caller


AdminOf = Annotated[Caller, Depends(admin)]
