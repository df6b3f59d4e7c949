"""Fixtures for every test: the real broker, database and cache. A session that needs none of them starts none."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.engine_room import EngineRoom

# How long an example takes is the machine's affair: one that gives the process no turn for 0.2 s is no fault of ours.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def engine_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRoom]:
    """Starts engines; the way for tests that stop, kill and restart their own."""
    room = EngineRoom(tmp_path_factory.mktemp("engines"))
    yield room
    room.close()


@pytest.fixture(scope="session")
def kafka_bootstrap(engine_room: EngineRoom) -> str:
    """`host:port` of the session's Apache Kafka. It is shared: use stream and group names of your own."""
    return engine_room.kafka.bootstrap


@pytest.fixture(scope="session")
def postgres_url(engine_room: EngineRoom) -> str:
    """The session's PostgreSQL, as the superuser, in a database that nobody fills."""
    return engine_room.postgres.url


@pytest.fixture(scope="session")
def new_database(engine_room: EngineRoom) -> Callable[..., str]:
    """`new_database(template="template1")` makes a database and gives its URL: to migrate once and copy often."""
    return engine_room.create_database


@pytest.fixture
def database_url(engine_room: EngineRoom) -> Iterator[str]:
    """An empty database of the test's own."""
    url = engine_room.create_database()
    yield url
    engine_room.drop_database(url)


@pytest.fixture(scope="session")
def redis_url(engine_room: EngineRoom) -> str:
    """Database 0 of the session's Valkey. It is shared: use keys of your own, or `fresh_redis_url`."""
    return engine_room.valkey.url


@pytest.fixture
def fresh_redis_url(engine_room: EngineRoom) -> str:
    """An empty numbered database of the test's own; pub/sub alone is shared by all numbers."""
    return engine_room.next_redis_url()
