"""Trace ids flow through an analysis whether or not anybody collects spans."""

from uuid import UUID, uuid4

from common import tracing
from common.delivery import handles
from common.delivery.observing import Handling
from common.delivery.record import Record

from tests.common.builders import progress, sealed, skipped
from tests.common.buses import Rig, until

ANALYSIS = UUID("6f1c2d9e-6c56-4c1e-9a0b-0d8f4b6f6d11")


async def test_what_an_analysis_leads_to_carries_its_trace(rig: Rig):
    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        await emit(rig.outbox, skipped(event.analysis_id))

    analysis = uuid4()
    await rig.broker.write(sealed(rig.inbox, progress(analysis)))
    async with rig.service(work.bind()):
        await until(lambda: _outputs(rig), "the output")
    [output] = await rig.outputs()
    assert (output.header("traceparent") or "").split("-")[1] == analysis.hex


def test_what_no_record_led_to_belongs_to_its_analysis_trace():
    assert tracing.current(ANALYSIS) == "00-6f1c2d9e6c564c1e9a0b0d8f4b6f6d11-9a0b0d8f4b6f6d11-01"


def test_a_handled_record_passes_its_place_in_the_trace_on():
    place = f"00-{ANALYSIS.hex}-00f067aa0ba902b7-01"
    with Handling("a.group", Record("stream", 0, 0, 0, None, b"", (("traceparent", place.encode()),))):
        assert tracing.current(uuid4()) == place
    assert tracing.current(ANALYSIS) != place


def test_beginning_without_a_collector_changes_nothing():
    with tracing.beginning(ANALYSIS, "start"):
        assert tracing.root_to_begin() is None


async def _outputs(rig: Rig) -> bool:
    return len(await rig.outputs()) == 1
