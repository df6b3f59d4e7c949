"""The projection is built anew on a live system: nobody notices but that live clients get a snapshot."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial

import pytest

from tests.chaos.evidence import Findings
from tests.chaos.follower import Follower
from tests.chaos.invariants import findings
from tests.chaos.kinds import KINDS, is_steady
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import Json, PatientClient
from tests.chaos.waiting import until

PATIENCE_SECONDS = 90
ANALYSES = 16
STEADY = sorted(kind for kind in KINDS if is_steady(kind))


async def rebuilt(client: PatientClient) -> Json:
    """Build anew and swap."""
    (await client.ask("POST", "/admin/rebuild", json={"swap": True})).raise_for_status()

    async def done() -> bool:
        return (await client.ask("GET", "/admin/rebuild")).json()["state"] != "running"

    assert await until(done, PATIENCE_SECONDS)
    view: Json = (await client.ask("GET", "/admin/rebuild")).json()
    return view


def holds(follower: Follower, truth: Json) -> bool:
    """Whether a live client has come to the truth."""
    return follower.analysis == truth


@pytest.mark.timeout(600)
async def test_analyses_go_on_while_the_projection_is_built_anew_and_swapped(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings]
):
    async with AsyncExitStack() as following:
        kinds = [STEADY[number % len(STEADY)] for number in range(ANALYSES)]
        starting = [asyncio.create_task(client.start(KINDS[kind])) for kind in kinds]
        views = []
        for _ in range(2):
            view = await rebuilt(client)
            assert (view["state"], view["error"], view["swapped"]) == ("done", None, True)
            assert view["equal"], (view["before"], view["after"])
            views.append(view)
            if len(views) == 1:
                followers = [
                    await following.enter_async_context(Follower(stack.url, analysis))
                    for analysis in await asyncio.gather(*starting)
                ]
        for kind, follower in zip(kinds, followers, strict=True):
            truth = await client.ended(follower.analysis_id, PATIENCE_SECONDS)
            assert truth["state"] == "completed"
            assert findings(await client.results(follower.analysis_id)) == reference[kind]
            assert await until(partial(holds, follower, truth), PATIENCE_SECONDS)
            assert follower.went_back == []
        assert await until(lambda: len({follower.epoch for follower in followers}) == 1, PATIENCE_SECONDS)
