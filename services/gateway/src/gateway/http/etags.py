"""ETags on what is read often: a page that polls gets 304 while nothing has changed."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/api/v1/"
LONGEST = 2 * 1024 * 1024
_OK, _NOT_MODIFIED = 200, 304


class ETags:
    """ASGI middleware: JSON answers to GET below the API carry a digest of their body, unless they have an ETag."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the digest added."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Tagger(Headers(scope=scope).get("if-none-match", ""), send))


class _Tagger:
    """Holds the head of an answer back until its body is known; streams pass untouched."""

    def __init__(self, known: str, send: Send) -> None:
        self._known = known
        self._send = send
        self._head: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            length = headers.get("content-length", "")
            is_whole = length.isdecimal() and int(length) <= LONGEST
            is_json = headers.get("content-type", "").startswith("application/json")
            if message["status"] == _OK and is_whole and is_json and "etag" not in headers:
                self._head = message
                return
        if self._head is None:
            await self._send(message)
            return
        head, self._head = self._head, None
        tag = f'W/"{hashlib.blake2b(message.get("body", b""), digest_size=12).hexdigest()}"'
        headers = MutableHeaders(scope=head)
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", "private, no-cache")
        if tag in (part.strip() for part in self._known.split(",")):
            del headers["content-length"]
            await self._send({**head, "status": _NOT_MODIFIED})
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._send(head)
            await self._send(message)
