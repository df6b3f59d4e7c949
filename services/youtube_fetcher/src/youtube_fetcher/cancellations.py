"""Cancelled analyses, remembered in Redis so that every fetcher process stops spending for them at once."""

from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

from youtube_fetcher.redis_errors import redis_needed

_LIFE = timedelta(days=28)
"""As long as the longest-lived record of the analysis may still be read."""


class AnalysisIsCancelledError(Exception):
    """The work's analysis was cancelled or deleted: it ends here, unpaid."""


def cancelled_key(analysis_id: UUID | str) -> str:
    """Where it stands that an analysis was cancelled."""
    return f"cancelled:{analysis_id}"


class Cancellations:
    """Marks and asks. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def add(self, analysis_id: UUID) -> None:
        """Remember that the analysis is cancelled."""
        with redis_needed():
            await self._redis.set(cancelled_key(analysis_id), b"1", ex=_LIFE)

    async def check(self, analysis_id: UUID) -> None:
        """Let work of a living analysis pass.

        Raises:
            AnalysisIsCancelledError: It was cancelled.
        """
        with redis_needed():
            if await self._redis.exists(cancelled_key(analysis_id)):
                raise AnalysisIsCancelledError(str(analysis_id))
