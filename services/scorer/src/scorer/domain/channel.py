"""Recordings of channels scored by the method that each analysis pinned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from common.events import ChannelVideosFetched, Method

from scorer.domain.adjusted import judge_columns
from scorer.domain.adjusted_channel import score_adjusted
from scorer.domain.baseline import Normals
from scorer.domain.brand_rules import Finds
from scorer.domain.classic_channel import score_classic
from scorer.domain.model import Model
from scorer.domain.outcome import Outcome
from scorer.domain.recorded import Recorded
from scorer.domain.same_format import judge_columns_by_median
from scorer.domain.terms import Exclusion
from scorer.domain.uploads import UploadColumns
from scorer.domain.verdict import Floors, Verdict


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores channels; knows every method that a spec may pin."""

    finds: Finds
    """Runs the patterns that users write."""
    model: Model = field(default_factory=Model)
    """The fitted numbers of `adjusted-1`."""
    floors: Floors = field(default_factory=Floors)
    """Where a reason stands in for a score."""

    def score(self, event: ChannelVideosFetched) -> Outcome:
        """What each recent video of the channel is worth against the channel's normal."""
        return self.score_many([event])[0]

    def score_many(self, events: Sequence[ChannelVideosFetched]) -> list[Outcome]:
        """The outcome of each recording, in order; the channels of one method are judged in one pass.

        All recordings of one analysis carry the same terms.
        """
        exclusions: dict[UUID, Exclusion] = {}
        by_method: dict[Method, list[int]] = defaultdict(list)
        for index, event in enumerate(events):
            by_method[event.scoring.method].append(index)
            if event.analysis_id not in exclusions:
                exclusions[event.analysis_id] = Exclusion.of(event.terms)
        outcomes: dict[int, Outcome] = {}
        for method, indices in by_method.items():
            batch = [(events[index], exclusions[events[index].analysis_id]) for index in indices]
            outcomes.update(zip(indices, self._by(method, batch), strict=True))
        return [outcomes[index] for index in range(len(events))]

    def _by(self, method: Method, batch: Sequence[tuple[ChannelVideosFetched, Exclusion]]) -> list[Outcome]:
        if method.is_classic:
            return [score_classic(event, exclusion, self.finds) for event, exclusion in batch]
        recorded = Recorded.of([event for event, _ in batch])
        verdicts, normals = self._verdicts(method, recorded.uploads)
        return [
            score_adjusted(
                event,
                videos,
                list(islice(verdicts, len(videos))),
                exclusion,
                baseline=baseline,
                floors=self.floors,
                finds=self.finds,
            )
            for (event, exclusion), videos, baseline in zip(batch, recorded.inside, normals.baselines(), strict=True)
        ]

    def _verdicts(self, method: Method, columns: UploadColumns) -> tuple[Iterator[Verdict], Normals]:
        if method is Method.ADJUSTED_0:
            return judge_columns_by_median(columns, self.floors)
        return judge_columns(columns, self.model, self.floors)
