"""Fixtures of the gateway's tests: a migrated database each."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
from gateway.database import Database
from gateway.migrate import migrate

from tests.gateway.running import SECONDS, RunningGateway, running_gateway


@pytest.fixture(scope="session")
def migrated_template(new_database: Callable[..., str]) -> str:
    """The name of a database with the gateway's schema and no rows."""
    url = new_database()

    async def prepare() -> None:
        database = Database(url, connections=1)
        await migrate(database)
        await database.close()

    asyncio.run(prepare())
    return url.rpartition("/")[2]


@pytest.fixture
def gateway_url(engine_room, migrated_template: str) -> Iterator[str]:
    """The URL of an empty database with the gateway's schema."""
    url = engine_room.create_database(migrated_template)
    yield url
    engine_room.drop_database(url)


@pytest.fixture
async def database(gateway_url: str) -> AsyncIterator[Database]:
    """An empty database with the gateway's schema."""
    database = Database(gateway_url, connections=4)
    yield database
    await database.close()


@pytest.fixture(scope="module")
async def gateway(engine_room, migrated_template: str) -> AsyncIterator[RunningGateway]:
    """A gateway that listens on loopback, over a database and a cache of its own and the bus in memory."""
    url = engine_room.create_database(migrated_template)
    async with running_gateway(url, engine_room.next_redis_url()) as running:
        yield running
    engine_room.drop_database(url)


@pytest.fixture
async def client(gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    """A client on the same machine."""
    async with httpx.AsyncClient(base_url=gateway.url, timeout=SECONDS) as client:
        yield client


@pytest.fixture(scope="module")
async def public_gateway(engine_room, migrated_template: str) -> AsyncIterator[RunningGateway]:
    """A gateway that trusts nobody without a login."""
    url = engine_room.create_database(migrated_template)
    async with running_gateway(url, engine_room.next_redis_url(), trust_loopback=False) as running:
        yield running
    engine_room.drop_database(url)


@pytest.fixture
async def visitor(public_gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the gateway that trusts nobody, without a login."""
    async with httpx.AsyncClient(base_url=public_gateway.url, timeout=SECONDS) as client:
        yield client
