"""Dead letters have a way back, on both buses."""

from functools import partial

import pytest
from common.delivery import handles
from common.delivery.dead_letters import SentBackTooOften, Settlement, dead_letters, drop, send_back

from tests.common.builders import progress, sealed, skipped
from tests.common.buses import Rig, until


async def give_up(rig: Rig, records: int) -> None:
    """Let a handler with a bug make dead letters, and end when their records are done with: none comes again."""

    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        raise KeyError("bug")

    await rig.broker.write(*(sealed(rig.inbox, progress(done=n)) for n in range(records)))
    async with rig.service(work.bind()):
        await until(lambda: _letters(rig, records), "the letters")
        await until(lambda: _committed(rig, records), "the commits")


def mended(rig: Rig):
    @handles(rig.inbox, group=rig.group)
    async def work(event, emit):
        await emit(rig.outbox, skipped(event.analysis_id, f"UC{event.done}"))

    return work.bind()


async def test_a_letter_sent_back_is_handled_by_the_mended_handler_and_settled(rig: Rig):
    await give_up(rig, 2)
    bus = rig.broker.bus()
    await bus.start()
    first, second = await dead_letters(bus, [rig.name])
    assert (first.waiting.group, first.waiting.reason, first.event_type) == (
        rig.group,
        "handler_failed",
        "ProgressReported.v1",
    )
    await send_back(bus, first)
    await drop(bus, second)
    async with rig.service(mended(rig)):
        await until(lambda: _outputs(rig, 1), "the healed output")
    assert [letter.settlement for letter in await dead_letters(bus, [rig.name])] == [
        Settlement.SENT,
        Settlement.DROPPED,
    ]
    assert len(await rig.outputs()) == 1, "the dropped letter is not handled"
    await bus.stop()


async def test_a_letter_that_keeps_coming_back_shows_as_a_loop(rig: Rig):
    await give_up(rig, 1)
    bus = rig.broker.bus()
    await bus.start()

    @handles(rig.inbox, group=rig.group)
    async def still_broken(event, emit):
        raise KeyError("bug")

    async with rig.service(still_broken.bind()):
        for times in range(1, 4):
            await send_back(bus, (await dead_letters(bus, [rig.name]))[-1])
            await until(partial(_letters, rig, times + 1), "the letter again")
    last = (await dead_letters(bus, [rig.name]))[-1]
    assert last.waiting.sent_back == 3
    with pytest.raises(SentBackTooOften, match="3 times"):
        await send_back(bus, last)
    await bus.stop()


async def _letters(rig: Rig, number: int) -> bool:
    bus = rig.broker.bus()
    return len(await dead_letters(bus, [rig.name])) >= number


async def _committed(rig: Rig, number: int) -> bool:
    return await rig.broker.committed(rig.group, rig.inbox.name) >= number


async def _outputs(rig: Rig, number: int) -> bool:
    return len(await rig.outputs()) >= number
