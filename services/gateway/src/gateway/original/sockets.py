"""The original's Socket.IO events: `join-analysis` in, `progress`, `complete` and `error` out.

Each client follows the room of its analysis as the native WebSocket does, so one that joins late is told what it
missed, and any replica can serve it.
"""

import asyncio
import logging
from collections import defaultdict
from typing import Any
from uuid import UUID

import socketio
from starlette.requests import HTTPConnection

from gateway.analyses.view import AnalysisView
from gateway.database import DatabaseDown
from gateway.domain.state import State
from gateway.http.callers import Caller
from gateway.http.parts import Parts
from gateway.live.rooms import Position, Room
from gateway.original.identity import known_caller
from gateway.original.progress import failure_text, progress_events
from gateway.original.reading import with_results
from gateway.original.shapes import result_shape, summary_of
from gateway.problems import Problem

log = logging.getLogger(__name__)

MAX_JOINED = 20
"""Analyses that one socket may follow at once."""
MAX_MESSAGE_BYTES = 10_000
NO_ANALYSIS = "Analysis not found"


class OriginalSockets:
    """The Socket.IO server over the gateway's rooms."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        # Origins are checked by the guard, CORS headers set by the middleware: both before this app.
        self.server = socketio.AsyncServer(
            async_mode="asgi", cors_allowed_origins=[], max_http_buffer_size=MAX_MESSAGE_BYTES
        )
        self.app = socketio.ASGIApp(self.server, socketio_path="")
        """To be mounted at `/socket.io`."""
        self._callers: dict[str, Caller | None] = {}
        self._following: dict[str, dict[str, asyncio.Task[None]]] = defaultdict(dict)
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)
        self.server.on("join-analysis", self._join)
        self.server.on("leave-analysis", self._leave)
        self.server.on("heartbeat", self._heartbeat)

    async def stop(self) -> None:
        """Stop following for everybody."""
        tasks = [task for joined in self._following.values() for task in joined.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> None:
        self._callers[sid] = await known_caller(HTTPConnection(environ["asgi.scope"]), self._parts)

    async def _disconnect(self, sid: str, _reason: object = None) -> None:
        self._callers.pop(sid, None)
        for task in self._following.pop(sid, {}).values():
            task.cancel()

    async def _join(self, sid: str, name: object) -> None:
        """Follow an analysis; the client joins again and again, which is once."""
        text = name if isinstance(name, str) else ""
        joined = self._following[sid]
        if text in joined:
            return
        caller = self._callers.get(sid)
        if caller is None or len(joined) >= MAX_JOINED:
            reason = "Authentication required" if caller is None else "Too many analyses are followed already"
            await self._refuse(sid, text, reason)
            return
        joined[text] = asyncio.create_task(self._follow(sid, text, caller), name=f"socket.io {sid} {text}")

    async def _leave(self, sid: str, name: object) -> None:
        task = self._following[sid].pop(name, None) if isinstance(name, str) else None
        if task is not None:
            task.cancel()

    async def _heartbeat(self, sid: str, _sent: object = None) -> None:
        await self.server.emit("heartbeat_response", {"timestamp": self._parts.clock.now().isoformat()}, to=sid)

    async def _refuse(self, sid: str, analysis_id: str, reason: str) -> None:
        body = {"analysisId": analysis_id, "error": reason, "message": reason}
        await self.server.emit("error", body, to=sid)

    async def _follow(self, sid: str, text: str, caller: Caller) -> None:
        try:
            async with self._parts.rooms.joined(UUID(text)) as room:
                if room.gone or room.owner != caller.owner:
                    await self._refuse(sid, text, NO_ANALYSIS)
                else:
                    await self._tell(sid, room, caller)
        except ValueError:
            await self._refuse(sid, text, NO_ANALYSIS)
        except (DatabaseDown, Problem) as error:
            await self._refuse(sid, text, str(error))
        except Exception:
            log.exception("following %s for the original's frontend failed", text)
            await self._refuse(sid, text, "Internal error")

    async def _tell(self, sid: str, room: Room, caller: Caller) -> None:
        told: set[str] = set()
        position = Position()
        while not room.gone and room.view is not None:
            position.version, view = room.version, room.view
            for event in progress_events(view, told):
                await self.server.emit(event.name, event.payload, to=sid)
            if await self._ended(sid, view, caller):
                return
            await room.news(position)
        await self._refuse(sid, str(room.analysis_id), NO_ANALYSIS)

    async def _ended(self, sid: str, view: AnalysisView, caller: Caller) -> bool:
        """Tell how it ended, if it did."""
        if view.state is State.COMPLETED:
            view, rows = await with_results(self._parts, caller.owner, view.id)
            shown = [result_shape(row, self._parts.mapper, plain_id=True) for row in rows]
            body = {"analysisId": str(view.id), "results": _json_ready(shown), "summary": summary_of(view)}
            await self.server.emit("complete", body, to=sid)
            return True
        reason = failure_text(view)
        if reason is not None:
            await self._refuse(sid, str(view.id), reason)
        return reason is not None


def _json_ready(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Times as texts: the Socket.IO server writes plain JSON."""
    for result in results:
        published = result["snippet"]["publishedAt"]
        result["snippet"]["publishedAt"] = published.isoformat() if published else None
    return results
