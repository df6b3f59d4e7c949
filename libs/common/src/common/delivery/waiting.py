"""Records that wait: for a retry, for quota, or for a person. Headers say why and until when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from common.delivery.record import Outgoing, Record

GROUP = "x-group"
ATTEMPT = "x-attempt"
NOT_BEFORE = "x-not-before"
TIMEKEEPER = "x-not-before-clock"
ORIGIN_TOPIC = "x-origin-topic"
ORIGIN_PARTITION = "x-origin-partition"
ORIGIN_OFFSET = "x-origin-offset"
REASON = "x-reason"
ERROR = "x-error"
SENT_BACK = "x-sent-back"
_OURS = frozenset(
    {GROUP, ATTEMPT, NOT_BEFORE, TIMEKEEPER, ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET, REASON, ERROR, SENT_BACK}
)
MAX_ERROR_CHARACTERS = 2_000


class Timekeeper(StrEnum):
    """Whose clock a not-before time is by."""

    WALL = "wall"
    WORLD = "world"


class DeadReason(StrEnum):
    """Why a record became a dead letter."""

    UNDECODABLE = "undecodable"
    HANDLER_FAILED = "handler_failed"
    RETRIES_EXHAUSTED = "retries_exhausted"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the headers of a waiting record say. A record that never waited has attempt 0 and is its own origin."""

    group: str | None
    attempt: int
    not_before: datetime | None
    timekeeper: Timekeeper
    topic: str
    partition: int
    offset: int
    reason: str | None
    error: str | None
    sent_back: int

    @classmethod
    def of(cls, record: Record) -> "Waiting":
        """Read the headers of `record`; what is absent or unreadable takes its default."""
        not_before = record.header(NOT_BEFORE)
        return cls(
            group=record.header(GROUP),
            attempt=_number(record.header(ATTEMPT)),
            not_before=_moment(not_before) if not_before else None,
            timekeeper=Timekeeper.WORLD if record.header(TIMEKEEPER) == Timekeeper.WORLD else Timekeeper.WALL,
            topic=record.header(ORIGIN_TOPIC) or record.topic,
            partition=_number(record.header(ORIGIN_PARTITION), record.partition),
            offset=_number(record.header(ORIGIN_OFFSET), record.offset),
            reason=record.header(REASON),
            error=record.header(ERROR),
            sent_back=_number(record.header(SENT_BACK)),
        )


def waiting_record(  # noqa: PLR0913  each is a header of its own
    record: Record,
    *,
    topic: str,
    group: str,
    attempt: int,
    not_before: datetime | None = None,
    timekeeper: Timekeeper = Timekeeper.WALL,
    reason: str | None = None,
    error: str | None = None,
    sent_back: int | None = None,
) -> Outgoing:
    """`record` as it goes to wait in `topic`: same key and bytes, its own headers, and ours anew."""
    before = Waiting.of(record)
    ours: dict[str, str | None] = {
        GROUP: group,
        ATTEMPT: str(attempt),
        NOT_BEFORE: not_before.isoformat() if not_before else None,
        TIMEKEEPER: timekeeper if not_before else None,
        ORIGIN_TOPIC: before.topic,
        ORIGIN_PARTITION: str(before.partition),
        ORIGIN_OFFSET: str(before.offset),
        REASON: reason,
        ERROR: error[:MAX_ERROR_CHARACTERS] if error else None,
        SENT_BACK: str(before.sent_back if sent_back is None else sent_back),
    }
    kept = tuple((name, value) for name, value in record.headers if name not in _OURS)
    added = tuple((name, text.encode()) for name, text in ours.items() if text is not None)
    return Outgoing(topic=topic, key=record.key or b"", value=record.value, headers=kept + added)


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() else default


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
