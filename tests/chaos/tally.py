"""Quota over the lives of those who count it: a simulator that is killed and a cache that is wiped begin at nought."""

import asyncio
from collections import Counter
from collections.abc import Mapping

import httpx
from redis.asyncio import Redis

from tests.chaos import collecting
from tests.chaos.live_stack import LiveStack
from tests.chaos.patient_client import PatientClient

ANSWER_SECONDS = 60.0
AGAIN_SECONDS = 0.2
_WIPE = """
local found = {}
for _, key in ipairs(redis.call('KEYS', 'quota:*')) do
  if not string.find(key, ':held$') then
    table.insert(found, key)
    table.insert(found, redis.call('HGET', key, 'used') or '0')
  end
end
redis.call('FLUSHALL')
return found
"""


class Tally:
    """What was booked and spent so far, across restarts."""

    def __init__(self, stack: LiveStack) -> None:
        self._stack = stack
        self._booked: Counter[str] = Counter()
        self._spent: Counter[str] = Counter()

    async def before_the_simulator_ends(self) -> None:
        """Take over what it has counted; what it counts from now on until its end is lost, which only helps it.

        Raises:
            TimeoutError: It does not say.
        """
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                try:
                    self._spent.update(await collecting.spent(self._stack))
                except httpx.HTTPError:
                    await asyncio.sleep(AGAIN_SECONDS)  # it is just being started: it answers when it is
                else:
                    return

    async def wipe(self) -> None:
        """Wipe the cache in one step with reading what was booked in it."""
        async with Redis.from_url(self._stack.redis) as redis:
            pairs = await redis.eval(_WIPE, 0)
        for key, used in zip(pairs[::2], pairs[1::2], strict=True):
            self._booked[key.decode().split(":")[1]] += int(used)

    async def totals(self, client: PatientClient) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Booked and spent, by bucket."""
        self._booked.update(await collecting.booked(client))
        self._spent.update(await collecting.spent(self._stack))
        return self._booked, self._spent
