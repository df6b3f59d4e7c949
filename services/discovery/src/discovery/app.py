"""The composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import Sequence
from datetime import timedelta

from common.delivery import Bus, KafkaBus, Service, Subscription
from common.web import worker_app
from common.worldtime import clock_for
from fastapi import FastAPI

from discovery.database import Database
from discovery.handlers import build_list, expand_decision, learn, qualify_channels
from discovery.migrate import Migration
from discovery.purge import Purge
from discovery.recorded import Recorded
from discovery.seen import Seen
from discovery.settings import Settings

NAME = "discovery"


def subscriptions(seen: Seen, recorded: Recorded) -> Sequence[Subscription]:
    """The handlers with what they need."""
    return (
        build_list.bind(seen=seen, recorded=recorded),
        qualify_channels.bind(seen=seen, recorded=recorded),
        expand_decision.bind(),
        learn.bind(seen=seen),
    )


def build_app(settings: Settings, bus: Bus | None = None) -> FastAPI:
    """The service, ready to be served; `bus` replaces Kafka in tests."""
    clock = clock_for(settings.simulator_url)
    database = Database(settings.database_url.get_secret_value(), connections=settings.database_connections)
    seen, recorded = Seen(database), Recorded(database)
    migration = Migration(database)
    purge = Purge(seen, clock, keep=timedelta(days=settings.keep_days), every_seconds=settings.purge_every_seconds)
    service = Service(
        NAME, bus or KafkaBus(settings.bootstrap, client_id=NAME), subscriptions(seen, recorded), world_now=clock.now
    )

    async def checks() -> dict[str, bool]:
        return {"database": migration.done and await database.ready()}

    return worker_app(service, checks, clock, database, migration, purge)
