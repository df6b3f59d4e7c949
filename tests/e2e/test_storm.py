"""A short seeded storm over the whole stack; `make chaos` lets longer ones loose."""

from collections.abc import Mapping

import pytest

from tests.chaos.evidence import Findings
from tests.chaos.invariants import violations
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack
from tests.chaos.orders import orders
from tests.chaos.patient_client import PatientClient
from tests.chaos.storm import Storm
from tests.chaos.strikes import blows

SEED, KILLS, ANALYSES = 8, 8, 8


@pytest.mark.timeout(600)
async def test_a_seeded_storm_breaks_nothing(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings]
):
    drawn = list(blows(SEED, KILLS, stack.services, mean_pause_seconds=1))
    asked = orders(SEED, ANALYSES, len(drawn), sorted(KINDS))
    evidence = await Storm(stack, client, reference, lambda _: None).rage(asked, drawn)
    assert not {name: found for name, found in violations(evidence).items() if found}
