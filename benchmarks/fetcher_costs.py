"""What analyses cost: cold, repeated, a second one in a niche, a whole day of them, and against their plans.

`python -m benchmarks.fetcher_costs` prints one JSON line a measure, counted by the simulator and not by the fetcher.
Nothing is timed. The fetcher's and discovery's own handlers run in one process over a real Valkey and PostgreSQL.
"""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from common.events import AnalysisSpec, ContentProfile, Lane, Method, TopicsMethod
from gateway.profiles.bundled import bundled
from youtube_simulator.demo.world import demo_world

from benchmarks.fetcher_bench.flow import Flow, Outcome, flow_over
from benchmarks.fetcher_bench.lines import line
from benchmarks.fetcher_bench.worlds import queries, world
from tests.engine_room import EngineRoom

NICHES_A_DAY = 14
LARGE_NICHE = 120
OTHERS = ("Niche 2 creator 3", "@niche2creator4")


def spec_of(flow: Flow, names: tuple[str, ...], profile: ContentProfile, max_channels: int) -> AnalysisSpec:
    return AnalysisSpec(
        exclusion_channels=names,
        profile=profile,
        max_channels=max_channels,
        as_of=flow.simulator.now,
        lane=Lane.INTERACTIVE,
    )


def names_of(niche: int) -> tuple[str, ...]:
    return (f"Niche {niche} creator 0", f"@niche{niche}creator1")


def profile_of(niche: int) -> ContentProfile:
    return ContentProfile(search_queries=queries(niche))


async def cold_and_repeat(room: EngineRoom) -> None:
    """55 channels of a large niche, and the same again."""
    async with flow_over(room, world(niches=1, channels_each=LARGE_NICHE, videos_each=40)) as flow:
        spec = spec_of(flow, names_of(0), profile_of(0), 55)
        cold = await flow.analyse(spec)
        again = await flow.analyse(spec)
    allowed = 1.2 * len(cold.selected) + 4 * len(spec.exclusion_channels) + 10
    line("fetcher cold 55: searches", cold.searches, "searches", "allowed (8 + names)", cold.searches / 8)
    line(
        "fetcher cold 55: units",
        cold.units,
        "units",
        "allowed (1.2 a channel + 4 a name + 10)",
        cold.units / allowed,
        selected=len(cold.selected),
        calls=dict(cold.calls),
    )
    line("fetcher repeat: searches + units", again.searches + again.units, "calls", "cold", _cost(again) / _cost(cold))
    for name, outcome in (("cold", cold), ("repeat", again)):
        bill = outcome.spent.search + outcome.spent.queries + outcome.spent.batch_stats
        line(f"fetcher bill, {name}", bill, "calls", "what it cost", bill / max(1, _cost(outcome)))


async def plans(room: EngineRoom) -> None:
    """What each kind of analysis was planned to cost, against what it did."""
    async with flow_over(room, world(niches=5, channels_each=LARGE_NICHE, videos_each=40)) as flow:

        async def analysed(kind: str, names: tuple[str, ...], niche: int, channels: int, **changes: object) -> None:
            spec = spec_of(flow, names, profile_of(niche), channels)
            told(await flow.analyse(spec.model_copy(update=changes)), kind)

        await analysed("the first of all", names_of(0), 0, 55)
        await analysed("repeat", names_of(0), 0, 55)
        await analysed("another niche", names_of(1), 1, 55)
        await analysed("a third niche", names_of(2), 2, 55)
        await analysed("its channels again, other names", OTHERS, 2, 55)
        await analysed("its channels and more", OTHERS, 2, 90)
        await analysed("another niche, 10 channels", names_of(3), 3, 10)
        await analysed("another niche, 100 channels", names_of(4), 4, 100)
        flow.simulator.advance(timedelta(hours=2))
        await analysed("the same after its counts' TTL", names_of(4), 4, 100, as_of=flow.simulator.now)
    async with flow_over(room, world(niches=1, channels_each=LARGE_NICHE, videos_each=40)) as flow:
        classic = {"method": Method.CLASSIC_1, "topics_method": TopicsMethod.CLASSIC_1, "window_days": 30}
        spec = spec_of(flow, names_of(0), profile_of(0), 55).model_copy(update=classic)
        told(await flow.analyse(spec), "classic")
        told(await flow.analyse(spec), "classic, repeat")


async def second_in_the_niche(room: EngineRoom) -> None:
    """For each niche of the demo world: a first analysis, then one with other names; against one from nothing."""
    document = demo_world()
    for niche, profile in sorted(bundled().items()):
        cast = [one for one in document["channels"] if one["niche"] == niche]
        if not cast:
            continue
        first, second = (cast[0]["title"], cast[1]["title"]), (cast[2]["title"], cast[3]["customUrl"])
        content = ContentProfile.model_validate(profile)
        async with flow_over(room, document) as flow:
            told(await flow.analyse(spec_of(flow, first, content, 100)), f"first in {niche}")
            after = await flow.analyse(spec_of(flow, second, content, 100))
        told(after, f"second in {niche}")
        async with flow_over(room, document) as flow:
            alone = await flow.analyse(spec_of(flow, second, content, 1000))
        found = len(after.selected & alone.selected) / max(1, len(alone.selected))
        line(
            f"fetcher second analysis in {niche}: searches",
            after.searches,
            "searches",
            "channels found, of those that every query finds",
            found,
            units=after.units,
            searches_alone=alone.searches,
        )


async def a_day(room: EngineRoom) -> None:
    """How many cold analyses of different niches the free quota of one day bears."""
    done, searches = 0, 0
    async with flow_over(room, world(niches=NICHES_A_DAY, channels_each=90, videos_each=20)) as flow:
        for niche in range(NICHES_A_DAY):
            outcome = await flow.analyse(spec_of(flow, names_of(niche), profile_of(niche), 55))
            if outcome.channels < len(outcome.selected) or not outcome.selected:
                break
            done += 1
            searches += outcome.searches
        used = flow.simulator.api.quota.used(flow.simulator.now)
    line(
        "fetcher cold analyses a day",
        done,
        "analyses",
        "the original",
        done,
        searches=searches,
        used={str(bucket): count for bucket, count in used.items()},
    )


def told(outcome: Outcome, kind: str) -> None:
    """How right the plan was, and in how many calls it was wrong."""
    plan = outcome.plan.plan
    planned = plan.searches.expected + plan.queries.expected + plan.batch_stats.expected
    cost = _cost(outcome)
    line(
        f"fetcher plan: {kind}", planned, "calls", "what it cost", planned / cost if cost else 1.0 + planned, cost=cost
    )


def _cost(outcome: Outcome) -> int:
    return sum(outcome.calls.values())


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = EngineRoom(Path(folder))
        try:
            await cold_and_repeat(room)
            await plans(room)
            await second_in_the_niche(room)
            await a_day(room)
        finally:
            await asyncio.to_thread(room.close)


if __name__ == "__main__":
    asyncio.run(main())
