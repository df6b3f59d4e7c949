"""The composition root: settings and a world become an application."""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from youtube_simulator.clock import SimulatedClock
from youtube_simulator.faults import FaultPlan, Latency
from youtube_simulator.quota import Quota
from youtube_simulator.routes import control, health, images
from youtube_simulator.routes.youtube import YouTubeApi
from youtube_simulator.search import SearchIndex
from youtube_simulator.settings import Settings
from youtube_simulator.usage import Usage
from youtube_simulator.world import World


def build_app(settings: Settings, world: World) -> FastAPI:
    """The simulator over a world, its clock at the world's own now."""
    registry = CollectorRegistry()
    api = YouTubeApi(
        world=world,
        index=SearchIndex(world),
        clock=SimulatedClock(world.now),
        quota=Quota(settings.quota_limits),
        plan=FaultPlan(Latency(ms=settings.latency_ms)),
        usage=Usage(registry),
        keys=settings.api_keys,
        public_url=settings.public_url.rstrip("/"),
    )
    app = FastAPI(title="YouTube simulator", description="A YouTube Data API v3 to develop and test against.")
    app.state.api = api
    app.state.registry = registry
    app.router.routes.extend(api.routes())
    for routes in (control, health, images):
        app.include_router(routes.router)
    return app
