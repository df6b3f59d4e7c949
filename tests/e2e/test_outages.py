"""What is away for a while: callers are told, nothing is lost, all heals by itself."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack

import pytest

from tests.chaos.evidence import Findings
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.observing import KIND, Observed, observe
from tests.chaos.outages import OUTAGES, small_disk
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.world import write_still_world

SECONDS = 6.0

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    folder = tmp_path_factory.mktemp("outages")
    world = write_still_world(folder / "world.json")
    with ExitStack() as ends:
        try:
            ends.enter_context(small_disk(folder / "stack"))
        except PermissionError as refused:
            pytest.skip(str(refused))
        yield ends.enter_context(live_stack(folder / "stack", world=world, settings=PLENTY))


@pytest.fixture(scope="module")
async def small_disk_client(on_small_disk: LiveStack) -> AsyncIterator[PatientClient]:
    async with PatientClient(on_small_disk.url) as client:
        yield client


@pytest.fixture(scope="module")
async def small_disk_reference(small_disk_client: PatientClient) -> Mapping[str, Findings]:
    return await undisturbed(small_disk_client, [KIND])


@pytest.mark.parametrize(
    ("outage", "missing", "answers"),
    [
        ("Postgres is down", "database", {"POST /analyses: 503", "GET /analyses/{id}: 503"}),
        ("the broker's disk is full", "kafka", {"POST /analyses: 202", "GET /analyses/{id}: 200"}),
    ],
)
async def test_callers_and_operator_are_told_what_is_missing_and_nothing_is_lost(
    on_small_disk: LiveStack,
    small_disk_client: PatientClient,
    small_disk_reference: Mapping[str, Findings],
    outage: str,
    missing: str,
    answers: set[str],
):
    def shows(seen: Observed) -> bool:
        told = missing == "database" or f"queued, {missing}" in seen.waiting_for
        return told and missing in seen.red and answers <= set(seen.answers)

    seen = await observe(
        on_small_disk, small_disk_client, small_disk_reference[KIND], OUTAGES[outage], SECONDS, shows=shows
    )
    assert (seen.wrong, small_disk_client.crashes) == ([], [])
    assert answers <= set(seen.answers) <= answers | {"GET /analyses/{id}: 200"}
    assert set(seen.red) == {missing}
    assert missing == "database" or f"queued, {missing}" in seen.waiting_for
