"""Processes of a service come and go under load: nothing is lost."""

import asyncio
from collections.abc import Mapping

import pytest

from tests.chaos import collecting
from tests.chaos.evidence import Evidence, Findings, Ran
from tests.chaos.invariants import violations
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import PatientClient
from tests.chaos.scaling import Load, more_of

STEADY = ("classic coding", "classic cooking", "classic fitness")
WHILE_SECONDS = 2


@pytest.mark.timeout(600)
async def test_scorers_and_fetchers_go_from_one_to_four_and_back_under_load(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings]
):
    async with Load(client, STEADY) as load:
        for service in ("scorer", "youtube_fetcher"):
            async with more_of(stack, service):
                await asyncio.sleep(WHILE_SECONDS)
            await asyncio.sleep(WHILE_SECONDS)
    outbox, lag = await collecting.at_rest(stack)
    ran = [
        Ran(
            one.id,
            one.kind,
            cancelled=False,
            view=await client.analysis(one.id),
            results=await client.results(one.id),
        )
        for one in load.took
    ]
    evidence = Evidence(
        reference,
        ran,
        await collecting.told(stack, [one.id for one in ran]),
        booked=await collecting.booked(client),
        spent=await collecting.spent(stack),
        outbox=outbox,
        lag=lag,
        letters=await collecting.open_letters(stack),
        rebuild=await collecting.rebuilt(client),
        crashes=client.crashes,
    )
    assert not {name: found for name, found in violations(evidence).items() if found}
    assert len(ran) >= len(STEADY)
