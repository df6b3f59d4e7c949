"""Lets blows fall on a live stack, and sees to it that all stand again at the end."""

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable

from redis.exceptions import RedisError

from tests.chaos.live_stack import LiveStack, alive, family, send
from tests.chaos.strikes import Blow, Strike
from tests.chaos.tally import Tally
from tests.chaos.waiting import until

SIMULATOR = "youtube_simulator"
GONE_SECONDS = 60.0
"""How long a blow waits for its victim to be started again before it falls on nobody."""

MayStrike = Callable[[], Awaitable[bool]]


class Striker:
    """Strikes one blow after the other; freezes thaw on their own meanwhile."""

    def __init__(self, stack: LiveStack, tally: Tally, may_strike: MayStrike | None = None) -> None:
        """Strikes nobody yet.

        Args:
            stack: Whom.
            tally: Is told before what it counts by begins anew.
            may_strike: A blow falls only when this says yes and who was told to end has ended; None = whenever it is
                its time.
        """
        self._stack = stack
        self._may_strike = may_strike
        self._tally = tally
        self.fallen = 0
        """Blows so far."""
        self.done: Counter[tuple[str, str]] = Counter()
        """Strike and service → how often."""
        self._frozen: set[int] = set()
        self._ending: set[int] = set()

    async def strike_all(self, blows: Iterable[Blow]) -> None:
        """Let all blows fall, then wait for the last freeze to end, and for whoever was told to end."""
        async with asyncio.TaskGroup() as thawing:
            for blow in blows:
                await asyncio.sleep(blow.pause_seconds)
                if self._may_strike:
                    await self._until_calm(self._may_strike)
                await self._strike(blow, thawing)
                self.fallen = blow.number
        await self._until_ended()
        if self._may_strike:
            await self._until_calm(self._may_strike)

    async def _until_calm(self, may_strike: MayStrike) -> None:
        await self._until_ended()
        await until(may_strike)

    async def _until_ended(self) -> None:
        await until(lambda: not any(map(alive, self._ending)))

    async def _strike(self, blow: Blow, thawing: asyncio.TaskGroup) -> None:
        if blow.strike is Strike.WIPE:
            if not await self._wiped():
                return
        else:
            if blow.service == SIMULATOR and blow.strike is not Strike.FREEZE:
                await self._tally.before_the_simulator_ends()
            pid = await self._victim(blow)
            if pid is None:
                return
            match blow.strike:
                case Strike.KILL:
                    send([pid], signal.SIGKILL)
                case Strike.RESTART:
                    send([pid], signal.SIGTERM)
                    self._ending.add(pid)
                case Strike.FREEZE:
                    thawing.create_task(self._freeze(pid, blow.hold_seconds))
        self.done[blow.strike, blow.service] += 1

    async def _victim(self, blow: Blow) -> int | None:
        """The process that the blow is for; waits for one that is just being started again."""
        if not await until(lambda: self._standing(blow.service), GONE_SECONDS):
            return None
        pids = self._standing(blow.service)
        return pids[int(blow.which * len(pids))] if pids else None

    def _standing(self, service: str) -> list[int]:
        return [pid for pid in self._stack.pids(service) if pid not in self._frozen]

    async def _freeze(self, pid: int, seconds: float) -> None:
        group = family(pid)
        self._frozen.add(pid)
        send(group, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            send(group, signal.SIGCONT)
            self._frozen.discard(pid)

    async def _wiped(self) -> bool:
        try:
            await self._tally.wipe()
        except (OSError, RedisError):
            return False  # the cache is down just now
        return True
