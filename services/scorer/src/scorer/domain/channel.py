"""One channel's recording scored by the method that its analysis pinned."""

from common.events import ChannelScored, ChannelSkipped, ChannelVideosFetched, Method

from scorer.domain.adjusted_0 import score_adjusted_0
from scorer.domain.brand_rules import Finds
from scorer.domain.classic_channel import score_classic


class Scorer:
    """Scores channels; knows every method that a spec may pin."""

    def __init__(self, finds: Finds) -> None:
        """A scorer that runs users' patterns by `finds`."""
        self._finds = finds

    def score(self, event: ChannelVideosFetched) -> ChannelScored | ChannelSkipped:
        """What each recent video of the channel is worth against the channel's normal."""
        match event.scoring.method:
            case Method.CLASSIC_1:
                return score_classic(event, self._finds)
            case Method.ADJUSTED_0 | Method.ADJUSTED_1:
                return score_adjusted_0(event, self._finds)
