"""Composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import redis.asyncio
from common import web
from common.delivery import Bus, KafkaBus, Service
from common.worldtime import Clock, clock_for
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from redis.exceptions import RedisError

from gateway import problems
from gateway.accounts import routes as accounts_routes
from gateway.accounts.accounts import Accounts
from gateway.accounts.lockouts import Lockouts
from gateway.accounts.passwords import Passwords
from gateway.admin import routes as admin_routes
from gateway.analyses import routes as analyses_routes
from gateway.analyses.changing import Changer
from gateway.analyses.starting import Starter
from gateway.burial.undertaker import Undertaker
from gateway.channels import routes as channels_routes
from gateway.database import Database
from gateway.domain.pinning import Pins
from gateway.fetcher import FetcherClient
from gateway.handlers import project_facts
from gateway.http.callers import Gate
from gateway.http.guard import Guard, content_policy
from gateway.http.openapi import describe
from gateway.http.page import serve_page
from gateway.http.parts import Parts
from gateway.library import annotating, comparing, favourites
from gateway.live import routes as live_routes
from gateway.live.doorbell import Doorbell
from gateway.live.reading import Change, delta_since
from gateway.live.rooms import Rooms
from gateway.migrate import migrate
from gateway.original.routes import include_original
from gateway.outbox.relay import Relay
from gateway.profiles import routes as profiles_routes
from gateway.profiles.shelf import StoredShelf
from gateway.projection.completion import Completion
from gateway.projection.projector import Projector
from gateway.projection.recorded import Log
from gateway.rebuild.rebuilder import Rebuilder
from gateway.rebuild.runs import Rebuilds
from gateway.results import routes as results_routes
from gateway.results.view import THUMBNAILS, ResultMapper
from gateway.settings import Settings
from gateway.watchdog.backlog import KafkaBacklog
from gateway.watchdog.watchdog import Watchdog

API = "/api/v1"
REDIS_SECONDS = 3.0
Ending = Callable[[], Awaitable[None]]
_ROUTERS = tuple(
    routes.router
    for routes in (
        analyses_routes,
        results_routes,
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


class Worker(Protocol):
    """Runs in the background from the app's start to its end."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End."""


class RecordingBus(Bus, Log, Protocol):
    """A bus whose log can also be read without a group."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """All that is connected when the app starts, beside the parts that routes use."""

    parts: Parts
    service: Service
    workers: tuple[Worker, ...]
    cache: "redis.asyncio.Redis"


def build_app(settings: Settings, *, bus: RecordingBus | None = None, clock: Clock | None = None) -> FastAPI:
    """The gateway as an ASGI app.

    Args:
        settings: Its configuration.
        bus: In place of Kafka, in tests.
        clock: In place of the world's clock, in tests.
    """
    gateway = _assembled(settings, bus or KafkaBus(settings.bootstrap, client_id="gateway"), clock)
    endings: list[Ending] = []
    app = FastAPI(lifespan=_lifespan(gateway, endings), **describe())
    app.state.parts = gateway.parts
    problems.install(app)
    web.probes(app, lambda: _checks(gateway))
    for router in _ROUTERS:
        app.include_router(router, prefix=API)
    endings.append(include_original(app, gateway.parts).stop)
    app.router.routes.append(live_routes.socket_route)
    serve_page(app, settings.web_dir)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(settings.origins),
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Correlation-Id"],
        expose_headers=["Location", "Retry-After", "ETag", "RateLimit", "RateLimit-Policy", "Content-Disposition"],
    )
    app.add_middleware(
        Guard,
        trust_loopback=settings.trust_loopback,
        hosts=settings.hosts,
        origins=settings.origins,
        max_body_bytes=settings.max_body_bytes,
        content_policy=content_policy({_thumbnails(settings)}),
    )
    return app


def _assembled(settings: Settings, bus: RecordingBus, clock: Clock | None) -> Gateway:
    clock = clock or clock_for(settings.simulator_url)
    database = Database(
        settings.database_url.get_secret_value(),
        connections=settings.database_connections,
        patience_seconds=settings.patience_seconds,
    )
    cache = redis.asyncio.Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
    )
    mapper = ResultMapper(_thumbnails(settings))
    relay, doorbell = Relay(database, bus), Doorbell(cache)
    starter = Starter(database, relay, doorbell)

    async def read(analysis_id: UUID, seq: int) -> Change | None:
        now = clock.now()
        return await database.run(lambda connection: delta_since(connection, analysis_id, seq, now, mapper))

    rooms = Rooms(read)
    doorbell.on_ring(rooms.ring)
    completion = Completion(clock)
    accounts = Accounts(database, Passwords(), Lockouts(cache))
    projector = Projector(database, completion, starter.published)
    parts = Parts(
        database=database,
        clock=clock,
        gate=Gate(database, accounts, trust_loopback=settings.trust_loopback),
        accounts=accounts,
        starter=starter,
        changer=Changer(database, starter.published),
        shelf=StoredShelf(database),
        fetcher=FetcherClient(
            settings.fetcher_url,
            timeout_seconds=settings.fetcher_timeout_seconds,
            patience_seconds=settings.patience_seconds,
        ),
        rooms=rooms,
        mapper=mapper,
        pins=Pins(settings.adjusted_method, settings.adjusted_topics),
        rebuilds=Rebuilds(Rebuilder(settings.database_url.get_secret_value(), database, bus)),
    )
    service = Service("gateway", bus, [project_facts.bind(projector=projector)], world_now=clock.now)
    bus.subscribe(Undertaker(database, completion, clock, service.health, starter.published).reading)
    watchdog = Watchdog(
        database,
        KafkaBacklog(settings.bootstrap),
        clock,
        service.health,
        starter.published,
        limit_seconds=settings.stall_minutes * 60,
    )
    return Gateway(parts, service, (clock, doorbell, relay, watchdog), cache)


def _lifespan(gateway: Gateway, endings: Sequence[Ending]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts = gateway.parts
        await migrate(parts.database)
        try:
            async with web.background(gateway.service, *gateway.workers):
                yield
        finally:
            for end in endings:
                await end()
            await parts.rooms.stop()
            await parts.rebuilds.stop()
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


def _thumbnails(settings: Settings) -> str:
    return settings.simulator_url or THUMBNAILS
