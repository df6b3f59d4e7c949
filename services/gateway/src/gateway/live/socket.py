"""One WebSocket that follows an analysis: a task that receives, and sends only while there is something to send."""

import asyncio
import contextlib
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from gateway.live.rooms import Position, Room

NOT_FOUND = 4404
NOT_LOGGED_IN = 4401
DELETED = 4410
TOO_MANY = 4429
AWAY = 1013


class Follower:
    """Brings one client up to date. While a send waits for a slow client, changes pile up into the next frame."""

    __slots__ = ("_position", "_room", "_sending", "_socket")

    def __init__(self, socket: WebSocket, room: Room, position: Position) -> None:
        self._socket = socket
        self._room = room
        self._position = position
        self._sending: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Follow until the client leaves or the analysis is deleted."""
        stop = self._room.listen(self._wake)
        try:
            self._wake()
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
        finally:
            stop()
            if self._sending is not None:
                self._sending.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._sending

    def _wake(self) -> None:
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        try:
            while self._position.version != self._room.version:
                if self._room.gone:
                    await close(self._socket, DELETED, "the analysis was deleted")
                    return
                await self._socket.send_text(self._room.frame(self._position))
        except (WebSocketDisconnect, RuntimeError, OSError):
            return  # the client is gone; `run` is told so too
        finally:
            self._sending = None


async def close(socket: WebSocket, code: int, reason: str) -> None:
    """Close a socket that may be closed already."""
    if socket.application_state is WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError, OSError):
            await socket.close(code, reason)


async def first_token(socket: WebSocket, seconds: float, parse: Callable[[str], str | None]) -> str | None:
    """The token in the client's first frame; None: none came in time."""
    with contextlib.suppress(TimeoutError, WebSocketDisconnect, KeyError, RuntimeError):
        async with asyncio.timeout(seconds):
            return parse(await socket.receive_text())
    return None
