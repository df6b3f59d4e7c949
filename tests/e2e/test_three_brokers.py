"""Three brokers that keep copies for one another: killed and restarted in turn under load, they lose nothing."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest
from aiokafka.errors import KafkaError

from tests.chaos import collecting
from tests.chaos.evidence import Findings
from tests.chaos.invariants import violations
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.orders import Order
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.storm import Storm
from tests.chaos.strikes import Blow, Strike
from tests.chaos.world import write_still_world

STEADY = ("classic coding", "classic cooking")
BROKERS = 3
ANALYSES = 16
PAUSE_SECONDS = 1.5

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    folder = tmp_path_factory.mktemp("three brokers")
    world = write_still_world(folder / "world.json")
    with live_stack(folder / "stack", world=world, brokers=BROKERS, settings=PLENTY) as stack:
        yield stack


@pytest.fixture(scope="module")
async def three_client(three: LiveStack) -> AsyncIterator[PatientClient]:
    async with PatientClient(three.url) as client:
        yield client


@pytest.fixture(scope="module")
async def three_reference(three_client: PatientClient) -> Mapping[str, Findings]:
    return await undisturbed(three_client, STEADY)


BLOWS = [
    Blow(number, PAUSE_SECONDS, strike, "kafka", which, 0)
    for number, (strike, which) in enumerate(
        [(Strike.KILL, 0.5), (Strike.RESTART, 0.1), (Strike.RESTART, 0.5), (Strike.RESTART, 0.9)], 1
    )
]
"""A broker is killed; then all are restarted in turn."""


async def test_a_broker_is_killed_and_all_are_restarted_in_turn_and_nothing_is_lost(
    three: LiveStack, three_client: PatientClient, three_reference: Mapping[str, Findings]
):
    async def in_step() -> bool:
        """As an operator waits for the copies before the next broker."""
        with contextlib.suppress(KafkaError):
            return three.stands and await collecting.copies_are_in_step(three)
        return False

    orders = [
        Order(
            number=number,
            kind=STEADY[number % len(STEADY)],
            after_blows=number * len(BLOWS) // ANALYSES,
            cancel_after_seconds=None,
            followed=number % 6 == 0,
            rescored=number % 9 == 4,
        )
        for number in range(ANALYSES)
    ]
    storm = Storm(three, three_client, three_reference, lambda _: None, may_strike=in_step)
    evidence = await storm.rage(orders, BLOWS)
    assert not {name: found for name, found in violations(evidence).items() if found}
    assert storm.striker.done == {(Strike.KILL, "kafka"): 1, (Strike.RESTART, "kafka"): 3}
