"""Who asks: the owner whose things a request may see."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from gateway.http.guard import arrival_of
from gateway.problems import Kind, Problem

LOCAL_OWNER = "local"


@dataclass(frozen=True, slots=True)
class Caller:
    """An owner, as a request has proven it."""

    owner: str
    is_admin: bool = False
    """Whether the operator's routes are open to it."""


class Gate:
    """Tells who asks, or refuses."""

    def __init__(self, *, trust_loopback: bool) -> None:
        self._trust_loopback = trust_loopback

    async def identify(self, connection: HTTPConnection) -> Caller:
        """Who sent this request.

        Raises:
            Problem: Nobody whom we know.
        """
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return await self.known(token)
        if self._trust_loopback and arrival_of(connection.scope).is_local:
            return Caller(LOCAL_OWNER, is_admin=True)
        raise Problem(Kind.NOT_LOGGED_IN, headers={"WWW-Authenticate": "Bearer"})

    async def known(self, token: str) -> Caller:
        """Whose token or API key this is.

        Raises:
            Problem: Nobody's whom we know.
        """
        del token
        raise Problem(Kind.NOT_LOGGED_IN, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


async def caller(connection: HTTPConnection) -> Caller:
    """The caller of this request, for routes."""
    gate: Gate = connection.app.state.parts.gate
    return await gate.identify(connection)


CallerOf = Annotated[Caller, Depends(caller)]


async def admin(caller: CallerOf) -> Caller:
    """The caller, who must be an operator."""
    if not caller.is_admin:
        raise Problem(Kind.FORBIDDEN)
    return caller


AdminOf = Annotated[Caller, Depends(admin)]
