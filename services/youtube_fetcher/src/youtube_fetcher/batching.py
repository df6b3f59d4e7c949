"""Merges the ids that concurrent work of one analysis asks for into calls of 50."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from youtube_fetcher.account import Account

V = TypeVar("V")
Fetch = Callable[[Sequence[str], Account], Awaitable[Mapping[str, V]]]


class _Batch(Generic[V]):
    """Ids that will travel together, and the answer for all of them."""

    def __init__(self, payer: Account) -> None:
        loop = asyncio.get_running_loop()
        self.payer = payer
        self.ids: dict[str, None] = {}
        self.answer: asyncio.Future[Mapping[str, V]] = loop.create_future()
        self.opened = loop.time()


class Batcher(Generic[V]):
    """Collects ids for a moment, or until a call is full.

    Only one analysis' ids share a call, and the account that opened a batch pays for it: so an analysis' bills add up.

    Args:
        fetch: Answers for at most `size` ids; those it does not know are missing from its answer.
        size: Ids a call may have.
        linger_seconds: How long an open batch waits for company.
        patience_seconds: How long it waits for company that was announced.
    """

    def __init__(
        self, fetch: Fetch[V], *, size: int = 50, linger_seconds: float = 0.004, patience_seconds: float = 0.06
    ) -> None:
        self._fetch = fetch
        self._size = size
        self._linger = linger_seconds
        self._patience = patience_seconds
        self._open: dict[str, _Batch[V]] = {}
        self._announced: Counter[str] = Counter()
        self._arrived: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def company(self, account: Account) -> Iterator[None]:
        """Announce that ids may be asked for within: an open batch of the analysis waits for them a little longer."""
        self._announced[account.flow] += 1
        try:
            yield
        finally:
            self._announced[account.flow] -= 1
            if not self._announced[account.flow]:
                del self._announced[account.flow]
            self._send_if_all_are_here(account.flow)

    async def load(self, ids: Sequence[str], account: Account) -> dict[str, V]:
        """What is known of `ids`; unknown ones are missing. Raises what the call raised."""
        self._arrived[account.flow] += 1
        try:
            batches = {id(batch): batch for batch in [self._join(one, account) for one in dict.fromkeys(ids)]}
            self._send_if_all_are_here(account.flow)
            found: dict[str, V] = {}
            for batch in batches.values():
                found.update(await asyncio.shield(batch.answer))
            return {one: found[one] for one in ids if one in found}
        finally:
            self._arrived[account.flow] -= 1
            if not self._arrived[account.flow]:
                del self._arrived[account.flow]

    async def close(self) -> None:
        """End the calls that are under way, and those that have not begun."""
        for batch in self._open.values():
            batch.answer.cancel()
        self._open.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _join(self, one: str, account: Account) -> _Batch[V]:
        batch = self._open.get(account.flow)
        if batch is None:
            batch = self._open[account.flow] = _Batch(account)
            asyncio.get_running_loop().call_later(self._linger, self._send_or_linger, batch)
        batch.ids[one] = None
        if len(batch.ids) == self._size:
            self._send(batch)
        return batch

    def _send_or_linger(self, batch: _Batch[V]) -> None:
        loop, flow = asyncio.get_running_loop(), batch.payer.flow
        if self._coming(flow) and loop.time() - batch.opened < self._patience and self._open.get(flow) is batch:
            loop.call_later(self._linger, self._send_or_linger, batch)
        else:
            self._send(batch)

    def _send_if_all_are_here(self, flow: str) -> None:
        """The last of the company that was announced need not linger for more.

        Those of this turn of the loop still come along: a busy machine takes longer for one turn than a batch lingers.
        """
        loop = asyncio.get_running_loop()
        batch = self._open.get(flow)
        if batch is not None and not self._coming(flow) and loop.time() - batch.opened >= self._linger:
            loop.call_soon(self._send, batch)

    def _coming(self, flow: str) -> bool:
        """Whether company was announced that has not asked yet."""
        return self._announced[flow] > self._arrived[flow]

    def _send(self, batch: _Batch[V]) -> None:
        if self._open.get(batch.payer.flow) is not batch:
            return
        del self._open[batch.payer.flow]
        task = asyncio.create_task(self._answer(batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task that is ended before its first step takes none.
        task.add_done_callback(lambda _: batch.answer.cancel())

    async def _answer(self, batch: _Batch[V]) -> None:
        try:
            answer = await self._fetch(tuple(batch.ids), batch.payer)
        except Exception as error:  # noqa: BLE001  whatever it is belongs to those who wait
            batch.answer.set_exception(error)
            batch.answer.exception()  # read: nobody may be waiting any more
        else:
            batch.answer.set_result(answer)
