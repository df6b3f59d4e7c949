"""Which of several outcomes of one channel counts, whatever the order in which they arrive."""

import hashlib
from datetime import datetime

from common.events import ChannelSkipped, SkipReason

from gateway.domain.facts import digest, iso

_SCORED = "3"
_WEIGHT = {
    SkipReason.CANCELLED: "0",
    SkipReason.DEAD_LETTERED: "1",
    SkipReason.QUOTA_EXHAUSTED: "1",
}
_SAID_BY_THE_WORLD = "2"
"""A reason that lies with the channel outranks one that lies with us: a letter sent back may still find it gone."""


def score_rank(observed_at: datetime, content: bytes) -> str:
    """A text by which outcomes of one channel compare: the greater one counts. A score outranks every skip.

    Args:
        observed_at: When YouTube was asked: the later reading counts.
        content: The rest as JSON, which tells two scores of one moment apart.
    """
    return f"{_SCORED}/{iso(observed_at)}/{hashlib.sha256(content).hexdigest()[:16]}"


def skip_rank(skip: ChannelSkipped) -> str:
    """The same of a skip."""
    return f"{_WEIGHT.get(skip.reason, _SAID_BY_THE_WORLD)}/{skip.reason.value}/{digest(skip)}"
