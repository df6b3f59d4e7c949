"""Runs work side by side, and tells one error where many happen."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar, cast

from common.errors import DependencyDown, QuotaExhausted, TransientError

from youtube_fetcher.cancellations import AnalysisIsCancelledError

T = TypeVar("T")
U = TypeVar("U")
_FIRST = (AnalysisIsCancelledError, DependencyDown, QuotaExhausted, TransientError)
"""What matters most to the caller comes first: of cancelled work nothing need be tried again."""


async def gather_all(work: Iterable[Awaitable[T]]) -> list[T]:
    """The results in order. When one fails the rest is cancelled, and the error that matters most is raised."""

    async def run(one: Awaitable[T]) -> T:
        return await one

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run(one)) for one in work]
    except* Exception as errors:
        raise _most_telling(errors) from errors
    return [task.result() for task in tasks]


async def gather_both(one: Awaitable[T], other: Awaitable[U]) -> tuple[T, U]:
    """The results of two different pieces of work, as `gather_all`."""
    first, second = await gather_all([_boxed(one), _boxed(other)])
    return cast("T", first), cast("U", second)


async def _boxed(work: Awaitable[object]) -> object:
    return await work


def _most_telling(errors: BaseExceptionGroup[Exception]) -> Exception:
    flat = list(_leaves(errors))
    for kind in _FIRST:
        for error in flat:
            if isinstance(error, kind):
                return error
    return flat[0]


def _leaves(errors: BaseExceptionGroup[Exception]) -> Iterable[Exception]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
