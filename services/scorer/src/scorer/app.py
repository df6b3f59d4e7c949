"""The composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import Sequence

from common.delivery import Bus, KafkaBus, Service, Subscription
from common.web import worker_app
from common.worldtime import clock_for
from fastapi import FastAPI

from scorer.batches import Batches
from scorer.domain.channel import Scorer
from scorer.handlers import record_later_counts, rescore_recording, score_channel
from scorer.journal import Journal
from scorer.model_store import current_model, load_model
from scorer.observed import ObservedScorer
from scorer.patterns import finds
from scorer.recordings import Recordings
from scorer.settings import Settings

NAME = "scorer"


def subscriptions(bus: Bus, settings: Settings) -> Sequence[Subscription]:
    """The handlers with what they need.

    Raises:
        ModelError: The shadow model's artefact cannot be read.
    """
    scorer = Scorer(finds, current_model(), settings.floors)
    watched: Scorer | ObservedScorer = scorer
    learning: tuple[Subscription, ...] = ()
    if settings.journal_dir is not None:
        journal = Journal(settings.journal_dir, keep_days=settings.journal_days)
        shadow = Scorer(finds, load_model(settings.shadow_model), settings.floors) if settings.shadow_model else None
        watched = ObservedScorer(scorer, journal, shadow)
        learning = (record_later_counts.bind(journal=journal),)
    return (
        *learning,
        score_channel.bind(batches=Batches(watched.score_many, wait_seconds=settings.batch_wait_seconds)),
        rescore_recording.bind(
            batches=Batches(scorer.score_many, wait_seconds=settings.batch_wait_seconds), recordings=Recordings(bus)
        ),
    )


def build_app(settings: Settings, bus: Bus | None = None) -> FastAPI:
    """The service, ready to be served; `bus` replaces Kafka in tests."""
    clock = clock_for(settings.simulator_url)
    bus = bus or KafkaBus(settings.bootstrap, client_id=NAME)
    return worker_app(Service(NAME, bus, subscriptions(bus, settings), world_now=clock.now), None, clock)
