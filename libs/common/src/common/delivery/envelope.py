"""The envelope of an event: CloudEvents attributes and trace context as record headers.

Source:
    CloudEvents 1.0, Kafka protocol binding, binary mode; W3C Trace Context.
"""

import time
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha1
from uuid import UUID

from common import tracing
from common.delivery.record import Outgoing, Record
from common.events import Event
from common.events.event import subject_of
from common.streams import Stream

ID = "ce_id"
TYPE = "ce_type"
SOURCE = "ce_source"
SUBJECT = "ce_subject"
TIME = "ce_time"
CORRELATION = "ce_correlationid"
CAUSATION = "ce_causationid"

_VERSION = ("ce_specversion", b"1.0")
_CONTENT_TYPE = ("content-type", b"application/json")
_IDS = UUID("6f1c2d9e-6c56-4c1e-9a0b-0d8f4b6f6d11").bytes
_NANOSECONDS = 1_000_000_000


class TooLarge(ValueError):  # noqa: N818  named for what it is
    """An event takes more bytes than its stream allows: a limit of its model is missing."""


def derived_id(cause: str, stream: str, type_name: str, subject: str) -> str:
    """The same id whenever the same cause yields the same event again, so that a redelivery changes nothing.

    A UUIDv5 as text, made without a `UUID` in between, which costs as much again as everything else of a small event.

    Source:
        RFC 9562, 5.5.
    """
    digest = sha1(_IDS + f"{cause}|{stream}|{type_name}|{subject}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def seal(
    stream: Stream,
    event: Event,
    *,
    source: str,
    cause_id: str,
    now: datetime | None = None,
) -> Outgoing:
    """An event as a record of `stream`.

    Args:
        stream: Where it goes; it must carry events of this type.
        event: The fact.
        source: Who says so: `<service>.<handler>`.
        cause_id: Id of what led to it: another event, or a request's idempotency key. Ids derive from it.
        now: Wall time; None = now.

    Raises:
        TooLarge: It takes more than `stream.max_bytes`.
        TypeError: The stream does not carry events of this type.
    """
    if not isinstance(event, stream.payloads):
        raise TypeError(f"{stream.name} does not carry {type(event).__name__}")
    value = event.__pydantic_serializer__.to_json(event, by_alias=True)
    if len(value) > stream.max_bytes:
        raise TooLarge(f"{type(event).__name__} takes {len(value):,} bytes; {stream.name} allows {stream.max_bytes:,}")
    analysis, type_name = str(event.analysis_id), type(event).type_name()
    subject = subject_of(analysis, event.part)
    return Outgoing(
        topic=stream.name,
        key=stream.key(event).encode(),
        value=value,
        headers=(
            _VERSION,
            _CONTENT_TYPE,
            (ID, derived_id(cause_id, stream.name, type_name, subject).encode()),
            (SOURCE, source.encode()),
            (TYPE, type_name.encode()),
            (SUBJECT, subject.encode()),
            (TIME, (now.isoformat() if now else _now()).encode()),
            (CORRELATION, analysis.encode()),
            (CAUSATION, cause_id.encode()),
            (tracing.HEADER, tracing.current(event.analysis_id).encode()),
        ),
    )


def _now() -> str:
    """Wall time as `datetime.isoformat` writes it, in half the time."""
    seconds, rest = divmod(time.time_ns(), _NANOSECONDS)
    return f"{_whole(seconds)}.{rest // 1000:06}+00:00"


@lru_cache(maxsize=2)
def _whole(seconds: int) -> str:
    """The second in which hundreds of events are sealed."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()


def cause_of(record: Record) -> str:
    """The id that follow-ups of this record derive theirs from; its place, where it has none."""
    return record.header(ID) or f"{record.topic}/{record.partition}/{record.offset}"
