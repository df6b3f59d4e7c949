"""Ids that travel together."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest
from common.errors import TransientError
from youtube_fetcher.account import Account
from youtube_fetcher.batching import Batcher

from tests.fetcher.builders import account

OTHER = UUID(int=2)


class Source:
    """Knows every id but `unknown`; remembers the calls."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls: list[tuple[Sequence[str], str]] = []
        self._error = error

    async def __call__(self, ids: Sequence[str], payer: Account) -> Mapping[str, str]:
        self.calls.append((ids, payer.flow))
        await asyncio.sleep(0)
        if self._error:
            raise self._error
        return {one: one.upper() for one in ids if one != "unknown"}


async def test_ids_asked_for_at_the_same_time_share_a_call() -> None:
    source = Source()
    batcher = Batcher(source)
    answers = await asyncio.gather(*(batcher.load([f"a{n}", "b"], account()) for n in range(3)))
    assert source.calls == [(("a0", "b", "a1", "a2"), account().flow)]
    assert answers[1] == {"a1": "A1", "b": "B"}


async def test_those_of_one_turn_of_the_loop_share_a_call_however_long_the_turn_takes() -> None:
    source = Source()
    batcher = Batcher(source, linger_seconds=0.001)

    async def ask(name: str) -> None:
        time.sleep(0.01)  # noqa: ASYNC251  the process is held up
        await batcher.load([name], account())

    await asyncio.gather(*(ask(f"a{number}") for number in range(4)))
    assert [ids for ids, _ in source.calls] == [("a0", "a1", "a2", "a3")]


async def test_a_full_call_leaves_at_once() -> None:
    source = Source()
    batcher = Batcher(source, size=50, linger_seconds=3600)
    found = await batcher.load([str(number) for number in range(100)], account())
    assert [len(ids) for ids, _ in source.calls] == [50, 50]
    assert len(found) == 100


async def test_a_batch_waits_a_little_for_company_that_was_announced() -> None:
    source = Source()
    batcher = Batcher(source, linger_seconds=0.001, patience_seconds=3600)

    async def ask(name: str, after_seconds: float) -> None:
        with batcher.company(account()):
            await asyncio.sleep(after_seconds)
            await batcher.load([name], account())

    await asyncio.gather(ask("early", 0), ask("late", 0.05))
    assert len(source.calls) == 1


async def test_company_that_does_not_come_is_not_waited_for() -> None:
    source = Source()
    batcher = Batcher(source, linger_seconds=0.001, patience_seconds=0.02)
    with batcher.company(account()), batcher.company(account()):
        assert await batcher.load(["early"], account()) == {"early": "EARLY"}


async def test_analyses_do_not_share_calls_so_that_their_bills_add_up() -> None:
    source = Source()
    batcher = Batcher(source)
    await asyncio.gather(batcher.load(["a"], account()), batcher.load(["b"], account(OTHER)))
    assert len(source.calls) == 2


async def test_unknown_ids_are_missing() -> None:
    assert await Batcher(Source()).load(["a", "unknown"], account()) == {"a": "A"}


async def test_an_error_reaches_everybody_who_waits() -> None:
    batcher = Batcher(Source(TransientError("busy")))
    answers = await asyncio.gather(
        batcher.load(["a"], account()), batcher.load(["b"], account()), return_exceptions=True
    )
    assert all(isinstance(one, TransientError) for one in answers)


async def test_one_who_is_cancelled_does_not_take_the_answer_from_the_others() -> None:
    source = Source()
    batcher = Batcher(source)
    leaving = asyncio.create_task(batcher.load(["a"], account()))
    staying = asyncio.create_task(batcher.load(["b"], account()))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == {"b": "B"}


async def test_closing_ends_calls_under_way() -> None:
    asked = asyncio.Event()

    async def never(_: Sequence[str], __: Account) -> Mapping[str, str]:
        asked.set()
        await asyncio.Event().wait()
        return {}

    batcher = Batcher(never, linger_seconds=0)
    task = asyncio.create_task(batcher.load(["a"], account()))
    await asked.wait()
    await batcher.close()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("ids", [1, 50], ids=["lingers", "has its turn next"])
async def test_closing_ends_what_has_not_been_asked_yet(ids: int) -> None:
    source = Source()
    batcher = Batcher(source, size=50, linger_seconds=0.05)
    task = asyncio.create_task(batcher.load([str(number) for number in range(ids)], account()))
    await asyncio.sleep(0)
    await batcher.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.1)
    assert source.calls == []
