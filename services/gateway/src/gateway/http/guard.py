"""The first thing a request meets: is its Host ours, may its Origin write, is its body small enough."""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.domain.origins import SAFE_METHODS, Arrival, host_name, is_loopback
from gateway.problems import Kind, Problem
from gateway.problems.rendering import respond

POLICY_VIOLATION = 1008


class Guard:
    """ASGI middleware. Refusals are problem documents; a refused WebSocket is not accepted."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        trust_loopback: bool,
        hosts: Collection[str],
        origins: Collection[str],
        max_body_bytes: int,
        content_policy: str,
    ) -> None:
        self._app = app
        self._trust_loopback = trust_loopback
        self._hosts = hosts
        self._origins = origins
        self._max_body_bytes = max_body_bytes
        self._content_policy = content_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        problem = self._objection(scope)
        if problem is None:
            await self._app(scope, self._limited(scope, receive), self._with_headers(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": problem.kind.slug})
        else:
            await respond(problem)(scope, receive, self._with_headers(scope, send))

    def _objection(self, scope: Scope) -> Problem | None:
        arrival = arrival_of(scope)
        name = host_name(arrival.host)
        if self._trust_loopback and is_loopback(arrival.peer) and not is_loopback(name):
            return Problem(Kind.WRONG_HOST)
        if self._hosts and name not in self._hosts and not is_loopback(name):
            return Problem(Kind.WRONG_HOST)
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if writes and not arrival.may_write(self._origins):
            return Problem(Kind.FOREIGN_ORIGIN)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self._max_body_bytes:
            return self._too_large()
        return None

    def _too_large(self) -> Problem:
        return Problem(Kind.TOO_LARGE, f"A body may take {self._max_body_bytes:,} bytes. {Kind.TOO_LARGE.mend}")

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """A body without a length is counted while it comes."""
        if scope["type"] != "http":
            return receive
        total = 0

        async def counting() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self._max_body_bytes:
                raise self._too_large()
            return message

        return counting

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        if scope["type"] != "http":
            return send

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("X-Frame-Options", "DENY")
                headers.setdefault("Content-Security-Policy", self._content_policy)
            await send(message)

        return sending


def arrival_of(scope: Scope) -> Arrival:
    """Where a request or a WebSocket came from."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    return Arrival(
        peer=client[0] if client else "",
        host=headers.get("host", ""),
        origin=headers.get("origin"),
        forwarded="x-forwarded-for" in headers or "forwarded" in headers,
    )


def content_policy(image_sources: Collection[str]) -> str:
    """The Content-Security-Policy: everything from here, pictures from where thumbnails lie, nothing inline."""
    images = " ".join(["'self'", "data:", *sorted(image_sources)])
    return (
        f"default-src 'self'; img-src {images}; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
