"""Who pays for calls, and what they have paid so far."""

from dataclasses import dataclass, field

from common.events import Bucket, Lane, QuotaSpent


@dataclass(slots=True)
class Account:
    """One piece of work: for which owner, in which lane, for which analysis (None: a look-up), and its bill."""

    owner: str
    lane: Lane = Lane.INTERACTIVE
    analysis_id: str | None = None
    _calls: dict[Bucket, int] = field(default_factory=dict)
    _cached: int = 0

    @property
    def flow(self) -> str:
        """What shares its turns fairly with other flows: the analysis, or the owner's look-ups."""
        return self.analysis_id or f"owner:{self.owner}"

    def pay(self, bucket: Bucket, units: int = 1) -> None:
        """Add calls that were booked."""
        self._calls[bucket] = self._calls.get(bucket, 0) + units

    def save(self, calls: int = 1) -> None:
        """Add calls that the cache answered."""
        self._cached += calls

    @property
    def spent(self) -> QuotaSpent:
        """The bill so far."""
        return QuotaSpent(
            queries=self._calls.get(Bucket.QUERIES, 0),
            search=self._calls.get(Bucket.SEARCH, 0),
            batch_stats=self._calls.get(Bucket.BATCH_STATS, 0),
            cached=self._cached,
        )
