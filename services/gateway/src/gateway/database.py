"""PostgreSQL: the engine, and transactions that outlast its restart."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
from pydantic_core import from_json, to_json
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from gateway.domain.texts import without_nul

PROJECTION = "projection"
"""The schema of what can be built anew from the log."""
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 0.5

_PASSING_CLASSES = frozenset({"08", "40", "53", "55", "57", "58"})
"""SQLSTATE classes: connection, rollback of a deadlock, resources, lock not available, operator, system."""
_STALE_PLAN = "0A000"
"""A prepared statement whose tables were swapped; the driver has forgotten it by now."""

Result = TypeVar("Result")


class DatabaseDown(Exception):  # noqa: N818  named for what happened
    """PostgreSQL did not answer for as long as the caller was willing to wait."""


class Database:
    """Transactions on PostgreSQL, with the projection's schema on the search path.

    Tables of the projection are named without a schema, so that a rebuild can run the same statements beside the old.
    """

    def __init__(
        self,
        url: str,
        *,
        connections: int = 10,
        patience_seconds: float = 5.0,
        projection: str = PROJECTION,
        waits_for_disk: bool = True,
    ) -> None:
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=connections,
            max_overflow=0,
            pool_timeout=5,
            json_serializer=to_json_text,
            json_deserializer=from_json,
            connect_args={
                "server_settings": {
                    "search_path": f"{projection},public",
                    "application_name": "gateway",
                    "jit": "off",
                    "synchronous_commit": "on" if waits_for_disk else "off",
                },
                "timeout": 5,
                "command_timeout": 60,
            },
        )
        self._patience_seconds = patience_seconds
        self.schema = asyncio.Event()
        """Set when the schema is there: until then work waits, as it does for a server that is away."""
        self.schema.set()

    async def run(
        self, work: Callable[[AsyncConnection], Awaitable[Result]], *, patience_seconds: float | None = None
    ) -> Result:
        """The outcome of `work` in one transaction.

        While PostgreSQL restarts, `work` runs again from its beginning: it must not make ids or read clocks of its own.

        Raises:
            DatabaseDown: It stayed away for longer than the patience.
        """
        patience = self._patience_seconds if patience_seconds is None else patience_seconds
        deadline, pause = time.monotonic() + patience, FIRST_PAUSE_SECONDS
        while True:
            try:
                if not self.schema.is_set():
                    raise ConnectionError("the schema is not there yet")  # noqa: TRY301  waited for like the server
                async with self.engine.begin() as connection:
                    return await work(connection)
            except Exception as error:
                if not is_passing(error):
                    raise
                if time.monotonic() + pause > deadline:
                    raise DatabaseDown(str(error)) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection with its own transaction, for streams of rows; no second try."""
        async with self.engine.connect() as connection:
            yield connection

    async def ready(self) -> bool:
        """Whether PostgreSQL answers now, with the schema."""
        if not self.schema.is_set():
            return False
        try:
            async with asyncio.timeout(2), self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (OSError, TimeoutError, DBAPIError, InterfaceError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def driver_url(url: str) -> str:
    """`url` with the driver that this service uses.

    >>> driver_url("postgresql://app:secret@127.0.0.1:5432/outlier")
    'postgresql+asyncpg://app:secret@127.0.0.1:5432/outlier'
    """
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed in a moment: the server was away, or in the way of itself."""
    if isinstance(error, PoolTimeout):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_passing(error.orig))
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return state[:2] in _PASSING_CLASSES or state == _STALE_PLAN
    if isinstance(error, asyncpg.InterfaceError):
        return "closed" in str(error) or "another operation" in str(error)
    if isinstance(error, OSError | TimeoutError):  # a refused or dropped connection
        return True
    cause = error.__cause__
    return cause is not None and type(error).__module__.startswith("sqlalchemy") and is_passing(cause)


def to_json_text(value: Any) -> str:  # noqa: ANN401  whatever JSON can carry, models included
    """JSON as PostgreSQL takes it: infinities as strings, no NUL characters."""
    return without_nul(to_json(value, inf_nan_mode="strings").decode())
