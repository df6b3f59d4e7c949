"""Which of several outcomes of one channel counts, whatever the order in which they arrive."""

from common.events import ChannelScored, ChannelSkipped, SkipReason

from gateway.domain.facts import digest, iso

_SCORED = "3"
_WEIGHT = {
    SkipReason.CANCELLED: "0",
    SkipReason.DEAD_LETTERED: "1",
    SkipReason.QUOTA_EXHAUSTED: "1",
}
_SAID_BY_THE_WORLD = "2"
"""A reason that lies with the channel outranks one that lies with us: a letter sent back may still find it gone."""


def outcome_rank(outcome: ChannelScored | ChannelSkipped) -> str:
    """A text by which outcomes of one channel compare: the greater one counts. A score outranks every skip."""
    if isinstance(outcome, ChannelScored):
        return f"{_SCORED}/{iso(outcome.observed_at)}/{digest(outcome)}"
    return f"{_WEIGHT.get(outcome.reason, _SAID_BY_THE_WORLD)}/{outcome.reason.value}/{digest(outcome)}"
