"""Cancelled analyses, remembered in Redis so that every fetcher process stops spending for them at once."""

from datetime import timedelta
from uuid import UUID

from youtube_fetcher.redis_line import RedisLine

_LIFE = timedelta(days=28)
"""As long as the longest-lived record of the analysis may still be read."""


class AnalysisIsCancelledError(Exception):
    """The work's analysis was cancelled or deleted: it ends here, unpaid."""


def cancelled_key(analysis_id: UUID | str) -> str:
    """Where it stands that an analysis was cancelled."""
    return f"cancelled:{analysis_id}"


class Cancellations:
    """Marks and asks. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: RedisLine) -> None:
        self._redis = redis

    async def add(self, analysis_id: UUID) -> None:
        """Remember that the analysis is cancelled."""
        await self._redis.run("SET", cancelled_key(analysis_id), 1, "EX", int(_LIFE.total_seconds()))

    async def check(self, analysis_id: UUID) -> None:
        """Let work of a living analysis pass.

        Raises:
            AnalysisIsCancelledError: It was cancelled.
        """
        if await self.has(analysis_id):
            raise AnalysisIsCancelledError(str(analysis_id))

    async def has(self, analysis_id: UUID) -> bool:
        """Whether the analysis was cancelled or deleted."""
        return await self._redis.run("GET", cancelled_key(analysis_id)) is not None
