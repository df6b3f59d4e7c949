"""The scorer's next version: it tells scores in version 2."""

from dataclasses import replace

from common import logs
from common.delivery import Emit, KafkaBus, Service, Subscription
from common.events import Event
from common.streams import Stream
from common.web import run, worker_app
from common.worldtime import clock_for
from scorer.app import NAME, subscriptions
from scorer.settings import Settings

from tests.chaos.variants.next_outcomes import of_version_2, read_both


def main() -> None:
    """Serve as the scorer does."""
    read_both()
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    clock = clock_for(settings.simulator_url)
    bus = KafkaBus(settings.bootstrap, client_id=NAME)
    handlers = [_telling_version_2(subscription) for subscription in subscriptions(bus, settings)]
    run(worker_app(Service(NAME, bus, handlers, world_now=clock.now), None, clock), settings)


def _telling_version_2(subscription: Subscription) -> Subscription:
    async def call(cause: Event, emit: Emit) -> None:
        async def emit_next(stream: Stream, event: Event) -> None:
            await emit(stream, of_version_2(event))

        await subscription.call(cause, emit_next)

    return replace(subscription, call=call)
