"""Traces: one for each analysis, through every service, in the headers of its records.

A trace's id is the analysis' id, so that whatever happens to an analysis belongs to its trace, also what no record led
to. Ids flow whether or not anybody collects spans. Spans are made only where `span_export` was told where to send them:
a span costs more than handling a small record.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from opentelemetry import context, propagate, trace

from common import handled

HEADER = "traceparent"
"""W3C Trace Context; also the name of the record header."""

Description = tuple[str, Mapping[str, str | int]]
"""A span's name and attributes."""

_begun: ContextVar[UUID | None] = ContextVar("begun", default=None)
_tracer = trace.get_tracer("outlier")


class _Spans:
    """Whether spans are made."""

    on = False


def make_spans() -> None:
    """From now on spans are made: somebody collects them."""
    _Spans.on = True


def are_made() -> bool:
    """Whether spans are made."""
    return _Spans.on


def root(analysis_id: UUID) -> tuple[int, int]:
    """The ids of an analysis' trace and of the span in which it begins."""
    return analysis_id.int, analysis_id.int & (2**64 - 1)


def root_to_begin() -> tuple[int, int] | None:
    """The ids of the span that is just being begun for an analysis; None: any will do."""
    analysis_id = _begun.get()
    return root(analysis_id) if analysis_id else None


def current(analysis_id: UUID) -> str:
    """The `traceparent` of what happens to an analysis now; where nothing is being handled, its beginning."""
    if _Spans.on:
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        if HEADER in carrier:
            return carrier[HEADER]
    now = handled.now.get()
    if now is not None and (parent := now.traceparent()) is not None:
        return parent
    trace_id, span_id = root(analysis_id)
    return f"00-{trace_id:032x}-{span_id:016x}-01"


@contextmanager
def beginning(analysis_id: UUID, name: str) -> Iterator[None]:
    """The span in which an analysis begins, for the time of a block."""
    if not _Spans.on:
        yield
        return
    token = _begun.set(analysis_id)
    try:
        span = _tracer.start_span(name, context=context.Context(), attributes={"analysis.id": str(analysis_id)})
    finally:
        _begun.reset(token)
    with trace.use_span(span, end_on_exit=True):
        yield


def took_part(parent: str | None, description: Description, seconds: float) -> None:
    """Note what has just been done for one of many at once, as a span of the trace that it belongs to."""
    name, attributes = description
    now = time.time_ns()
    span = _tracer.start_span(
        name,
        context=_above(parent),
        kind=trace.SpanKind.CONSUMER,
        attributes=dict(attributes),
        start_time=now - int(seconds * 1e9),
    )
    span.end(now)


class Continued:
    """Goes on with the trace that something carries, as a span, for the time of a block; for where spans are made."""

    __slots__ = ("_span", "_token")

    def __init__(self, parent: str | None, description: Description) -> None:
        """A part of the trace.

        Args:
            parent: The `traceparent` of what caused it.
            description: The span's name and attributes.
        """
        name, attributes = description
        above = _above(parent)
        self._span = _tracer.start_span(name, context=above, kind=trace.SpanKind.CONSUMER, attributes=dict(attributes))
        self._token = context.attach(trace.set_span_in_context(self._span, above))

    def end(self, error: BaseException | None) -> None:
        """End."""
        if error is not None:
            self._span.record_exception(error)
        context.detach(self._token)
        self._span.end()


def _above(parent: str | None) -> context.Context:
    return propagate.extract({HEADER: parent} if parent else {}, context=context.Context())
