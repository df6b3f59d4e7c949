"""Recordings of channels scored by the method that each analysis pinned."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from common.events import ChannelVideosFetched, Method

from scorer.domain.adjusted import judge_by_growth
from scorer.domain.adjusted_channel import score_adjusted, uploads_of
from scorer.domain.brand_rules import Finds
from scorer.domain.classic_channel import score_classic
from scorer.domain.model import Model
from scorer.domain.outcome import Outcome
from scorer.domain.same_format import judge_by_median
from scorer.domain.terms import Exclusion
from scorer.domain.verdict import Channels, Floors, Verdict


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
        channels = [uploads_of(event) for event, _ in batch]
        return [
            score_adjusted(event, verdicts, exclusion, floors=self.floors, finds=self.finds)
            for (event, exclusion), verdicts in zip(batch, self._verdicts(method, channels), strict=True)
        ]

    def _verdicts(self, method: Method, channels: Channels) -> list[list[Verdict]]:
        if method is Method.ADJUSTED_0:
            return judge_by_median(channels, self.floors)
        return judge_by_growth(channels, self.model, self.floors)
