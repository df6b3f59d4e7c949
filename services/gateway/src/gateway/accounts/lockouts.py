"""Failed logins, counted in Redis: too many, and the name or the address has to wait."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway.accounts.store import folded
from gateway.domain.api_keys import digest
from gateway.problems import Kind, Problem

WINDOW_SECONDS = 15 * 60
TRIES_A_NAME = 5
TRIES_A_PEER = 50
_PREFIX = "outlier:logins"


class Lockouts:
    """Counts per account name and per address of the caller. Without Redis nobody logs in: guessing must stay dear."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def admit(self, name: str, peer: str) -> None:
        """Let a try pass.

        Raises:
            Problem: There were too many failed ones, or nobody could count them.
        """
        for key, limit in self._keys(name, peer):
            try:
                failures, seconds = await self._redis.get(key), await self._redis.ttl(key)
            except (RedisError, OSError) as error:
                raise _away() from error
            if failures is not None and int(failures) >= limit:
                wait = max(int(seconds), 1)
                raise Problem(
                    Kind.TOO_MANY_REQUESTS,
                    f"Too many failed logins; wait {wait} seconds.",
                    retry_after_seconds=wait,
                )

    async def failed(self, name: str, peer: str) -> None:
        """Count a failed try."""
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                for key, _ in self._keys(name, peer):
                    pipeline.incr(key)
                    pipeline.expire(key, WINDOW_SECONDS, nx=True)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise _away() from error

    async def succeeded(self, name: str, peer: str) -> None:
        """Forget the name's failed tries."""
        key, _ = self._keys(name, peer)[0]
        try:
            await self._redis.delete(key)
        except (RedisError, OSError) as error:
            raise _away() from error

    def _keys(self, name: str, peer: str) -> list[tuple[str, int]]:
        return [
            (f"{_PREFIX}:name:{digest(folded(name))}", TRIES_A_NAME),
            (f"{_PREFIX}:peer:{peer}", TRIES_A_PEER),
        ]


def _away() -> Problem:
    return Problem(Kind.UNAVAILABLE, "Logins are not possible while the cache is away.", retry_after_seconds=2)
