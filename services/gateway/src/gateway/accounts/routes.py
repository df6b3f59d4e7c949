"""`/api/v1/auth` and `/api/v1/api-keys`."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Row

from gateway.accounts import store
from gateway.accounts.accounts import Login, User
from gateway.accounts.bodies import (
    KeyBody,
    KeyList,
    KeyView,
    LoginBody,
    LoginView,
    NewKeyView,
    PasswordBody,
    RefreshBody,
    RegisterBody,
    UserView,
)
from gateway.accounts.cookies import COOKIE, clear_cookie, set_cookie
from gateway.accounts.keys import new_key
from gateway.accounts.tokens import ACCESS_LIFE
from gateway.http.callers import VISITOR, CallerOf, Scope
from gateway.http.guard import arrival_of
from gateway.http.parts import PartsOf
from gateway.problems import Kind, Problem, problem_responses

router = APIRouter(tags=["accounts"])

MAX_KEYS = 50
LOCAL_USER = UserView(id=None, username="local", email="local@localhost", role="admin", created_at=None)

_BODY = problem_responses(
    Kind.INVALID_INPUT, Kind.MALFORMED_BODY, Kind.FOREIGN_ORIGIN, Kind.TOO_LARGE, Kind.UNAVAILABLE
)
_LOGIN = _BODY | problem_responses(Kind.NOT_LOGGED_IN, Kind.TOO_MANY_REQUESTS)
_OWN = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.UNAVAILABLE)


@router.post(
    "/auth/register",
    dependencies=[VISITOR],
    status_code=201,
    summary="Make an account",
    responses=_LOGIN | problem_responses(Kind.FORBIDDEN, Kind.FOREIGN_ORIGIN),
)
async def register(body: RegisterBody, parts: PartsOf, request: Request, response: Response) -> LoginView:
    """The account is logged in at once. Where nobody may register, the operator makes accounts."""
    login = await parts.accounts.register(body.username, body.email, body.password.get_secret_value())
    return _logged_in(login, request, response)


@router.post("/auth/login", dependencies=[VISITOR], summary="Log in", responses=_LOGIN)
async def log_in(body: LoginBody, parts: PartsOf, request: Request, response: Response) -> LoginView:
    """By username or address. Five failures, and the name waits a quarter of an hour."""
    peer = arrival_of(request.scope).peer
    login = await parts.accounts.login(body.name, body.password.get_secret_value(), remembered=body.remember, peer=peer)
    return _logged_in(login, request, response)


@router.post("/auth/refresh", dependencies=[VISITOR], summary="Stay logged in", responses=_LOGIN)
async def refresh(
    parts: PartsOf,
    request: Request,
    response: Response,
    body: RefreshBody | None = None,
) -> LoginView:
    """A new pair of tokens for the refresh token in the body or, without one, in the cookie `refreshToken`.

    It is good once: one that comes again later ends the login.
    """
    token = (body.refresh_token if body else None) or request.cookies.get(COOKIE)
    if not token:
        raise Problem(Kind.NOT_LOGGED_IN, "There is no refresh token in the body or the cookie.")
    return _logged_in(await parts.accounts.refresh(token), request, response)


@router.post("/auth/logout", status_code=204, summary="Log out", responses=_OWN)
async def log_out(caller: CallerOf, parts: PartsOf, response: Response) -> None:
    """The login ends, with every token that came of it."""
    if caller.session_id is not None:
        await parts.accounts.logout(caller.session_id)
    clear_cookie(response)


@router.get("/auth/me", summary="Read the caller's account", responses=_OWN)
async def read_me(caller: CallerOf, parts: PartsOf) -> UserView:
    """Who the gateway takes the caller for."""
    user_id = caller.user_id
    if user_id is None:
        return LOCAL_USER
    row = await parts.database.run(lambda connection: store.user_of(connection, user_id))
    if row is None:
        raise Problem(Kind.NOT_LOGGED_IN)
    return user_view(User.of(row))


@router.post("/auth/change-password", status_code=204, summary="Change the password", responses=_LOGIN | _OWN)
async def change_password(
    body: PasswordBody, caller: CallerOf, parts: PartsOf, request: Request, response: Response
) -> None:
    """Every login ends, this one too; API keys stay."""
    if caller.user_id is None:
        raise Problem(Kind.FORBIDDEN, "The local owner has no password.")
    await parts.accounts.change_password(
        caller.user_id,
        body.current_password.get_secret_value(),
        body.new_password.get_secret_value(),
        arrival_of(request.scope).peer,
    )
    clear_cookie(response)


@router.get("/api-keys", summary="List API keys", responses=_OWN)
async def list_keys(caller: CallerOf, parts: PartsOf) -> KeyList:
    """Without the keys themselves: those are shown once."""
    rows = await parts.database.run(lambda connection: store.keys_of(connection, caller.owner))
    return KeyList(items=[_key_view(row) for row in rows])


@router.post(
    "/api-keys", status_code=201, summary="Make an API key", responses=_BODY | _OWN | problem_responses(Kind.CONFLICT)
)
async def make_key(body: KeyBody, caller: CallerOf, parts: PartsOf) -> NewKeyView:
    """The key is shown in this answer and never again; a key cannot do more than who made it."""
    for scope in body.scopes:
        caller.need(scope)
    key, values = new_key(caller.owner, body.name, body.scopes, expires_in_days=body.expires_in_days)
    held = await parts.database.run(lambda connection: store.keys_of(connection, caller.owner))
    if sum(row.revoked_at is None for row in held) >= MAX_KEYS:
        raise Problem(Kind.CONFLICT, f"There are {MAX_KEYS} keys already; revoke one first.")
    row = await parts.database.run(lambda connection: store.add_key(connection, values))
    return NewKeyView(key=key, **_key_view(row).model_dump())


@router.delete("/api-keys/{key_id:uuid}", status_code=204, summary="Revoke an API key", responses=_OWN)
async def revoke_key(key_id: UUID, caller: CallerOf, parts: PartsOf) -> None:
    """It is worth nothing from now on."""
    if not await parts.database.run(lambda connection: store.revoke_key(connection, caller.owner, key_id)):
        raise Problem(Kind.NOT_FOUND, f"There is no key {key_id}, or it is revoked already.")


def user_view(user: User) -> UserView:
    """An account as its owner sees it."""
    return UserView(id=user.id, username=user.username, email=user.email, role=user.role, created_at=user.created_at)


def _logged_in(login: Login, request: Request, response: Response) -> LoginView:
    set_cookie(response, login, is_secure=request.url.scheme == "https")
    response.headers["Cache-Control"] = "no-store"
    return LoginView(
        access_token=login.access_token,
        expires_in_seconds=int(ACCESS_LIFE.total_seconds()),
        refresh_token=login.refresh_token,
        user=user_view(login.user),
    )


def _key_view(row: Row[Any]) -> KeyView:
    return KeyView(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=[Scope(scope) for scope in row.scopes],
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
