"""Figures of a group: how far it is behind, and what became of its records."""

import asyncio

from common.delivery import handles
from prometheus_client import REGISTRY

from tests.common.builders import progress, sealed
from tests.common.buses import Rig, until


def figure(name: str, rig: Rig, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"service": rig.name, "group": rig.group} | labels)


async def test_a_group_shows_how_far_it_is_behind_and_how_long_its_batches_took(rig: Rig):
    gate = asyncio.Event()

    @handles(rig.inbox, group=rig.group, max_records=1)
    async def work(event, emit):
        await gate.wait()

    await rig.broker.write(*(sealed(rig.inbox, progress(done=n)) for n in range(10)))
    async with rig.service(work.bind()) as service:

        async def behind() -> bool:
            await service.measure()
            return (figure("outlier_lag_records", rig) or 0) > 0

        await until(behind, "a lag")
        gate.set()

        async def worked_off() -> bool:
            await service.measure()
            return figure("outlier_lag_records", rig) == 0

        await until(worked_off, "no lag")
        await until(lambda: figure("outlier_stage_seconds_count", rig) == 10, "ten batches")
    assert figure("outlier_records_total", rig, result="handled") == 10
    assert (figure("outlier_batch_seconds_sum", rig) or 0) <= (figure("outlier_stage_seconds_sum", rig) or 0)


async def test_a_service_that_has_not_started_measures_nothing(rig: Rig):
    @handles(rig.inbox, group=rig.group)
    async def work(event, emit): ...

    await rig.service(work.bind()).measure()
    assert figure("outlier_lag_records", rig) is None
