"""Where Socket.IO is served: its server is loaded when the first of the original's clients comes."""

import asyncio
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from gateway.http.parts import Parts

if TYPE_CHECKING:
    from gateway.original.sockets import OriginalSockets


class SocketMount:
    """An ASGI app to be mounted at `/socket.io`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._loading = asyncio.Lock()
        self._sockets: OriginalSockets | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        await (await self._loaded()).app(scope, receive, send)

    async def stop(self) -> None:
        """Stop following for everybody."""
        if self._sockets is not None:
            await self._sockets.stop()

    async def _loaded(self) -> "OriginalSockets":
        async with self._loading:
            if self._sockets is None:
                self._sockets = await asyncio.to_thread(_load, self._parts)
        return self._sockets


def _load(parts: Parts) -> "OriginalSockets":
    """In a thread: others are served meanwhile."""
    from gateway.original.sockets import OriginalSockets  # noqa: PLC0415  a fifth of a gateway's start, for few

    return OriginalSockets(parts)
