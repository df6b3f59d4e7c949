"""Following an analysis: over a WebSocket, or as Server-Sent Events."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from common.errors import DependencyDown
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints
from pydantic_core import from_json
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from gateway.analyses import reading
from gateway.database import DatabaseDown
from gateway.http.callers import Caller, CallerOf
from gateway.http.parts import Parts, PartsOf
from gateway.live.rooms import Position, Room, Rooms
from gateway.live.socket import AWAY, NOT_FOUND, NOT_LOGGED_IN, TOO_MANY, Follower, close, first_token
from gateway.problems import Kind, Problem, problem_responses

LOGIN_SECONDS = 10.0
HEARTBEAT_SECONDS = 15.0
MAX_SEQ = 2**62

router = APIRouter(tags=["live"])
_LIVE = re.compile(r"/api/v1/analyses/([^/]+)/live$")
_EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "id": {"type": "string", "description": "`<epoch>:<seq>`"},
        "event": {"enum": ["snapshot", "delta"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}

Epoch = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]


@router.get(
    "/analyses/{analysis_id:uuid}/events",
    summary="Follow an analysis (Server-Sent Events)",
    response_class=StreamingResponse,
    responses=problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.NOT_FOUND, Kind.EXPIRED, Kind.UNAVAILABLE)
    | {
        200: {
            "description": "Events `snapshot` and `delta`; their data are the frames of the WebSocket. `id` is "
            "`<epoch>:<seq>`: an EventSource sends it as `Last-Event-ID` when it connects again.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        }
    },
)
async def follow_analysis(
    analysis_id: UUID,
    caller: CallerOf,
    parts: PartsOf,
    request: Request,
    after: Annotated[int, Query(ge=0, le=MAX_SEQ, description="The last `seq` that the client has.")] = 0,
    epoch: Annotated[Epoch | None, Query(description="The `epoch` of that `seq`.")] = None,
    last_event_id: Annotated[str | None, Header(description="`<epoch>:<seq>` of the last event.")] = None,
) -> StreamingResponse:
    """First what changed since `Last-Event-ID` (or `after`), a snapshot if that is unknown; then every change."""
    await parts.database.run(lambda connection: reading.one(connection, caller.owner, analysis_id))
    parts.sockets.refuse_more(caller)
    parts.clock.now()  # a time that is not known yet is told before the stream begins
    position = _resumed(last_event_id) or Position(epoch, after)
    return StreamingResponse(
        _stream(parts, caller, analysis_id, position, request),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(
    parts: Parts, caller: Caller, analysis_id: UUID, position: Position, request: Request
) -> AsyncIterator[str]:
    with parts.sockets.counted(caller):
        async for event in _events(parts.rooms, analysis_id, position, request):
            yield event


async def _events(rooms: Rooms, analysis_id: UUID, position: Position, request: Request) -> AsyncIterator[str]:
    async with rooms.joined(analysis_id) as room:
        while not room.gone and not await request.is_disconnected():
            if position.version != room.version:
                frame = room.frame(position)
                kind = "snapshot" if frame.startswith('{"type":"snapshot"') else "delta"
                yield f"id: {position.epoch}:{position.seq}\nevent: {kind}\ndata: {frame}\n\n"
                continue
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await room.news(position)
            except TimeoutError:
                yield ": still here\n\n"


def _resumed(last_event_id: str | None) -> Position | None:
    epoch, _, seq = (last_event_id or "").partition(":")
    return Position(epoch, int(seq)) if epoch and seq.isdecimal() and len(seq) < len(str(MAX_SEQ)) else None


async def live(socket: WebSocket, name: str) -> None:
    """Follow an analysis by `snapshot` and `delta`; the first client frame is `{"token"}` where a login is needed."""
    parts = socket.app.state.parts
    try:
        analysis_id = UUID(name)
    except ValueError:
        await socket.accept()
        await close(socket, NOT_FOUND, "there is no such analysis")
        return
    await socket.accept()
    caller = await _caller(socket, parts)
    if caller is None:
        await close(socket, NOT_LOGGED_IN, 'send {"token": "…"} first')
        return
    try:
        with parts.sockets.counted(caller):
            async with parts.rooms.joined(analysis_id) as room:
                await _follow(socket, room, caller)
    except (DatabaseDown, DependencyDown):
        await close(socket, AWAY, "something that this needs is away, try again")
    except Problem as problem:
        await close(socket, TOO_MANY, problem.detail)


async def _follow(socket: WebSocket, room: Room, caller: Caller) -> None:
    if room.gone or room.owner != caller.owner:
        await close(socket, NOT_FOUND, "there is no such analysis")
        return
    query = socket.query_params
    after = query.get("after", "0")
    seq = int(after) if after.isdecimal() and len(after) < len(str(MAX_SEQ)) else 0
    await Follower(socket, room, Position(query.get("epoch"), seq)).run()


async def _caller(socket: WebSocket, parts: Any) -> Caller | None:  # noqa: ANN401  Starlette's state is untyped
    try:
        caller: Caller = await parts.gate.identify(socket)
    except Problem:
        token = await first_token(socket, LOGIN_SECONDS, _token)
        try:
            return await parts.gate.known(token) if token else None
        except Problem:
            return None
    return caller


def _token(text: str) -> str | None:
    try:
        frame = from_json(text)
    except ValueError:
        return None
    token = frame.get("token") if isinstance(frame, dict) else None
    return token if isinstance(token, str) else None


class LiveSockets:
    """ASGI middleware: takes live sockets out before the layers that only requests need; ten thousand must fit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a live socket, pass everything else on."""
        match = _LIVE.match(scope["path"]) if scope["type"] == "websocket" else None
        if match is None:
            await self._app(scope, receive, send)
        else:
            await live(WebSocket(scope, receive, send), match[1])
