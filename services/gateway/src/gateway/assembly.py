"""Settings become objects: what the gateway consists of, and what each part is given."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import redis.asyncio
from common.delivery import Bus, Service
from common.worldtime import Clock, clock_for

from gateway.accounts.accounts import Accounts
from gateway.accounts.lockouts import Lockouts
from gateway.accounts.passwords import Passwords
from gateway.analyses.changing import Changer
from gateway.analyses.starting import Starter
from gateway.burial.undertaker import Undertaker
from gateway.database import Database
from gateway.domain.pinning import Pins
from gateway.fetcher import FetcherClient
from gateway.handlers import project_facts
from gateway.housekeeping.housekeeper import Housekeeper
from gateway.http.callers import Gate
from gateway.http.hindrance import Hindrance
from gateway.http.limits import RequestLimits, YouTubeAllowance
from gateway.http.parts import Parts
from gateway.live.counts import SocketCounts
from gateway.live.doorbell import Doorbell
from gateway.live.reading import Change, delta_since
from gateway.live.rooms import Rooms
from gateway.migrate import Migrator
from gateway.outbox.relay import Relay
from gateway.profiles.shelf import StoredShelf
from gateway.projection.completion import Completion
from gateway.projection.projector import Projector
from gateway.projection.recorded import Log
from gateway.rebuild.rebuilder import Rebuilder
from gateway.rebuild.runs import Rebuilds
from gateway.results.view import THUMBNAILS, ResultMapper
from gateway.settings import Settings
from gateway.watchdog.backlog import KafkaBacklog
from gateway.watchdog.watchdog import Watchdog

REDIS_SECONDS = 3.0


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


def assembled(settings: Settings, bus: RecordingBus, clock: Clock | None) -> Gateway:
    """The gateway's parts, of which none is connected yet."""
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
    mapper = ResultMapper(thumbnails(settings))
    relay, doorbell = Relay(database, bus), Doorbell(cache)
    starter = Starter(database, relay, doorbell)

    async def read(analysis_id: UUID, seq: int) -> Change | None:
        now, waits = clock.now(), hindrance.latest()
        return await database.run(
            lambda connection: delta_since(connection, analysis_id, seq, now=now, mapper=mapper, hindrance=waits)
        )

    rooms = Rooms(read)
    doorbell.on_ring(rooms.ring)
    fetcher = FetcherClient(
        settings.fetcher_url,
        timeout_seconds=settings.fetcher_timeout_seconds,
        patience_seconds=settings.patience_seconds,
    )
    hindrance = Hindrance(fetcher)
    completion = Completion(clock)
    accounts = Accounts(database, Passwords(), Lockouts(cache), open_registration=settings.open_registration)
    projector = Projector(database, completion, starter.published, doorbell.ring)
    parts = Parts(
        database=database,
        clock=clock,
        gate=Gate(database, accounts, trust_loopback=settings.trust_loopback),
        accounts=accounts,
        starter=starter,
        changer=Changer(database, starter.published),
        shelf=StoredShelf(database),
        fetcher=fetcher,
        limits=RequestLimits(cache, per_minute=settings.requests_per_minute),
        hindrance=hindrance,
        youtube_allowance=YouTubeAllowance(fetcher, clock),
        rooms=rooms,
        sockets=SocketCounts(settings.sockets_per_owner),
        mapper=mapper,
        pins=Pins(settings.adjusted_method, settings.adjusted_topics),
        rebuilds=Rebuilds(Rebuilder(settings.database_url.get_secret_value(), database, bus)),
    )
    service = Service("gateway", bus, [project_facts.bind(projector=projector)], world_now=clock.now)
    service.read(Undertaker(database, completion, clock, service.health, starter.published).reading)
    watchdog = Watchdog(
        database,
        KafkaBacklog(settings.bootstrap),
        clock,
        service.health,
        starter.published,
        limit_seconds=settings.stall_minutes * 60,
    )
    housekeeper = Housekeeper(database, clock, keep=timedelta(days=settings.keep_days))
    return Gateway(parts, service, (Migrator(database), clock, doorbell, relay, watchdog, housekeeper), cache)


def thumbnails(settings: Settings) -> str:
    """Root under which thumbnails lie."""
    return settings.simulator_url or THUMBNAILS
