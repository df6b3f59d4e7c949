"""A rolling deploy under load: a breaking version of an event lands beside the one in use, readers first."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from common.streams import CHANNEL_OUTCOMES

from tests.chaos.invariants import violations
from tests.chaos.live_stack import live_stack
from tests.chaos.orders import Order
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.storm import Storm
from tests.chaos.strikes import Blow, Strike
from tests.chaos.variants import next_outcomes
from tests.chaos.variants.standing_in import stand_in, variant_settings
from tests.chaos.world import write_still_world

STEADY = ("classic coding", "classic cooking")
ANALYSES = 16
PAUSE_SECONDS = 2.5
GOLDEN = Path(__file__).parents[1] / "contract" / "golden" / "ChannelScored.v1.json"
NEXT = {"gateway": "tests.chaos.variants.next_gateway", "scorer": "tests.chaos.variants.next_scorer"}
DEPLOY = [
    Blow(number, PAUSE_SECONDS, Strike.RESTART, service, which, 0)
    for number, (service, which) in enumerate(
        [("gateway", 0.25), ("gateway", 0.75), ("scorer", 0.25), ("scorer", 0.75)], 1
    )
]
"""Those who read a version are deployed before those who write it; of each, one process after the other."""


@pytest.mark.timeout(600)
async def test_nothing_is_lost_while_readers_and_then_writers_of_version_2_are_deployed(tmp_path: Path):
    world = write_still_world(tmp_path / "world.json")
    settings = PLENTY | variant_settings(tmp_path / "next", {})
    scale = {"gateway": 2, "scorer": 2}
    with live_stack(tmp_path / "stack", world=world, scale=scale, settings=settings) as stack:
        async with PatientClient(stack.url) as client:
            reference = await undisturbed(client, STEADY)
            stand_in(tmp_path / "next", NEXT)
            orders = [
                Order(
                    number=number,
                    kind=STEADY[number % len(STEADY)],
                    after_blows=number * (len(DEPLOY) + 1) // ANALYSES,
                    cancel_after_seconds=None,
                    followed=number % 8 == 0,
                    rescored=number % 8 == 3,
                )
                for number in range(ANALYSES)
            ]

            async def the_last_one_stands() -> bool:
                """A writer of version 2 must not begin while a reader of version 1 is still about to end."""
                return stack.stands

            storm = Storm(stack, client, reference, lambda _: None, may_strike=the_last_one_stands)
            evidence = await storm.rage(orders, DEPLOY)
    assert not {name: found for name, found in violations(evidence).items() if found}
    told = Counter(told.type for told in evidence.told)
    assert min(told["ChannelScored.v1"], told["ChannelScored.v2"]) > 0


def test_a_catalogue_that_has_version_2_still_reads_what_was_written_in_version_1():
    catalogue = replace(CHANNEL_OUTCOMES, payloads=(*CHANNEL_OUTCOMES.payloads, next_outcomes.ChannelScored))
    before = catalogue.decode("ChannelScored.v1", GOLDEN.read_bytes())
    after = next_outcomes.of_version_2(before)
    assert catalogue.decode("ChannelScored.v2", after.model_dump_json().encode()) == after
    assert type(before) is not type(after)
    assert json.loads(after.model_dump_json()).items() > json.loads(before.model_dump_json()).items()
