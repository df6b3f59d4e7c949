"""What fetcher tests share: a simulator within the test, the fetcher's parts against it, and events."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from common.events import (
    AnalysisRequested,
    AnalysisSpec,
    ChannelSelected,
    ContentProfile,
    ExclusionListBuilt,
    Method,
    Scoring,
    SelectedChannel,
    Terms,
    TopicsMethod,
    Window,
)
from youtube_fetcher.account import Account
from youtube_fetcher.parts import Parts, build_parts
from youtube_fetcher.settings import Settings
from youtube_fetcher.youtube.transport import Http
from youtube_simulator.app import build_app
from youtube_simulator.clock import SimulatedClock
from youtube_simulator.faults import Faults
from youtube_simulator.settings import Settings as SimulatorSettings
from youtube_simulator.world import World
from youtube_simulator.world_file import world_of

from tests.simulator.builders import a_world

ANALYSIS = UUID("00000000-0000-4000-8000-00000000000a")
OWNER = "someone"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""The now of small worlds."""


class WorldClock:
    """The simulator's own clock, read without HTTP."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Simulator:
    """A simulator in this process, without sockets. Its clock stands still unless a test moves it."""

    def __init__(self, world: World, **settings: Any) -> None:
        self.app = build_app(SimulatorSettings(**settings), world)
        self.api = self.app.state.api
        self.api.clock.set(world.now, rate=0)
        self.clock = WorldClock(self.api.clock)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def advance(self, by: timedelta) -> None:
        self.api.clock.set(self.now + by, rate=0)

    def break_with(self, **faults: Any) -> None:
        """Faults as `PUT /simulator/faults` takes them; none heals everything."""
        read = Faults.model_validate(faults)
        self.api.plan.replace(read)
        self.api.quota.override_limits(read.quota_limits)

    def http(self, api_key: str = "a-key") -> Http:
        return Http("http://simulator", api_key, httpx.ASGITransport(app=self.app))

    @property
    def calls(self) -> Mapping[str, int]:
        return dict(self.api.usage.calls)

    def forget(self) -> None:
        self.api.usage.reset()
        self.api.quota.reset()


def settings_for(redis_url: str, **changes: Any) -> Settings:
    return Settings(kafka_bootstrap="127.0.0.1:1", redis_url=redis_url, **changes)


@asynccontextmanager
async def fetcher(simulator: Simulator, redis_url: str, **changes: Any) -> AsyncIterator[Parts]:
    """The fetcher's parts, reading from the simulator."""
    parts = build_parts(settings_for(redis_url, **changes), simulator.clock, http=simulator.http())
    async with parts:
        yield parts


def simulated(channels: Sequence[dict[str, Any]], videos: Sequence[dict[str, Any]] = ()) -> Simulator:
    """A simulator over a small world."""
    return Simulator(world_of(a_world(channels=list(channels), videos=list(videos))))


def account(analysis_id: UUID = ANALYSIS, **changes: Any) -> Account:
    return Account(owner=OWNER, analysis_id=str(analysis_id), **changes)


def spec(as_of: datetime = NOW, **changes: Any) -> AnalysisSpec:
    return AnalysisSpec(as_of=as_of, **changes)


def classic_spec(config: Mapping[str, Any], profile: Mapping[str, Any], as_of: datetime) -> AnalysisSpec:
    """The spec of a recorded run of the original."""
    return AnalysisSpec(
        exclusion_channels=tuple(config["exclusionChannels"]),
        min_subscribers=config["minSubs"],
        max_subscribers=config["maxSubs"],
        window_days=config["timeWindow"],
        min_score=config["outlierThreshold"],
        method=Method.CLASSIC_1,
        topics_method=TopicsMethod.CLASSIC_1,
        profile=ContentProfile.model_validate(profile),
        as_of=as_of,
    )


def requested(of: AnalysisSpec, analysis_id: UUID = ANALYSIS) -> AnalysisRequested:
    return AnalysisRequested(analysis_id=analysis_id, owner=OWNER, spec=of, requested_at=of.as_of)


def list_built(of: AnalysisSpec, **changes: Any) -> ExclusionListBuilt:
    return ExclusionListBuilt(
        **{
            "analysis_id": ANALYSIS,
            "owner": OWNER,
            "spec": of,
            "topics": (),
            "terms": Terms(method=of.topics_method),
            "queries": of.profile.search_queries,
            **changes,
        }
    )


def selected(channel_id: str, of: AnalysisSpec, **changes: Any) -> ChannelSelected:
    return ChannelSelected(
        **{
            "analysis_id": ANALYSIS,
            "owner": OWNER,
            "channel": SelectedChannel(id=channel_id),
            "window": Window(as_of=of.as_of, days=of.window_days),
            "scoring": Scoring(method=of.method),
            "terms": Terms(method=of.topics_method),
            "lane": of.lane,
            "on_quota": of.on_quota,
            **changes,
        }
    )
