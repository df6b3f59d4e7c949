"""The trace and the log context of one record's handling."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.context import Context

from common.delivery.envelope import CORRELATION, ID, TYPE
from common.delivery.record import Record
from common.logs import log_context

_tracer = trace.get_tracer("common.delivery")


@contextmanager
def handling(group: str, record: Record) -> Iterator[None]:
    """Run a handler inside the trace that its record carries, with the record's place in every log line."""
    with (
        _tracer.start_as_current_span(
            f"{group} {record.header(TYPE)}",
            context=trace_of(record),
            kind=trace.SpanKind.CONSUMER,
            attributes={
                "messaging.system": "kafka",
                "messaging.destination.name": record.topic,
                "messaging.consumer.group.name": group,
                "messaging.kafka.offset": record.offset,
                "messaging.message.id": record.header(ID) or "",
            },
        ),
        log_context(
            analysis_id=record.header(CORRELATION),
            stream=record.topic,
            partition=record.partition,
            offset=record.offset,
            group=group,
        ),
    ):
        yield


def trace_of(record: Record) -> Context:
    """The trace context that a record carries."""
    parent = record.header("traceparent")
    return propagate.extract({"traceparent": parent} if parent else {})
