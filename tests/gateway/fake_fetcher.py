"""The fetcher's internal API with canned answers."""

from datetime import timedelta
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from tests.gateway.builders import NOW

CHANNEL = {
    "id": "UCaaaaaaaaaaaaaaaaaaaaaa",
    "title": "Pixel Panda",
    "description": "Games",
    "handle": "@pixelpanda",
    "subscriber_count": 2_000_000,
    "video_count": 500,
    "published_at": "2015-01-01T00:00:00Z",
}
VIDEO = {"id": "v1", "channel_id": CHANNEL["id"], "title": "Doors", "published_at": NOW.isoformat(), "view_count": 7}
PLAN = {
    "searches": {"expected": 8, "worst": 9},
    "queries": {"expected": 60, "worst": 110},
    "batch_stats": {"expected": 3, "worst": 100},
    "affordable": True,
    "waits_until": None,
}


class FakeFetcher:
    """Answers, and remembers what it was asked."""

    def __init__(self) -> None:
        self.plans: list[Any] = []
        self.down = False
        self.missing: list[str] = []

    def app(self) -> FastAPI:
        """As an ASGI app."""
        app = FastAPI()

        @app.middleware("http")
        async def away(request: Request, call_next):
            if self.down:
                problem = {"type": "about:blank", "title": "x", "status": 503, "detail": "YouTube's quota is used up."}
                return JSONResponse(problem, status_code=503, headers={"Retry-After": "60"})
            return await call_next(request)

        @app.get("/health")
        async def health():
            return {"status": "ok"}

        @app.get("/ready")
        async def ready():
            return {
                "ready": not self.missing,
                "dependencies": dict.fromkeys(["kafka", *self.missing], not self.missing),
            }

        @app.get("/internal/quota")
        async def quota():
            resets = (NOW + timedelta(hours=9)).isoformat()
            return {
                "buckets": [{"bucket": "search", "used": 8, "limit": 100, "remaining": 92, "resets_at": resets}],
            }

        @app.post("/internal/plan")
        async def plan(request: Request):
            self.plans.append(await request.json())
            return PLAN

        @app.get("/internal/channels/search")
        async def search(q: str, limit: int):
            return [CHANNEL][:limit] if "panda" in q.lower() else []

        @app.get("/internal/channels/{name}")
        async def channel(name: str):
            return CHANNEL if name in {CHANNEL["id"], CHANNEL["handle"]} else unknown()

        @app.get("/internal/channels/{name}/videos")
        async def videos(name: str, limit: int):
            return [VIDEO][:limit] if name in {CHANNEL["id"], CHANNEL["handle"]} else unknown()

        return app


def unknown() -> JSONResponse:
    problem = {"type": "about:blank", "title": "x", "status": 404, "detail": "YouTube knows no such channel."}
    return JSONResponse(problem, status_code=404, media_type="application/problem+json")
