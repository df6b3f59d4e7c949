"""The doorbell rings at every replica, once at each."""

import asyncio
from uuid import UUID

from gateway.live.doorbell import CHANNEL, Doorbell
from redis.asyncio import Redis

from tests.gateway.running import until

FIRST, SECOND = UUID(int=1), UUID(int=2)


async def test_a_ring_is_heard_once_here_and_once_at_each_other_replica(fresh_redis_url):
    async with Redis.from_url(fresh_redis_url) as one, Redis.from_url(fresh_redis_url) as other:
        here, there = Doorbell(one), Doorbell(other)
        heard_here, heard_there = [], []
        here.on_ring(heard_here.append)
        there.on_ring(heard_there.append)
        await asyncio.gather(here.start(), there.start())

        async def both_listen():
            return (await one.pubsub_numsub(CHANNEL))[0][1] == 2

        await until(both_listen)
        here.ring([FIRST])
        await until(lambda: heard_there)
        there.ring([SECOND])
        await until(lambda: SECOND in heard_here)
        await asyncio.gather(here.stop(), there.stop())

    assert heard_here == [FIRST, SECOND]
    assert heard_there == [FIRST, SECOND]


async def test_the_ring_of_a_replica_of_an_older_version_is_heard(fresh_redis_url):
    async with Redis.from_url(fresh_redis_url) as redis:
        doorbell, heard = Doorbell(redis), []
        doorbell.on_ring(heard.append)
        await doorbell.start()

        async def is_told():
            return await redis.publish(CHANNEL, f"{FIRST} {SECOND}") == 1

        await until(is_told)
        await until(lambda: heard)
        await doorbell.stop()

    assert heard == [FIRST, SECOND]
