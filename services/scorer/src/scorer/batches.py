"""Gathers the channels that arrive together and scores them in one pass, beside the event loop."""

import asyncio
from collections.abc import Callable, Sequence

from common.events import ChannelVideosFetched

from scorer.domain.outcome import Outcome

LARGEST_BATCH = 50
"""Channels of one pass: about 30 ms of work, after which waiting events have their turn."""
ScoreMany = Callable[[Sequence[ChannelVideosFetched]], list[Outcome]]


class Batches:
    """Scores channels, many in a pass: `await batches.score(event)` from many tasks."""

    def __init__(self, score_many: ScoreMany, *, wait_seconds: float) -> None:
        """Batches for `score_many`, which runs in a thread.

        Args:
            score_many: Outcomes of recordings, in order.
            wait_seconds: How long a first recording waits for others.
        """
        self._score_many = score_many
        self._wait_seconds = wait_seconds
        self._waiting: list[tuple[ChannelVideosFetched, asyncio.Future[Outcome]]] = []
        self._passes: asyncio.Task[None] | None = None

    async def score(self, event: ChannelVideosFetched) -> Outcome:
        """The outcome of one recording; an error concerns that recording alone."""
        found: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, found))
        if self._passes is None:
            self._passes = asyncio.create_task(self._score_waiting())
        return await found

    async def _score_waiting(self) -> None:
        """Score until nothing waits. A task of its own, so that no caller's end takes what others wait for with it.

        Those of one pass go on in the same turn of the loop: what they emit is handed on together.
        """
        try:
            await asyncio.sleep(self._wait_seconds)
            while self._waiting:
                await self._pass()
        finally:
            self._passes = None

    async def _pass(self) -> None:
        batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
        events = [event for event, _ in batch]
        try:
            outcomes: list[Outcome | Exception] = list(await asyncio.to_thread(self._score_many, events))
        except Exception:  # noqa: BLE001  told apart one by one
            outcomes = [await asyncio.to_thread(self._alone, event) for event in events]
        for (_, found), outcome in zip(batch, outcomes, strict=True):
            if found.done():
                continue
            if isinstance(outcome, Exception):
                found.set_exception(outcome)
            else:
                found.set_result(outcome)

    def _alone(self, event: ChannelVideosFetched) -> Outcome | Exception:
        try:
            return self._score_many([event])[0]
        except Exception as error:  # noqa: BLE001  raised where the recording is waited for
            return error
