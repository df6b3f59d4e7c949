"""Fixtures of fetcher tests: a clock that moves when told to, and the real Valkey."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from common.worldtime import FixedClock
from youtube_fetcher.parts import open_redis
from youtube_fetcher.redis_line import RedisLine


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
async def redis(fresh_redis_url: str) -> AsyncIterator[RedisLine]:
    line = open_redis(fresh_redis_url)
    yield line
    await line.close()
