"""A service says in `ready` that its broker is gone, and takes that back when the broker is there again."""

import asyncio

from common.delivery import KafkaBus, Service
from common.topics import create_topics

from tests.chaos.waiting import until
from tests.engine_room import EngineRoom

PATIENCE_SECONDS = 30


async def test_readiness_is_red_while_the_broker_is_gone_and_green_when_it_is_back(engine_room: EngineRoom):
    kafka = engine_room.new_kafka()
    process = await asyncio.to_thread(engine_room.start, kafka)
    await create_topics([kafka.bootstrap])
    async with Service("scorer", KafkaBus([kafka.bootstrap], client_id="scorer"), ()) as service:
        assert await until(lambda: service.ready() == {"kafka": True}, PATIENCE_SECONDS)
        await asyncio.to_thread(engine_room.kill, process)
        assert await until(lambda: service.ready() == {"kafka": False}, PATIENCE_SECONDS)
        await asyncio.to_thread(engine_room.start, kafka)
        assert await until(lambda: service.ready() == {"kafka": True}, PATIENCE_SECONDS)
