"""The envelope of an event: CloudEvents attributes and trace context as record headers.

Source:
    CloudEvents 1.0, Kafka protocol binding, binary mode; W3C Trace Context.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from common import tracing
from common.delivery.record import Outgoing, Record
from common.events import Event
from common.streams import Stream

ID = "ce_id"
TYPE = "ce_type"
SOURCE = "ce_source"
SUBJECT = "ce_subject"
TIME = "ce_time"
CORRELATION = "ce_correlationid"
CAUSATION = "ce_causationid"

_FIXED = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))
_IDS = UUID("6f1c2d9e-6c56-4c1e-9a0b-0d8f4b6f6d11")


class TooLarge(ValueError):  # noqa: N818  named for what it is
    """An event takes more bytes than its stream allows: a limit of its model is missing."""


def derived_id(cause: str, stream: str, event: Event) -> UUID:
    """The same id whenever the same cause yields the same event again, so that a redelivery changes nothing."""
    return uuid5(_IDS, f"{cause}|{stream}|{type(event).type_name()}|{event.subject}")


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
    value = event.model_dump_json(by_alias=True).encode()
    if len(value) > stream.max_bytes:
        raise TooLarge(f"{type(event).__name__} takes {len(value):,} bytes; {stream.name} allows {stream.max_bytes:,}")
    subject = event.subject
    return Outgoing(
        topic=stream.name,
        key=stream.key(event).encode(),
        value=value,
        headers=(
            *_FIXED,
            (ID, str(derived_id(cause_id, stream.name, event)).encode()),
            (SOURCE, source.encode()),
            (TYPE, type(event).type_name().encode()),
            (SUBJECT, subject.encode()),
            (TIME, (now or datetime.now(UTC)).isoformat().encode()),
            (CORRELATION, str(event.analysis_id).encode()),
            (CAUSATION, cause_id.encode()),
            (tracing.HEADER, tracing.current(event.analysis_id).encode()),
        ),
    )


def cause_of(record: Record) -> str:
    """The id that follow-ups of this record derive theirs from; its place, where it has none."""
    return record.header(ID) or f"{record.topic}/{record.partition}/{record.offset}"
