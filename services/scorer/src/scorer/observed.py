"""Scoring that is watched: a shadow model beside the current one, and a journal of both. Neither changes an outcome."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from common.events import ChannelVideosFetched

from scorer.domain.channel import Scorer
from scorer.domain.outcome import Outcome
from scorer.journal import Journal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ObservedScorer:
    """Scores by `current`; writes down what it and `shadow` said."""

    current: Scorer
    journal: Journal
    shadow: Scorer | None = None

    def score_many(self, events: Sequence[ChannelVideosFetched]) -> list[Outcome]:
        """The current scorer's outcomes."""
        outcomes = self.current.score_many(events)
        try:
            beside = self.shadow.score_many(events) if self.shadow else [None] * len(events)
            self.journal.write(events, outcomes, beside)
        except Exception:
            # To learn is worth less than to score: a full disk must not stop the analysis.
            log.exception("what was scored could not be written to the journal")
        return outcomes
