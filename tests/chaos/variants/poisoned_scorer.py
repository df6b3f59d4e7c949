"""The scorer with a bug: it fails at the channels that a file names, until the file is gone."""

import os
from dataclasses import replace
from pathlib import Path

from common import logs
from common.delivery import Emit, KafkaBus, Service, Subscription
from common.events import ChannelVideosFetched, Event
from common.web import run, worker_app
from common.worldtime import clock_for
from scorer.app import NAME, subscriptions
from scorer.settings import Settings

POISON = "CHAOS_POISON"
"""Names the file: ids of channels, one a line."""


def main() -> None:
    """Serve as the scorer does."""
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    clock = clock_for(settings.simulator_url)
    bus = KafkaBus(settings.bootstrap, client_id=NAME)
    handlers = [_with_the_bug(subscription) for subscription in subscriptions(bus, settings)]
    run(worker_app(Service(NAME, bus, handlers, world_now=clock.now), None, clock), settings)


def _with_the_bug(subscription: Subscription) -> Subscription:
    async def call(event: Event, emit: Emit) -> None:
        if isinstance(event, ChannelVideosFetched) and event.channel.id in _poison():
            raise ZeroDivisionError(f"a bug that only {event.channel.id} meets")
        await subscription.call(event, emit)

    return replace(subscription, call=call)


def _poison() -> list[str]:
    file = Path(os.environ[POISON])
    return file.read_text().split() if file.exists() else []
