"""A storm: analyses, cancels, re-scores and live clients while processes are struck; then calm, and the evidence."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import UUID

from tests.chaos import collecting
from tests.chaos.evidence import Evidence, Findings, Ran, Watched
from tests.chaos.follower import Follower
from tests.chaos.kinds import ANEW, KINDS, RESCORED
from tests.chaos.live_stack import LiveStack
from tests.chaos.orders import Order
from tests.chaos.patient_client import PatientClient, ended
from tests.chaos.striker import MayStrike, Striker
from tests.chaos.strikes import Blow
from tests.chaos.tally import Tally
from tests.chaos.waiting import until

SOON_SECONDS = 30.0
"""After this long it is worth saying what everybody waits for."""
CATCH_UP_SECONDS = 20.0


@dataclass(slots=True)
class _Kept:
    """An analysis that was started."""

    id: UUID
    kind: str
    cancelled: bool = False


@dataclass
class Storm:
    """One run over a live stack."""

    stack: LiveStack
    client: PatientClient
    reference: Mapping[str, Findings]
    say: Callable[[str], None] = print
    end_seconds: float = 240.0
    """An analysis that has not ended so long after it was started, or after the storm, never does."""
    may_strike: MayStrike | None = None
    """A blow falls only when this says yes; None = whenever it is its time."""
    striker: Striker = field(init=False)
    _tally: Tally = field(init=False)
    _kept: list[_Kept] = field(default_factory=list)
    _followers: list[Follower] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tally = Tally(self.stack)
        self.striker = Striker(self.stack, self._tally, self.may_strike)

    async def rage(self, orders: Sequence[Order], blows: Sequence[Blow]) -> Evidence:
        """Run the storm, wait for the calm, gather the evidence."""
        async with AsyncExitStack() as watching:
            async with asyncio.TaskGroup() as doing:
                doing.create_task(self.striker.strike_all(blows))
                for order in orders:
                    doing.create_task(self._fulfil(order, watching))
            self.say(f"the storm is over after {self.striker.fallen} blows; waiting for the calm")
            await self.stack.until_ready()
            await asyncio.gather(*map(self._until_it_ends, self._kept))
            outbox, lag = await collecting.at_rest(self.stack)
            ran = await asyncio.gather(*map(self._as_it_stands, self._kept))
            watched = [await self._seen_by(follower, ran) for follower in self._followers]
        return await self._evidence(ran, watched, outbox, lag)

    async def _fulfil(self, order: Order, watching: AsyncExitStack) -> None:
        await until(lambda: self.striker.fallen >= order.after_blows)
        kept = _Kept(await self.client.start(KINDS[order.kind]), order.kind)
        self._kept.append(kept)
        if order.followed:
            await self._follow(kept.id, watching)
        if order.cancel_after_seconds is not None:
            await asyncio.sleep(order.cancel_after_seconds)
            kept.cancelled = await self.client.cancel(kept.id)
        view = await self.client.ended(kept.id, self.end_seconds)
        self.say(f"{order.number}: {order.kind} is {view['state']} ({self.striker.fallen} blows so far)")
        if order.rescored and view["state"] == "completed":
            anew = _Kept(await self.client.rescore(kept.id, RESCORED), order.kind + ANEW)
            self._kept.append(anew)
            if order.followed:
                await self._follow(anew.id, watching)
            await self.client.ended(anew.id, self.end_seconds)

    async def _follow(self, analysis: UUID, watching: AsyncExitStack) -> None:
        self._followers.append(await watching.enter_async_context(Follower(self.stack.url, analysis)))

    async def _until_it_ends(self, kept: _Kept) -> None:
        view = await self.client.ended(kept.id, SOON_SECONDS)
        if not ended(view):
            self.say(f"{kept.id} ({kept.kind}) is still {view['state']}; behind: {await self._behind()}")
            await self.client.ended(kept.id, self.end_seconds)

    async def _as_it_stands(self, kept: _Kept) -> Ran:
        view, results = await self.client.analysis(kept.id), await self.client.results(kept.id)
        return Ran(kept.id, kept.kind, kept.cancelled, view, results)

    async def _behind(self) -> dict[str, int]:
        return {place: lag for place, lag in (await collecting.lag(self.stack)).items() if lag}

    async def _seen_by(self, follower: Follower, ran: Sequence[Ran]) -> Watched:
        """What a client holds, once it has had time to catch up."""
        truth = next(one for one in ran if one.id == follower.analysis_id)
        await until(lambda: follower.analysis == truth.view, CATCH_UP_SECONDS)
        return Watched(
            follower.analysis_id, follower.analysis, dict(follower.channels), follower.frames, follower.connections
        )

    async def _evidence(self, ran: list[Ran], watched: list[Watched], outbox: int, lag: Mapping[str, int]) -> Evidence:
        booked, spent = await self._tally.totals(self.client)
        return Evidence(
            reference=self.reference,
            ran=ran,
            told=await collecting.told(self.stack, [one.id for one in ran]),
            watched=watched,
            booked=booked,
            spent=spent,
            outbox=outbox,
            lag=lag,
            letters=await collecting.open_letters(self.stack),
            rebuild=await collecting.rebuilt(self.client),
            crashes=[*self.client.crashes, *(jump for follower in self._followers for jump in follower.went_back)],
        )
