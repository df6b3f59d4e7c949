"""Very many WebSocket clients in one process: just enough of RFC 6455 to follow an analysis, little memory each."""

import asyncio
import base64
import os
from collections.abc import Callable
from urllib.parse import urlsplit

Heard = Callable[[bytes], None]
"""Gets the text of each frame."""
_TEXT, _PING, _PONG = 0x1, 0x9, 0xA
_SHORT_HEAD, _TWO_BYTES, _EIGHT_BYTES = 2, 126, 127
"""A head has two bytes; these lengths say that the real one follows in two or eight more."""
_MASK = bytes(4)


class Listener(asyncio.Protocol):
    """One client."""

    __slots__ = ("_buffer", "_heard", "_request", "_transport", "opened")

    def __init__(self, url: str, path: str, heard: Heard) -> None:
        host = urlsplit(url).netloc
        key = base64.b64encode(os.urandom(16)).decode()
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self._heard = heard
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done():
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.decode("ascii", "replace")))
                return
            self._buffer = bytearray(rest)
            self.opened.set_result(None)
        while (frame := self._next_frame()) is not None:
            kind, payload = frame
            if kind == _TEXT:
                self._heard(payload)
            elif kind == _PING and self._transport is not None:
                self._transport.write(bytes((0x80 | _PONG, 0x80 | len(payload))) + _MASK + payload)

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < _SHORT_HEAD:
            return None
        length, start = buffer[1] & 0x7F, _SHORT_HEAD
        if length == _TWO_BYTES:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == _EIGHT_BYTES:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start or len(buffer) < start + length:
            return None
        kind, payload = buffer[0] & 0x0F, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return kind, payload

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


async def opened(url: str, path: str, count: int, heard: Heard, *, at_once: int = 50) -> list[Listener]:
    """`count` clients that are connected."""
    address = urlsplit(url)
    loop = asyncio.get_running_loop()
    slots = asyncio.Semaphore(at_once)

    async def one() -> Listener:
        async with slots:
            _, listener = await loop.create_connection(
                lambda: Listener(url, path, heard), address.hostname, address.port
            )
            await asyncio.wait_for(listener.opened, 30)
            return listener

    return list(await asyncio.gather(*(one() for _ in range(count))))
