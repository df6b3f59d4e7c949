"""The state of an analysis: derived from its facts and the time, never stored."""

from datetime import datetime
from enum import StrEnum

from common.events import Stage

from gateway.domain.facts import Facts, JsonObject, iso


class State(StrEnum):
    """What an analysis is doing, as users see it."""

    QUEUED = "queued"
    SEARCHING = "searching"
    SCORING = "scoring"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETED = "deleted"

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected; a late success may still heal a failure."""
        return self in FINAL


FINAL = frozenset({State.COMPLETED, State.FAILED, State.CANCELLED, State.DELETED})
_STAGES = tuple(Stage)


def state_of(facts: Facts, now: datetime) -> State:
    """The state by precedence: deleted, cancelled, completed, failed, paused, scoring, searching, queued."""
    started = facts.exclusion is not None or facts.topics is not None or bool(facts.progress)
    ladder = (
        (facts.deleted, State.DELETED),
        (facts.cancelled, State.CANCELLED),
        (facts.completed is not None, State.COMPLETED),
        (failure_of(facts) is not None, State.FAILED),
        (paused_until(facts, now) is not None, State.PAUSED),
        (facts.decision is not None, State.SCORING),
        (started, State.SEARCHING),
    )
    return next((state for holds, state in ladder if holds), State.QUEUED)


def stage_of(facts: Facts) -> Stage:
    """The first stage that has not succeeded yet; the last one, when all have."""
    done = _stages_done(facts)
    return _STAGES[min(done, len(_STAGES) - 1)]


def failure_of(facts: Facts) -> JsonObject | None:
    """The failure that stands: of the earliest stage that has not succeeded since."""
    for stage in _STAGES[_stages_done(facts) :]:
        failure: JsonObject | None = facts.failures.get(stage.value)
        if failure is not None:
            return failure
    return None


def paused_until(facts: Facts, now: datetime) -> datetime | None:
    """Until when an empty quota bucket holds the work up; None: it does not."""
    latest = max(facts.pauses.values(), default="")
    return datetime.fromisoformat(latest) if latest > iso(now) else None


def _stages_done(facts: Facts) -> int:
    """How many stages have succeeded: a later one's success says that the earlier ones did."""
    if facts.completed is not None:
        return len(_STAGES)
    if facts.decision is not None:
        return _STAGES.index(Stage.CHANNELS)
    if facts.topics is not None:
        return _STAGES.index(Stage.CANDIDATES)
    if facts.exclusion is not None:
        return _STAGES.index(Stage.TOPICS)
    return 0
