"""The composition root: settings become objects; nothing connects before the app starts."""

from collections.abc import Sequence

from common import streams
from common.delivery import Bus, KafkaBus, Service, Subscription
from common.web import worker_app
from common.worldtime import clock_for
from fastapi import FastAPI

from youtube_fetcher import handlers, lookup_api
from youtube_fetcher.figures import measure_quota
from youtube_fetcher.parts import Parts, build_parts, build_rereader
from youtube_fetcher.problems import add_problem_handlers
from youtube_fetcher.settings import Settings

NAME = "youtube_fetcher"


def subscriptions(parts: Parts, *, channel_readers: int = 1) -> Sequence[Subscription]:
    """The handlers with what they need; `channel_readers` of each of those that fetch channels."""
    always = {"cancellations": parts.cancellations, "planner": parts.planner}
    channels = always | {"recorder": parts.recorder, "waiting": parts.waiting}
    return (
        handlers.fetch_exclusion_videos.bind(
            adjusted=parts.exclusion, classic=parts.classic_exclusion, clock=parts.clock, **always
        ),
        handlers.fetch_candidates.bind(
            adjusted=parts.candidates, classic=parts.classic_candidates, clock=parts.clock, **always
        ),
        *(handlers.fetch_channel.bind(**channels) for _ in range(channel_readers)),
        *(handlers.fetch_channel_bulk.bind(**channels) for _ in range(channel_readers)),
        handlers.remember_cancellation.bind(**always),
    )


def build_app(settings: Settings, bus: Bus | None = None) -> FastAPI:
    """The service, ready to be served; `bus` replaces Kafka in tests."""
    clock = clock_for(settings.simulator_url)
    parts = build_parts(settings, clock)
    bus = bus or KafkaBus(settings.bootstrap, client_id=NAME)
    service = Service(
        NAME,
        bus,
        subscriptions(parts, channel_readers=settings.channel_readers),
        world_now=clock.now,
        on_park=handlers.tell_paused,
        parked=streams.PARKED,
    )

    async def checks() -> dict[str, bool]:
        return {"redis": await parts.redis.answers()}

    async def measure() -> None:
        await measure_quota(parts.quota)

    app = worker_app(service, checks, clock, parts, build_rereader(parts, bus, settings), measure=measure)
    app.state.parts = parts
    app.include_router(lookup_api.router)
    add_problem_handlers(app, clock)
    return app
