"""Composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import redis.asyncio
from common import web
from common.delivery import KafkaBus
from common.worldtime import Clock
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from redis.exceptions import RedisError

from gateway import problems
from gateway.accounts import routes as accounts_routes
from gateway.admin import routes as admin_routes
from gateway.analyses import routes as analyses_routes
from gateway.assembly import Gateway, RecordingBus, assembled, thumbnails
from gateway.channels import routes as channels_routes
from gateway.http.docs_page import serve_docs
from gateway.http.etags import ETags
from gateway.http.guard import Guard, content_policy
from gateway.http.limit_headers import LimitHeaders
from gateway.http.openapi import complete_document, describe
from gateway.http.page import serve_page
from gateway.library import annotating, comparing, favourites
from gateway.live import routes as live_routes
from gateway.live.asyncapi import serve_asyncapi
from gateway.original.routes import include_original
from gateway.profiles import routes as profiles_routes
from gateway.results import routes as results_routes
from gateway.results import trends
from gateway.settings import Settings

API = "/api/v1"
Ending = Callable[[], Awaitable[None]]
_ROUTERS = tuple(
    routes.router
    for routes in (
        analyses_routes,
        results_routes,
        trends,
        live_routes,
        channels_routes,
        annotating,
        comparing,
        favourites,
        profiles_routes,
        accounts_routes,
        admin_routes,
    )
)


def build_app(settings: Settings, *, bus: RecordingBus | None = None, clock: Clock | None = None) -> FastAPI:
    """The gateway as an ASGI app.

    Args:
        settings: Its configuration.
        bus: In place of Kafka, in tests.
        clock: In place of the world's clock, in tests.
    """
    gateway = assembled(settings, bus or KafkaBus(settings.bootstrap, client_id="gateway"), clock)
    endings: list[Ending] = []
    app = FastAPI(lifespan=_lifespan(gateway, endings), **describe())
    app.state.parts = gateway.parts
    problems.install(app)
    web.probes(app, lambda: _checks(gateway), gateway.service.measure)
    for router in _ROUTERS:
        app.include_router(router, prefix=API)
    endings.append(include_original(app, gateway.parts).stop)
    complete_document(app)
    serve_docs(app)
    serve_asyncapi(app)
    serve_page(app, settings.web_dir)
    app.add_middleware(ETags)
    app.add_middleware(LimitHeaders)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(settings.origins),
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Correlation-Id"],
        expose_headers=["Location", "Retry-After", "ETag", "RateLimit", "RateLimit-Policy", "Content-Disposition"],
    )
    app.add_middleware(live_routes.LiveSockets)
    app.add_middleware(
        Guard,
        trust_loopback=settings.trust_loopback,
        hosts=settings.hosts,
        origins=settings.origins,
        max_body_bytes=settings.max_body_bytes,
        content_policy=content_policy({thumbnails(settings)}),
    )
    return app


def _lifespan(gateway: Gateway, endings: Sequence[Ending]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts = gateway.parts
        try:
            async with web.background(gateway.service, *gateway.workers):
                yield
        finally:
            for end in endings:
                await end()
            await parts.rooms.stop()
            await parts.rebuilds.stop()
            await parts.youtube_allowance.stop()
            await parts.hindrance.stop()
            await parts.fetcher.close()
            await gateway.cache.aclose()
            await parts.database.close()

    return lifespan


async def _checks(gateway: Gateway) -> Mapping[str, bool]:
    """Each dependency by name."""
    return gateway.service.ready() | {
        "database": await gateway.parts.database.ready(),
        "redis": await _answers(gateway.cache),
        "fetcher": await gateway.parts.fetcher.ready(),
    }


async def _answers(cache: "redis.asyncio.Redis") -> bool:
    try:
        return bool(await cache.ping())
    except (RedisError, OSError):
        return False
