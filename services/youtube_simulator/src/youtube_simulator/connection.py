"""Answers that break on the way: dropped connections and bodies that crawl.

A dropped connection needs the transport below ASGI: `AbortableProtocol`, given to uvicorn, offers it to the
application as an ASGI extension.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_EXTENSION = "youtube_simulator.abort"
_CHUNKS = 5


class AbortableProtocol(HttpToolsProtocol):
    """HTTP over a connection that the application may cut."""

    def on_message_begin(self) -> None:
        """Begin a request, and put the way to cut its connection into its scope."""
        super().on_message_begin()
        self.scope["extensions"] = {_EXTENSION: {"abort": self.transport.abort}}


class Dropped(Response):
    """No answer: the connection is cut, at once or after half of the body.

    Raises:
        ConnectionResetError: The server does not offer to cut connections, as when no server runs at all.
    """

    def __init__(self, *, after: Response | None = None) -> None:
        super().__init__()
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Cut the connection."""
        if self._after is not None:
            await _start(self._after, send)
            body = bytes(self._after.body)
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        extension = scope.get("extensions", {}).get(_EXTENSION)
        if extension is None:
            raise ConnectionResetError("the simulator drops this connection")
        cast("Callable[[], None]", extension["abort"])()
        await asyncio.sleep(0)


class Crawling(Response):
    """An answer whose headers come at once and whose body takes its time.

    Args:
        whole: The answer.
        seconds: How long its body takes.
    """

    def __init__(self, whole: Response, seconds: float) -> None:
        super().__init__()
        self._whole = whole
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send the body in a few pieces with pauses before each."""
        body = bytes(self._whole.body)
        await _start(self._whole, send)
        size = max(1, -(-len(body) // _CHUNKS))
        for begin in range(0, len(body), size):
            await asyncio.sleep(self._seconds / _CHUNKS)
            await send({"type": "http.response.body", "body": body[begin : begin + size], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _start(response: Response, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
