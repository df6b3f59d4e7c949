"""What the delivery rules are for: with one of them broken, the same treatment breaks an invariant."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer
from common.delivery import KafkaBus, Record
from common.delivery.envelope import CORRELATION, TYPE
from common.events import ChannelScored
from common.streams import CHANNEL_OUTCOMES

from tests.chaos import collecting
from tests.chaos.evidence import Evidence, Findings, Ran
from tests.chaos.invariants import violations
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack, family, live_stack, send
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.variants.hasty_scorer import HOLD
from tests.chaos.variants.standing_in import variant_settings
from tests.chaos.waiting import until
from tests.chaos.world import write_still_world

KIND = "classic woodworking"
PATIENCE_SECONDS = 60
QUIET_SECONDS = 3
AGAIN = 20
"""Times that a record comes again: repeats in one poll of the gateway are one arrival, and it has to make up 8.

All of them come before the scorer that stands still is relieved by the other one, after a session's 6 s.
"""
APART_SECONDS = 0.15
TRIALS = 6
"""By chance the scorer that stands still may have none of the channels, or be relieved too soon."""
ASIDE = {"search": 1}
"""Quota that is booked and spent: it is not what these are about."""

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def hold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is not there; while it is, broken scorers send nothing of what they promised."""
    return tmp_path_factory.mktemp("hold") / "hold"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, hold: Path) -> Iterator[LiveStack]:
    """A stack whose scorers commit before they publish, and whose gateway counts what arrives."""
    folder = tmp_path_factory.mktemp("broken rules")
    variants = {
        "scorer": "tests.chaos.variants.hasty_scorer",
        "gateway": "tests.chaos.variants.counting_gateway",
    }
    settings = PLENTY | variant_settings(folder / "variants", variants) | {HOLD: str(hold)}
    world = write_still_world(folder / "world.json")
    with live_stack(folder / "stack", world=world, scale={"scorer": 2}, settings=settings) as stack:
        yield stack


@pytest.fixture(scope="module")
async def broken_client(broken: LiveStack) -> AsyncIterator[PatientClient]:
    async with PatientClient(broken.url) as client:
        yield client


@pytest.fixture(scope="module")
async def broken_reference(broken_client: PatientClient) -> Mapping[str, Findings]:
    """What is found undisturbed, which broken rules do not change."""
    return await undisturbed(broken_client, [KIND])


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process stands still for as long as the block lasts."""
    group = family(pid)
    send(group, signal.SIGSTOP)
    try:
        yield
    finally:
        send(group, signal.SIGCONT)


@contextmanager
def there(file: Path) -> Iterator[None]:
    """A file is there for as long as the block lasts."""
    file.touch()
    try:
        yield
    finally:
        file.unlink()


async def scored(stack: LiveStack, analysis: UUID) -> list[Record]:
    """The scores that the log has of an analysis."""
    return [
        record
        async for record in KafkaBus(stack.brokers, client_id="evidence").read(CHANNEL_OUTCOMES.name, None, None)
        if (record.header(CORRELATION), record.header(TYPE)) == (str(analysis), ChannelScored.type_name())
    ]


async def tell_again(stack: LiveStack, record: Record) -> None:
    """Deliver a record again and again, as at-least-once may."""
    async with AIOKafkaProducer(bootstrap_servers=stack.brokers) as producer:
        for _ in range(AGAIN):
            await asyncio.sleep(APART_SECONDS)
            await producer.send_and_wait(record.topic, record.value, record.key, headers=list(record.headers))


async def broken_when_a_score_comes_again(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings], *, still: int = 0
) -> dict[str, list[str]]:
    """An analysis whose first score is delivered again while one of two scorers, number `still`, stands still."""
    with frozen(stack.pids("scorer")[still]):
        analysis = await client.start(KINDS[KIND])
        assert await until(lambda: scored(stack, analysis), PATIENCE_SECONDS)
        [first, *_] = await scored(stack, analysis)
        await tell_again(stack, first)
    view = await client.ended(analysis, PATIENCE_SECONDS)
    ran = Ran(analysis, KIND, cancelled=False, view=view, results=await client.results(analysis))
    return violations(Evidence(reference, [ran], await collecting.told(stack, [analysis]), booked=ASIDE, spent=ASIDE))


async def broken_when_the_scorers_are_killed_at_work(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings], *, hold: Path | None = None
) -> dict[str, list[str]]:
    """An analysis whose scorers are killed as soon as they have committed something; `hold` is there until then."""
    with there(hold) if hold else nullcontext():
        before = await collecting.committed(stack, "scorer.score")
        analysis = await client.start(KINDS[KIND])

        async def have_committed() -> bool:
            return await collecting.committed(stack, "scorer.score") > before

        assert await until(have_committed, PATIENCE_SECONDS)
        victims = set(stack.pids("scorer"))
        send([*victims], signal.SIGKILL)
    assert await until(lambda: victims.isdisjoint(stack.pids("scorer")), PATIENCE_SECONDS)
    await stack.until_ready()
    outbox, lag = await collecting.at_rest(stack)
    view = await client.ended(analysis, QUIET_SECONDS)
    ran = Ran(analysis, KIND, cancelled=False, view=view, results=await client.results(analysis))
    told = await collecting.told(stack, [analysis])
    return violations(Evidence(reference, [ran], told, booked=ASIDE, spent=ASIDE, outbox=outbox, lag=lag))


async def test_a_score_that_comes_again_and_scorers_killed_at_work_break_nothing(
    stack: LiveStack, client: PatientClient, reference: Mapping[str, Findings]
):
    again = await broken_when_a_score_comes_again(stack, client, reference)
    killed = await broken_when_the_scorers_are_killed_at_work(stack, client, reference)
    assert not any([*again.values(), *killed.values()]), (again, killed)


async def test_a_gateway_that_counts_what_arrives_completes_too_early(
    broken: LiveStack, broken_client: PatientClient, broken_reference: Mapping[str, Findings]
):
    found: list[str] = []
    for trial in range(TRIALS):
        broke = await broken_when_a_score_comes_again(broken, broken_client, broken_reference, still=trial % 2)
        found += broke["counts_come_from_facts"]
        if found:
            break
    assert "complete with" in " ".join(found)


async def test_scorers_that_commit_before_they_publish_lose_what_they_had(
    broken: LiveStack, broken_client: PatientClient, broken_reference: Mapping[str, Findings], hold: Path
):
    found = await broken_when_the_scorers_are_killed_at_work(broken, broken_client, broken_reference, hold=hold)
    assert "is scoring, not completed" in found["every_analysis_ended"][0]
