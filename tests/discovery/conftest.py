"""Fixtures of discovery's tests: a migrated database each."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from discovery.database import Database
from discovery.migrate import migrate
from discovery.recorded import Recorded
from discovery.seen import Seen


@pytest.fixture(scope="session")
def discovery_template(new_database: Callable[..., str]) -> str:
    """The name of a database with discovery's schema and no rows."""
    url = new_database()

    async def prepare() -> None:
        database = Database(url, connections=1)
        await migrate(database)
        await database.stop()

    asyncio.run(prepare())
    return url.rpartition("/")[2]


@pytest.fixture
async def database(engine_room, discovery_template: str) -> AsyncIterator[Database]:
    url = engine_room.create_database(discovery_template)
    database = Database(url, connections=4)
    yield database
    await database.stop()
    engine_room.drop_database(url)


@pytest.fixture
def seen(database: Database) -> Seen:
    return Seen(database)


@pytest.fixture
def recorded(database: Database) -> Recorded:
    return Recorded(database)
