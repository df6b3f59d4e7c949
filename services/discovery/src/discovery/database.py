"""PostgreSQL: transactions, and its absence told as what it means to a handler."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from common.errors import DependencyDown
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

CONNECT_SECONDS = 5
COMMAND_SECONDS = 20


class Database:
    """A pool of connections."""

    def __init__(self, url: str, *, connections: int = 4) -> None:
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={
                "server_settings": {"application_name": "discovery", "jit": "off"},
                "timeout": CONNECT_SECONDS,
                "command_timeout": COMMAND_SECONDS,
            },
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end of the block, rolled back on an error.

        Raises:
            DependencyDown: PostgreSQL is not there, or went away.
        """
        try:
            async with self.engine.begin() as connection:
                yield connection
        except Exception as error:
            if _is_absence(error):
                raise DependencyDown("database", str(error)) from error
            raise

    async def ready(self) -> bool:
        """Whether PostgreSQL answers now."""
        try:
            async with self.transaction() as connection:
                await connection.execute(text("SELECT 1"))
        except DependencyDown:
            return False
        return True

    async def start(self) -> None:
        """Nothing to do: connections are made when they are needed."""

    async def stop(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def driver_url(url: str) -> str:
    """`url` with the driver that this service uses.

    >>> driver_url("postgresql://app:secret@127.0.0.1:5432/outlier")
    'postgresql+asyncpg://app:secret@127.0.0.1:5432/outlier'
    """
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def _is_absence(error: BaseException) -> bool:
    """Whether the server was not there, rather than refused a statement."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and _is_absence(error.orig))
    if isinstance(error, asyncpg.InterfaceError):
        return "closed" in str(error)
    absent = (
        OSError,
        TimeoutError,
        asyncpg.PostgresConnectionError,
        asyncpg.CannotConnectNowError,
        asyncpg.AdminShutdownError,
    )
    return isinstance(error, absent) or (error.__cause__ is not None and _is_absence(error.__cause__))
