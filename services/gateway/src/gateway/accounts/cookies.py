"""The cookie that keeps a browser logged in."""

from fastapi import Response

from gateway.accounts.accounts import Login

COOKIE = "refreshToken"
"""The original's name: its frontend sends it along."""


def set_cookie(response: Response, login: Login, *, is_secure: bool) -> None:
    """Give the browser its refresh token: no script can read it, no other site can send it along."""
    response.set_cookie(
        COOKIE,
        login.refresh_token,
        expires=login.expires_at if login.remembered else None,
        httponly=True,
        samesite="lax",
        secure=is_secure,
        path="/",
    )


def clear_cookie(response: Response) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
