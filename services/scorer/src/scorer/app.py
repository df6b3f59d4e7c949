"""The composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import Sequence

from common.delivery import Bus, KafkaBus, Service, Subscription
from common.web import worker_app
from common.worldtime import clock_for
from fastapi import FastAPI

from scorer.domain.channel import Scorer
from scorer.handlers import rescore_recording, score_channel
from scorer.patterns import finds
from scorer.recordings import Recordings
from scorer.settings import Settings

NAME = "scorer"


def subscriptions(bus: Bus) -> Sequence[Subscription]:
    """The handlers with what they need."""
    scorer = Scorer(finds)
    return (
        score_channel.bind(scorer=scorer),
        rescore_recording.bind(scorer=scorer, recordings=Recordings(bus)),
    )


def build_app(settings: Settings, bus: Bus | None = None) -> FastAPI:
    """The service, ready to be served; `bus` replaces Kafka in tests."""
    clock = clock_for(settings.simulator_url)
    bus = bus or KafkaBus(settings.bootstrap, client_id=NAME)
    return worker_app(Service(NAME, bus, subscriptions(bus), world_now=clock.now), None, clock)
