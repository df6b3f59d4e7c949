"""Who asks, as the original's frontend shows it: a bearer token, the refresh cookie alone, or this machine."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from gateway.accounts.cookies import COOKIE
from gateway.domain.origins import SAFE_METHODS
from gateway.http.callers import LOCAL, Caller, Scope, caller_of
from gateway.http.limit_headers import remember
from gateway.http.parts import Parts
from gateway.problems import Kind, Problem


async def known_caller(connection: HTTPConnection, parts: Parts) -> Caller | None:
    """The caller; None: nobody whom we know. The cookie is read, not rotated; the guard has checked the Origin."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    is_local = parts.gate.is_local(connection)
    if scheme.lower() == "bearer" and token not in {"", "undefined", "null"}:
        try:
            return await parts.gate.known(token, is_local=is_local)
        except Problem:
            return None
    cookie = connection.cookies.get(COOKIE)
    if cookie:
        session = await parts.accounts.holder(cookie)
        if session is not None:
            return caller_of(session)
    return LOCAL if is_local else None


async def _caller(connection: HTTPConnection) -> Caller:
    parts: Parts = connection.app.state.parts
    found = await known_caller(connection, parts)
    if found is None:
        raise Problem(Kind.NOT_LOGGED_IN, "Access token or API key is required")
    if found is not LOCAL:
        remember(connection, await parts.limits.take(found.owner))
    found.need(Scope.READ if connection.scope.get("method", "GET") in SAFE_METHODS else Scope.WRITE)
    return found


OriginalCaller = Annotated[Caller, Depends(_caller)]
