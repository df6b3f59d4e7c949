"""How much an owner may ask a minute, counted in Redis; and what YouTube's quota has left, beside it."""

import asyncio
import logging
import time
from datetime import datetime
from typing import Any

from common.errors import DependencyDown
from common.worldtime import Clock
from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway.domain.api_keys import digest
from gateway.domain.rates import DAY_SECONDS, Allowance
from gateway.fetcher import FetcherClient
from gateway.problems import Kind, Problem

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60
_PREFIX = "outlier:requests"
_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('TTL', KEYS[1])}
"""
FRESH_SECONDS = 5.0


class RequestLimits:
    """Counts requests in windows of a minute. Without Redis nobody is held up: it is no lock, but a courtesy."""

    def __init__(self, redis: Redis, *, per_minute: int) -> None:
        self._count = redis.register_script(_COUNT)
        self._per_minute = per_minute

    async def take(self, who: str) -> Allowance | None:
        """Count one request; what is left; None: nobody counts now.

        Raises:
            Problem: It is one too many.
        """
        try:
            count, seconds = await self._count(keys=[f"{_PREFIX}:{digest(who)[:32]}"], args=[WINDOW_SECONDS])
        except (RedisError, OSError) as error:
            log.debug("requests are not counted: %s", error)
            return None
        left = Allowance(
            "requests", self._per_minute, WINDOW_SECONDS, max(self._per_minute - count, 0), max(seconds, 1)
        )
        if count > self._per_minute:
            raise Problem(
                Kind.TOO_MANY_REQUESTS,
                f"More than {self._per_minute} requests a minute; wait {left.reset_seconds} seconds.",
                retry_after_seconds=left.reset_seconds,
            )
        return left


class YouTubeAllowance:
    """What is left of YouTube's daily quota: asked of the fetcher now and then, never waited for."""

    def __init__(self, fetcher: FetcherClient, clock: Clock) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._buckets: list[dict[str, Any]] = []
        self._asked_at = -FRESH_SECONDS
        self._asking: asyncio.Task[None] | None = None

    def latest(self) -> list[Allowance]:
        """What the fetcher said last; asks again in the background when that is old."""
        if time.monotonic() - self._asked_at > FRESH_SECONDS and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._ask(), name="quota")
        try:
            now = self._clock.now()
        except DependencyDown:
            return []  # until when is not known without the time; a header is not worth an error
        return [
            Allowance(
                f"youtube-{bucket['bucket'].replace('_', '-')}",
                bucket["limit"],
                DAY_SECONDS,
                bucket["remaining"],
                max(int((datetime.fromisoformat(bucket["resets_at"]) - now).total_seconds()), 0),
            )
            for bucket in self._buckets
        ]

    async def stop(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            self._buckets = (await self._fetcher.get("/internal/quota"))["buckets"]
        except (Problem, KeyError, TypeError) as error:
            log.debug("the quota is not known: %s", error)
