"""`/api/auth/*` of the original: the account routes in its shapes."""

from typing import Annotated, Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from gateway.accounts import store
from gateway.accounts.accounts import Login, User
from gateway.accounts.bodies import AnyPassword, Email, NewPassword, Username
from gateway.accounts.cookies import COOKIE, clear_cookie, set_cookie
from gateway.accounts.tokens import Claims
from gateway.http.callers import LOCAL_OWNER, VISITOR, Caller
from gateway.http.guard import arrival_of
from gateway.http.json import FastJson
from gateway.http.parts import Parts, PartsOf
from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller, known_caller
from gateway.problems import Kind, Problem

router = original_router("/api/auth")

Text = Annotated[str, Field(max_length=254)]
LOCAL_USER = {
    "id": LOCAL_OWNER,
    "username": LOCAL_OWNER,
    "email": "",
    "role": "admin",
    "isEmailVerified": False,
    "createdAt": None,
}


class _Form(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class LoginForm(_Form):
    """f6 sends `identifier`, HEAD `username`."""

    identifier: Text = ""
    username: Text = ""
    password: AnyPassword
    remember_me: bool = False


class RegisterForm(_Form):
    """A new account."""

    username: Username
    email: Email
    password: NewPassword
    confirm_password: AnyPassword


class ProfileForm(_Form):
    """How the account is to be called."""

    username: Username
    email: Email


class PasswordForm(_Form):
    """A change of password."""

    current_password: AnyPassword
    new_password: NewPassword
    confirm_new_password: AnyPassword


@router.get("/status")
async def status(request: Request, parts: PartsOf) -> Response:
    """Whether the page is logged in; on a laptop it is."""
    caller = await known_caller(request, parts)
    user = await _user(parts, caller) if caller else None
    return FastJson({"authenticated": user is not None, "user": user})


@router.post("/refresh", dependencies=[VISITOR])
async def refresh(request: Request, parts: PartsOf) -> Response:
    """A new access token for the cookie; the local owner needs none."""
    cookie = request.cookies.get(COOKIE)
    if cookie:
        try:
            return _logged_in(request, await parts.accounts.refresh(cookie))
        except Problem:
            if not parts.gate.is_local(request):
                raise
    if not parts.gate.is_local(request):
        raise Problem(Kind.NOT_LOGGED_IN, "Refresh token is required")
    token = (await parts.accounts.tokens()).issue(Claims(LOCAL_OWNER, None))
    return success(accessToken=token, tokens={"accessToken": token}, user=LOCAL_USER)


@router.post("/login", dependencies=[VISITOR])
async def login(form: LoginForm, request: Request, parts: PartsOf) -> Response:
    """Log in by name or address."""
    name = form.identifier or form.username
    if not name.strip():
        raise Problem.of_field("identifier", "is missing", "write a username or an e-mail address")
    found = await parts.accounts.login(
        name,
        form.password.get_secret_value(),
        remembered=form.remember_me,
        peer=arrival_of(request.scope).peer,
    )
    return _logged_in(request, found, message="Login successful", requires2FA=False, requiresTwoFactor=False)


@router.post("/register", dependencies=[VISITOR])
async def register(form: RegisterForm, request: Request, parts: PartsOf) -> Response:
    """Make an account, logged in at once."""
    _refuse_different(form.password.get_secret_value(), form.confirm_password.get_secret_value(), "confirmPassword")
    found = await parts.accounts.register(form.username, form.email, form.password.get_secret_value())
    return _logged_in(request, found, message="Registration successful")


@router.post("/logout")
async def logout(request: Request, parts: PartsOf) -> Response:
    """The login ends."""
    caller = await known_caller(request, parts)
    if caller is not None and caller.session_id is not None:
        await parts.accounts.logout(caller.session_id)
    response = success(message="Logout successful")
    clear_cookie(response)
    return response


@router.get("/profile")
async def read_profile(caller: OriginalCaller, parts: PartsOf) -> Response:
    """The account."""
    return success(user=await _user(parts, caller))


@router.put("/profile")
async def change_profile(form: ProfileForm, caller: OriginalCaller, parts: PartsOf) -> Response:
    """Rename the account; HEAD takes the whole body for the user."""
    if caller.user_id is None:
        raise Problem(Kind.FORBIDDEN, "The local user has no profile to change.")
    user = _shape(await parts.accounts.rename(caller.user_id, form.username, form.email))
    return success(user=user, message="Profile updated", **user)


@router.post("/change-password")
async def change_password(form: PasswordForm, caller: OriginalCaller, request: Request, parts: PartsOf) -> Response:
    """Change the password; every login ends."""
    if caller.user_id is None:
        raise Problem(Kind.FORBIDDEN, "The local user has no password.")
    new = form.new_password.get_secret_value()
    _refuse_different(new, form.confirm_new_password.get_secret_value(), "confirmNewPassword")
    peer = arrival_of(request.scope).peer
    await parts.accounts.change_password(caller.user_id, form.current_password.get_secret_value(), new, peer)
    return success(message="Password changed; log in again")


@router.get("/oauth/config")
async def oauth_config() -> Response:
    """No other identity provider is offered."""
    return success(
        providers={name: {"enabled": False, "authUrl": None, "name": name.title()} for name in ("google", "github")}
    )


def _logged_in(request: Request, login: Login, **more: Any) -> Response:  # noqa: ANN401  whatever JSON can carry
    token = login.access_token
    response = success(accessToken=token, tokens={"accessToken": token}, user=_shape(login.user), **more)
    set_cookie(response, login, is_secure=request.url.scheme == "https")
    return response


def _refuse_different(password: str, again: str, field: str) -> None:
    if password != again:
        raise Problem.of_field(field, "is not the same", "write the same password twice")


async def _user(parts: Parts, caller: Caller) -> dict[str, Any] | None:
    user_id = caller.user_id
    if user_id is None:
        return LOCAL_USER
    row = await parts.database.run(lambda connection: store.user_of(connection, user_id))
    return _shape(User.of(row)) if row is not None else None


def _shape(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "username": user.username,
        "email": user.email,
        "role": user.role,
        "isEmailVerified": False,
        "createdAt": user.created_at,
    }
