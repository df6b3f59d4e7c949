"""The whole stack, once for all tests here: it starts when the first of them asks for it."""

from collections.abc import AsyncIterator, Iterator, Mapping

import pytest

from tests.chaos.clock_keeper import ClockKeeper
from tests.chaos.evidence import Findings
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.world import write_still_world
from tests.e2e.collector import Collector, collecting


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Where the stack's services send their spans."""
    with collecting() as running:
        yield running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[LiveStack]:
    """A laptop stack over a world that stands still, with two scorers, which sends its spans at once."""
    folder = tmp_path_factory.mktemp("e2e")
    world = write_still_world(folder / "world.json")
    traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    with live_stack(folder / "stack", world=world, scale={"scorer": 2}, settings=PLENTY | traced) as running:
        yield running


@pytest.fixture(scope="session")
async def client(stack: LiveStack) -> AsyncIterator[PatientClient]:
    """A client of its gateway; the world's clock stands still meanwhile."""
    async with PatientClient(stack.url) as client, ClockKeeper(stack.simulator_url):
        yield client


@pytest.fixture(scope="session")
async def reference(client: PatientClient) -> Mapping[str, Findings]:
    """What each kind of analysis finds when nothing goes wrong."""
    return await undisturbed(client, KINDS)
