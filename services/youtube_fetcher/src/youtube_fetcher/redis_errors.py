"""Redis' failures, translated once: without it nothing can be booked, so nothing may be spent."""

from collections.abc import Iterator
from contextlib import contextmanager

from common.errors import DependencyDown
from redis.exceptions import AuthenticationError, ConnectionError, RedisError, TimeoutError  # noqa: A004  redis' own

REDIS = "redis"


@contextmanager
def redis_needed() -> Iterator[None]:
    """Raise `DependencyDown("redis")` for a Redis that is away, loading or refuses us.

    An error in a command of ours is a bug and passes through.
    """
    try:
        yield
    except (ConnectionError, TimeoutError, AuthenticationError, OSError) as error:
        raise DependencyDown(REDIS, f"{type(error).__name__}: {error}") from error
    except RedisError as error:
        if str(error).startswith(("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "OOM", "MISCONF")):
            raise DependencyDown(REDIS, str(error)) from error
        raise
