"""Whole analyses in one process: the fetcher's and discovery's own handlers over a real Valkey and PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from common import streams
from common.delivery import Subscription
from common.delivery.testing import FakeEmit
from common.events import (
    AnalysisRequested,
    AnalysisSpec,
    CandidateChannelsFetched,
    ChannelSelected,
    ChannelSkipped,
    ChannelVideosFetched,
    Event,
    ExclusionVideosFetched,
    QuotaSpent,
)
from common.streams import Stream
from discovery.app import subscriptions as discovery_subscriptions
from discovery.database import Database
from discovery.migrate import migrate
from discovery.recorded import Recorded
from discovery.seen import Seen
from youtube_fetcher.account import Account
from youtube_fetcher.app import subscriptions as fetcher_subscriptions
from youtube_fetcher.parts import Parts
from youtube_fetcher.planning.planner import Forecast
from youtube_simulator.world_file import world_of

from tests.engine_room import EngineRoom
from tests.fetcher.builders import Simulator, fetcher

OWNER = "bench"


@dataclass
class Outcome:
    """What one analysis found and cost; `calls` as the simulator counted them."""

    plan: Forecast
    calls: Mapping[str, int] = field(default_factory=dict)
    spent: QuotaSpent = field(default_factory=QuotaSpent)
    candidates: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()
    channels: int = 0

    @property
    def searches(self) -> int:
        """Calls of the Search bucket."""
        return self.calls.get("search.list", 0)

    @property
    def units(self) -> int:
        """Units of the Queries bucket."""
        others = ("search.list", "videos.batchGetStats")
        return sum(count for method, count in self.calls.items() if method not in others)


class Flow:
    """Carries events from handler to handler."""

    def __init__(self, simulator: Simulator, parts: Parts, database: Database) -> None:
        self.simulator = simulator
        self.parts = parts
        self._by_stream: dict[str, list[Subscription]] = {}
        for one in (*fetcher_subscriptions(parts), *discovery_subscriptions(Seen(database), Recorded(database))):
            for stream in one.streams:
                self._by_stream.setdefault(stream.name, []).append(one)

    async def analyse(self, spec: AnalysisSpec) -> Outcome:
        """Run one analysis until every channel is fetched or skipped."""
        before = Counter(self.simulator.calls)
        outcome = Outcome(await self.parts.planner.forecast(spec, Account(OWNER, spec.lane)))
        request = AnalysisRequested(analysis_id=uuid4(), owner=OWNER, spec=spec, requested_at=spec.as_of)
        await self._carry(streams.ANALYSIS_LIFECYCLE, [request], outcome)
        outcome.calls = dict(Counter(self.simulator.calls) - before)
        return outcome

    async def _carry(self, stream: Stream, events: Sequence[Event], outcome: Outcome) -> None:
        for event in events:
            _note(event, outcome)
        for subscription in self._by_stream.get(stream.name, ()):
            wanted = [event for event in events if event.type_name() in subscription.types]
            together = [wanted] if wanted and subscription.batch else wanted
            emits = await asyncio.gather(*(_call(subscription, one) for one in together))
            following: dict[Stream, list[Event]] = {}
            for emit in emits:
                for target, event in emit.events:
                    following.setdefault(target, []).append(event)
            for target, emitted in following.items():
                await self._carry(target, emitted, outcome)


async def _call(subscription: Subscription, argument: Event | Sequence[Event]) -> FakeEmit:
    emit = FakeEmit()
    await subscription.call(argument, emit)
    return emit


def _note(event: Event, outcome: Outcome) -> None:
    match event:
        case ExclusionVideosFetched():
            outcome.spent += event.spent
        case CandidateChannelsFetched():
            outcome.spent += event.spent
            outcome.candidates = frozenset(one.channel.id for one in event.candidates)
        case ChannelSelected():
            outcome.selected |= {event.channel.id}
        case ChannelVideosFetched() | ChannelSkipped():
            outcome.spent += event.spent
            outcome.channels += 1


@asynccontextmanager
async def flow_over(room: EngineRoom, document: dict[str, Any]) -> AsyncIterator[Flow]:
    """A flow over a world, with nothing known yet."""
    url = await asyncio.to_thread(room.create_database)
    database = Database(url)
    await migrate(database)
    simulator = Simulator(world_of(document))
    redis_url = await asyncio.to_thread(room.next_redis_url)
    async with fetcher(simulator, redis_url) as parts:
        yield Flow(simulator, parts, database)
    await database.stop()
