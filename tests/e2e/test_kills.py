"""Each service is killed in turn while twenty analyses run: nothing is lost, nothing counts twice."""

from collections.abc import Mapping

import pytest

from tests.chaos.evidence import Findings
from tests.chaos.invariants import violations
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack
from tests.chaos.orders import Order
from tests.chaos.patient_client import PatientClient
from tests.chaos.storm import Storm
from tests.chaos.strikes import Blow, Strike

ANALYSES = 20
KILLED = ("youtube_fetcher", "discovery", "scorer", "gateway", "kafka", "postgres", "valkey")
SECONDS_BETWEEN = 1.5


@pytest.mark.timeout(600)
async def test_twenty_analyses_are_the_same_as_undisturbed_while_each_service_is_killed(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings]
):
    kills = [Blow(n, SECONDS_BETWEEN, Strike.KILL, service, 0, 0) for n, service in enumerate(KILLED, 1)]
    names = sorted(KINDS)
    orders = [
        Order(
            number=n,
            kind=names[n % len(names)],
            after_blows=n * len(kills) // ANALYSES,
            cancel_after_seconds=None,
            followed=n % 4 == 0,
            rescored=n % 10 == 5,
        )
        for n in range(ANALYSES)
    ]
    evidence = await Storm(stack, client, reference, lambda _: None).rage(orders, kills)
    assert not {name: found for name, found in violations(evidence).items() if found}
    assert len(evidence.ran) == ANALYSES + 2
