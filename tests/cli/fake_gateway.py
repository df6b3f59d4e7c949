"""A gateway with canned answers: a real HTTP and WebSocket server on a free port, whose one analysis plays as told."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Annotated, Any

import uvicorn
from fastapi import APIRouter, FastAPI, Query, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, PlainTextResponse

from tests.cli import builders
from tests.cli.builders import Document

EPOCH = "9f0c"


class FakeGateway:
    """What the fake answers, and what it was asked; tests set the first and read the second."""

    def __init__(self, *, step_seconds: float = 0.0) -> None:
        """A gateway whose analysis moves on after each frame that a client has got, at the earliest after so long."""
        self.url = ""
        """Where it listens, once it does."""
        self.moments = builders.moments()
        self.results = builders.results()
        self.plan = builders.PLAN
        self.rebuild = builders.rebuild()
        self.problem: Document | None = None
        """The next start is refused with this problem document."""
        self.held_at: int | None = None
        """The analysis does not get beyond this moment while it is set."""
        self.drop_socket_at: int | None = None
        """The first socket closes after the frame with this `seq`, as a restarting gateway's would."""
        self.requests: list[tuple[str, str, Any]] = []
        self.sockets: list[dict[str, str]] = []
        """The query parameters of every socket opened."""
        self.headers: dict[str, str] = {}
        """Those of the last request."""
        self.started_with: dict[str, str] = {}
        """Those of the last start."""
        self.first_frames: list[Any] = []
        """What sockets with a login sent first."""
        self.cancelled = False
        self.seq = len(self.moments)
        """How far the analysis has played: 1 = the first moment. Ended until something is started."""
        self._step_seconds = step_seconds
        self.app = FastAPI()
        self.app.middleware("http")(self._remember)
        self.app.include_router(self._routes())

    def document(self) -> Document:
        """The analysis as it stands."""
        document = self.moments[min(self.seq, len(self.moments)) - 1][0]
        return document | {"state": "cancelled"} if self.cancelled else document

    def frame(self, after: int) -> Document:
        """What changed since `after`; 0 asks for everything."""
        seq = self.seq
        channels = {row["channel_id"]: row for _, rows in self.moments[after:seq] for row in rows}
        return {
            "type": "delta" if after else "snapshot",
            "epoch": EPOCH,
            "seq": seq,
            "analysis": self.document(),
            "channels": list(channels.values()),
        }

    async def _remember(self, request: Request, call_next: Any) -> Response:
        body = await request.json() if await request.body() else None
        if request.url.path.startswith("/api"):
            self.requests.append((request.method, str(request.url.path).removeprefix("/api/v1"), body))
            self.headers = dict(request.headers)
            if request.method == "POST":
                self.started_with = self.headers
        answer: Response = await call_next(request)
        return answer

    def _routes(self) -> APIRouter:
        router = APIRouter(prefix="/api/v1")
        router.add_api_route("/analyses", self._start, methods=["POST"])
        router.add_api_route("/analyses", self._list, methods=["GET"])
        router.add_api_route("/analyses/plan", lambda: self.plan, methods=["POST"])
        router.add_api_route("/analyses/{analysis_id}", self._get, methods=["GET"])
        router.add_api_route("/analyses/{analysis_id}", self._delete, methods=["DELETE"])
        router.add_api_route("/analyses/{analysis_id}/cancel", self._cancel, methods=["POST"])
        router.add_api_route("/analyses/{analysis_id}/rescore", self._start, methods=["POST"])
        router.add_api_route("/analyses/{analysis_id}/results", self._results, methods=["GET"])
        router.add_api_route("/analyses/{analysis_id}/trends", lambda: builders.TRENDS, methods=["GET"])
        router.add_api_route("/analyses/{analysis_id}/export", self._export, methods=["GET"])
        running = builders.rebuild(state="running", swapped=False)
        router.add_api_route("/admin/rebuild", lambda: running, methods=["POST"], status_code=202)
        router.add_api_route("/admin/rebuild", lambda: self.rebuild, methods=["GET"])
        router.add_api_route("/profiles", lambda: builders.PROFILES, methods=["GET"])
        router.add_api_route("/quota", lambda: builders.QUOTA, methods=["GET"])
        router.add_api_websocket_route("/analyses/{analysis_id}/live", self._live)
        return router

    def _start(self) -> Response:
        if self.problem is not None:
            return problem_response(self.problem)
        self.seq, self.cancelled = 1, False
        document = self.document()
        headers = {"Location": f"/api/v1/analyses/{document['id']}"}
        return JSONResponse(document, status_code=202, headers=headers)

    def _list(self) -> Document:
        return {"items": [self.document()], "next_cursor": None}

    def _get(self, analysis_id: str) -> Response:
        if analysis_id != builders.ANALYSIS_ID:
            return _not_found(analysis_id)
        return JSONResponse(self.document())

    def _delete(self, analysis_id: str) -> Response:
        return Response(status_code=204) if analysis_id == builders.ANALYSIS_ID else _not_found(analysis_id)

    def _cancel(self, analysis_id: str) -> Response:
        self.cancelled = True
        return self._get(analysis_id)

    def _results(self, limit: int = 50, cursor: str = "0", excluded: str = "false") -> Document:
        first = int(cursor)
        rows = [row for row in self.results if excluded != "false" or row["excluded_by"] is None]
        more = str(first + limit) if first + limit < len(rows) else None
        told = {"filters": builders.filters(excluded), "provenance": builders.PROVENANCE}
        return {"items": rows[first : first + limit], "next_cursor": more} | told

    def _export(self, kind: Annotated[str, Query(alias="format")]) -> Response:
        if kind == "xlsx":
            return Response(b"PK\x03\x04 a workbook", media_type="application/octet-stream")
        rows = "\r\n".join(f"{row['video_id']},{row['score']}" for row in self.results)
        return PlainTextResponse(f"video_id,score\r\n{rows}\r\n", media_type="text/csv")

    async def _live(self, socket: WebSocket) -> None:
        await socket.accept()
        if socket.path_params["analysis_id"] != builders.ANALYSIS_ID:
            await socket.close(4404)
            return
        self.sockets.append(dict(socket.query_params))
        if "authorization" in self.headers:
            self.first_frames.append(await socket.receive_json())
        after = int(socket.query_params.get("after", 0)) if socket.query_params.get("epoch") == EPOCH else 0
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                frame = self.frame(after)
                await socket.send_json(frame)
                after = frame["seq"]
                if self.drop_socket_at is not None and after >= self.drop_socket_at:
                    self.drop_socket_at = None
                    await socket.close(1012)
                    return
                if self.cancelled or after >= len(self.moments):
                    await socket.receive()  # until the client leaves
                    return
                await asyncio.sleep(self._step_seconds)
                self.seq = min(self.seq + 1, self.held_at or len(self.moments))


def problem(status: int, title: str, detail: str, *errors: tuple[str, str, str]) -> Document:
    """A problem document; `errors` are fields at fault: where, what is wrong, the mend."""
    document: Document = {"type": "/problems/test", "status": status, "title": title, "detail": detail}
    if errors:
        document["errors"] = [dict(zip(("field", "message", "mend"), error, strict=True)) for error in errors]
    return document


def problem_response(document: Document) -> Response:
    """The answer that carries a problem document."""
    return JSONResponse(document, status_code=document["status"], media_type="application/problem+json")


def _not_found(analysis_id: str) -> Response:
    return problem_response(problem(404, "Not found", f"There is no analysis {analysis_id}."))


@contextlib.contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application on a free loopback port, for as long as the block runs; gives its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
