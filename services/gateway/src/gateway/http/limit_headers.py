"""Adds to every answer of the API what is left of its caller's allowances."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.domain.rates import Allowance, headers_of

PREFIX = "/api/"
_STATE = "allowance"


class LimitHeaders:
    """ASGI middleware: writes what `remember` was told about the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own: Allowance | None = scope.get("state", {}).get(_STATE)
                youtube = scope["app"].state.parts.youtube_allowance.latest() if "app" in scope else []
                headers = MutableHeaders(scope=message)
                for name, value in headers_of([*([own] if own else []), *youtube]).items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, sending)


def remember(connection: HTTPConnection, allowance: Allowance | None) -> None:
    """Have the answer to this request say what is left."""
    connection.scope.setdefault("state", {})[_STATE] = allowance
