"""The candidates of an analysis as they are found."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from common.events import AnalysisSpec, Candidate, Channel, Found, Origin, QueryOutcome, QueryReport
from common.events.youtube import MAX_CANDIDATES

from youtube_fetcher.domain.candidates import is_promising

MAX_ORIGINS = 3


@dataclass(slots=True)
class Pool:
    """Candidates in order of discovery, and what became of each query."""

    spec: AnalysisSpec
    excluded: Collection[str] = ()
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

    def describe(self, channels: Mapping[str, Channel]) -> None:
        """Add what YouTube says of channels that were found."""
        self.channels.update(channels)

    def report(self, query: str, outcome: QueryOutcome, channels: int = 0) -> None:
        """Say what became of a query."""
        self.reports[query] = QueryReport(query=query, outcome=outcome, channels=channels)

    @property
    def undescribed(self) -> tuple[str, ...]:
        """Those of which nothing is known but the id."""
        return tuple(one for one in self.origins if one not in self.channels)

    @property
    def promising(self) -> int:
        """How many channels have the right size."""
        return sum(is_promising(channel, self.spec, self.excluded) for channel in self.channels.values())

    @property
    def brought(self) -> tuple[int, ...]:
        """How many of these each query was the first to find, in the order in which they were asked."""
        counts = {query: 0 for query, one in self.reports.items() if one.outcome is not QueryOutcome.SKIPPED}
        for channel_id, origins in self.origins.items():
            first, channel = origins[0], self.channels.get(channel_id)
            if first.query in counts and channel is not None:
                counts[first.query] += is_promising(channel, self.spec, self.excluded)
        return tuple(counts.values())

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those that YouTube knows, in order of discovery."""
        return tuple(
            Candidate(channel=self.channels[one], origins=tuple(origins))
            for one, origins in self.origins.items()
            if one in self.channels
        )[:MAX_CANDIDATES]
