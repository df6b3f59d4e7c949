"""Locks in Redis: one process at a time, and one that died holds none for long."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from youtube_fetcher.redis_line import RedisLine, Script

_UNLOCK = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"


class RedisLock:
    """Takes locks by name. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: RedisLine) -> None:
        self._redis = redis
        self._unlock = Script(redis, _UNLOCK)

    @asynccontextmanager
    async def held(self, key: str, seconds: int) -> AsyncIterator[bool]:
        """Hold the lock within, if nobody else does; yields whether that is so.

        Args:
            key: Names the lock.
            seconds: Real time after which it is free again, whatever became of its holder.
        """
        token = secrets.token_hex(8)
        mine = bool(await self._redis.run("SET", key, token, "NX", "EX", seconds))
        try:
            yield mine
        finally:
            if mine:
                await self._unlock([key], [token])
