"""One connection to Redis that concurrent work shares: what is asked at the same moment travels in one pipeline.

A fetch asks Redis several small things a channel, for dozens of channels at once. Each on a connection of its own costs
more processor time than the answer is worth (`docs/adr/0006-quota-and-cache.md` has the figures), and a caller that is
cancelled would take its connection with it.
"""

import asyncio
import hashlib
from collections.abc import Generator, Iterable, Sequence
from typing import Any, NamedTuple

from common.errors import DependencyDown
from redis.asyncio import Redis
from redis.exceptions import (
    AuthenticationError,
    ConnectionError,  # noqa: A004  redis' own
    NoScriptError,
    RedisError,
    ResponseError,
    TimeoutError,  # noqa: A004  redis' own
)

REDIS = "redis"
"""The dependency that is down when Redis is away: what cannot be booked is not spent."""
Command = tuple[str | bytes | int | float, ...]
_REFUSALS = ("LOADING", "READONLY", "MASTERDOWN", "OOM", "MISCONF", "NOAUTH")
"""Answers that mean that Redis is not fit for use now, not that the command is wrong."""
CLOSE_SECONDS = 1.0
_READ = "GET"
_MOST = 500
"""Commands a pipeline."""


class RedisLine:
    """Runs commands, many at a time.

    Args:
        redis: The client; it belongs to the line, which closes it.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: list[_Waiting] = []
        self._sender: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, *command: str | bytes | float) -> Any:  # noqa: ANN401  Redis answers many types
        """The answer to a command.

        Raises:
            DependencyDown: Redis is away, or not fit for use now.
            ResponseError: The command is wrong: a bug.
        """
        return await self.ask(*command)

    async def run_all(self, commands: Sequence[Command]) -> list[Any]:
        """The answers to commands, in order; raises as `run`, the first error of them."""
        return [await asked for asked in [self.ask(*command) for command in commands]]

    def ask(self, *command: str | bytes | float) -> "Asked":
        """Send a command, and wait for its answer later; one that is never waited for is no error."""
        if self._closed:  # what still runs at the end must not open a connection that nobody closes
            raise DependencyDown(REDIS, "the connection was given back")
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._add(_Waiting(command, answer))
        return Asked(answer)

    def post(self, commands: Iterable[Command]) -> None:
        """Send commands whose answers nobody needs: what becomes of them is not told."""
        if not self._closed:
            for command in commands:
                self._add(_Waiting(command, None))

    async def answers(self) -> bool:
        """Whether Redis is there now."""
        try:
            await self.run("PING")
        except DependencyDown:
            return False
        return True

    async def close(self) -> None:
        """Give the connection back; what was not sent yet is given up, but for what was posted."""
        self._closed = True
        self._give_up(self._waiting)
        self._waiting = [one for one in self._waiting if one.answer is None]
        if self._sender is not None:
            # What is on its way comes back at once: a connection that is cut off in the middle is not closed cleanly.
            await asyncio.wait([self._sender], timeout=CLOSE_SECONDS)
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)
        await self._redis.aclose()

    def _add(self, one: "_Waiting") -> None:
        self._waiting.append(one)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send())

    async def _send(self) -> None:
        while self._waiting:
            sending, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            try:
                await self._send_together(sending)
            except asyncio.CancelledError:
                self._give_up(sending)
                raise

    async def _send_together(self, sending: Sequence["_Waiting"]) -> None:
        """One pipeline; at its end one command for all keys that are read, since each command has its price."""
        reads = [one for one in sending if one.command[0] == _READ]
        others = [one for one in sending if one.command[0] != _READ]
        keys = list(dict.fromkeys(one.command[1] for one in reads))
        answers = await self._execute([*(one.command for one in others), *([("MGET", *keys)] if keys else [])])
        values = answers.pop() if keys else []
        by_key = dict(zip(keys, values, strict=True)) if isinstance(values, list) else dict.fromkeys(keys, values)
        for one, answer in [*zip(others, answers, strict=True), *((one, by_key[one.command[1]]) for one in reads)]:
            # An error is an answer here: nobody may be waiting any more, and then nobody would look at it.
            if one.answer is not None and not one.answer.done():
                one.answer.set_result(answer)

    def _give_up(self, commands: Iterable["_Waiting"]) -> None:
        for one in commands:
            if one.answer is not None:
                one.answer.cancel()

    async def _execute(self, commands: Sequence[Command]) -> list[Any]:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for command in commands:
                    pipe.execute_command(*command)
                answers: list[Any] = await pipe.execute(raise_on_error=False)
        except (RedisError, OSError) as error:
            return [error] * len(commands)
        return answers


class Asked:
    """A command that is on its way; awaiting it gives the answer, or raises as `RedisLine.run`."""

    def __init__(self, answer: asyncio.Future[Any]) -> None:
        self._answer = answer

    def __await__(self) -> Generator[Any, None, Any]:
        return _usable((yield from self._answer.__await__()))


class _Waiting(NamedTuple):
    """A command that was not sent yet; None: nobody needs its answer."""

    command: Command
    answer: asyncio.Future[Any] | None


class Script:
    """A Lua script on a line."""

    def __init__(self, line: RedisLine, source: str) -> None:
        self._line = line
        self._source = source
        self._sha = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, keys: Sequence[str], arguments: Sequence[str | int | float]) -> Any:  # noqa: ANN401
        """What the script returns. Raises as `RedisLine.run`."""
        try:
            return await self._line.run("EVALSHA", self._sha, len(keys), *keys, *arguments)
        except NoScriptError:
            return await self._line.run("EVAL", self._source, len(keys), *keys, *arguments)


def _usable(answer: Any) -> Any:  # noqa: ANN401  Redis answers many types
    match answer:
        case ConnectionError() | TimeoutError() | AuthenticationError() | OSError():
            raise DependencyDown(REDIS, f"{type(answer).__name__}: {answer}") from answer
        case ResponseError() if str(answer).startswith(_REFUSALS):
            raise DependencyDown(REDIS, str(answer)) from answer
        case Exception():
            raise answer
        case _:
            return answer
