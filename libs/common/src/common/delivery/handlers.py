"""Handlers: plain functions of an event, marked with the stream they read and the group they are."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from common.events import Event
from common.streams import Stream


class Emit(Protocol):
    """Publishes what a handler found out."""

    async def __call__(self, stream: Stream, event: Event) -> None:
        """Hand an event to the producer; the runner waits for its acknowledgement before it commits."""
        ...


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler with its dependencies: what the runner runs."""

    streams: tuple[Stream, ...]
    group: str
    call: Callable[[Any, Emit], Awaitable[None]] = field(repr=False)
    only: tuple[type[Event], ...] = ()
    timeout_seconds: float = 30.0
    max_records: int = 100
    linger_ms: int = 0
    batch: bool = False

    @property
    def types(self) -> frozenset[str]:
        """Type names that the handler wants; others of its streams pass by unread."""
        wanted = self.only or tuple(payload for stream in self.streams for payload in stream.payloads)
        return frozenset(payload.type_name() for payload in wanted)


class Handler:
    """A function of (event, emit, …) that knows its stream and group; calling it calls the function."""

    def __init__(self, function: Callable[..., Awaitable[None]], subscription: Mapping[str, Any]) -> None:
        self._function = function
        self._subscription = subscription
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__

    def __call__(self, *args: Any, **kwargs: Any) -> Awaitable[None]:  # noqa: ANN401  the function's own
        """Call the function itself, as a test does."""
        return self._function(*args, **kwargs)

    def bind(self, **dependencies: Any) -> Subscription:  # noqa: ANN401  the function's own
        """The handler with everything it needs beside event and emit.

        Raises:
            TypeError: A parameter of the function is missing here, or is not one of its own.
        """
        parameters = list(inspect.signature(self._function).parameters)[2:]
        if set(parameters) != set(dependencies):
            raise TypeError(f"{self.__name__} needs {sorted(parameters)}, got {sorted(dependencies)}")
        return Subscription(call=partial(self._function, **dependencies), **self._subscription)


def handles(
    *streams: Stream,
    group: str,
    only: tuple[type[Event], ...] = (),
    timeout_seconds: float = 30.0,
    max_records: int = 100,
    linger_ms: int = 0,
    batch: bool = False,
) -> Callable[[Callable[..., Awaitable[None]]], Handler]:
    """Mark a function as the handler of `streams` in the consumer group `group`.

    Args:
        streams: What it reads.
        group: `<service>.<handler>`: one group a handler, so that a join stops one, not all.
        only: Event types it wants; empty = every type of its streams.
        timeout_seconds: A call that takes longer is a `TransientError`.
        max_records: The most that one poll brings.
        linger_ms: A poll waits so long for more behind the first records, as long as more come: for a fan-out whose
            records would otherwise be split into polls that wait for one another.
        batch: It gets the sequence of a poll's events in one call, not one event.
    """

    def mark(function: Callable[..., Awaitable[None]]) -> Handler:
        return Handler(
            function,
            {
                "streams": streams,
                "group": group,
                "only": only,
                "timeout_seconds": timeout_seconds,
                "max_records": max_records,
                "linger_ms": linger_ms,
                "batch": batch,
            },
        )

    return mark
