"""When recorded videos are read again, and how many calls that may take: only what the day leaves over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from youtube_fetcher.domain.quota_day import next_reset


@dataclass(frozen=True, slots=True)
class RereadRules:
    """What an operator has set.

    Args:
        on: Whether anything is read again at all.
        after: Age of a recording from which it is.
        before_reset: How long before the quota's reset it begins: what is left then would go to waste.
        leaves: Part of the limit that stays for analyses that may yet come, 0–1.
        most_channels: Recordings that are remembered.
    """

    on: bool = False
    after: timedelta = timedelta(days=7)
    before_reset: timedelta = timedelta(hours=2)
    leaves: float = 0.3
    most_channels: int = 20_000

    def is_time(self, now: datetime) -> bool:
        """Whether the quota day is about to end.

        >>> from datetime import UTC
        >>> RereadRules().is_time(datetime(2026, 3, 1, 6, 30, tzinfo=UTC))  # 22:30 in Los Angeles
        True
        >>> RereadRules().is_time(datetime(2026, 3, 1, 8, 0, tzinfo=UTC))  # its midnight
        False
        """
        return next_reset(now) - now <= self.before_reset

    def spare(self, remaining: int, limit: int) -> int:
        """Calls of the bucket that may be spent, of those that remain.

        >>> RereadRules(leaves=0.3).spare(remaining=400, limit=1000)
        100
        """
        return max(0, remaining - int(limit * self.leaves))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A channel's recording that waits to be read again: whose it was, when, and of which videos."""

    channel_id: str
    analysis_id: UUID
    recorded_at: datetime
    video_ids: tuple[str, ...]


def affordable(waiting: Iterable[Recorded], calls: int, ids_a_call: int) -> Iterator[Recorded]:
    """The first recordings whose videos, ids of several in one call, take at most `calls`."""
    ids = 0
    for one in waiting:
        ids += len(one.video_ids)
        if -(-ids // ids_a_call) > calls:
            return
        yield one
