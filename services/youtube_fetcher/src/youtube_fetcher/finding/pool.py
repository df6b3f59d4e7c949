"""The candidates of an analysis as they are found."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from common.events import Candidate, Channel, Found, Origin, QueryOutcome, QueryReport
from common.events.youtube import MAX_CANDIDATES

MAX_ORIGINS = 3


@dataclass(slots=True)
class Pool:
    """Candidates in order of discovery, and what became of each query."""

    origins: dict[str, list[Origin]] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    reports: dict[str, QueryReport] = field(default_factory=dict)
    partial: bool = False

    def add(self, channel_ids: Iterable[str], way: Found, query: str | None = None) -> int:
        """Note where channels were found; returns how many are new."""
        new = 0
        for rank, channel_id in enumerate(channel_ids):
            origins = self.origins.setdefault(channel_id, [])
            new += not origins
            if len(origins) < MAX_ORIGINS:
                origins.append(Origin(way=way, query=query, rank=min(rank, 1_000)))
        return new

    def report(self, query: str, outcome: QueryOutcome, channels: int = 0) -> None:
        """Say what became of a query."""
        self.reports[query] = QueryReport(query=query, outcome=outcome, channels=channels)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those that YouTube knows, in order of discovery."""
        return tuple(
            Candidate(channel=self.channels[one], origins=tuple(origins))
            for one, origins in self.origins.items()
            if one in self.channels
        )[:MAX_CANDIDATES]
