"""Traces: one for each analysis, through every service, in the headers of its records.

A trace id flows whether or not anybody collects spans. Spans are made only where `configure` was told where to send
them: a span costs more than handling a small record.
"""

import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar, Token

from opentelemetry import context, propagate, trace

HEADER = "traceparent"
"""W3C Trace Context; also the name of the record header."""

Description = tuple[str, Mapping[str, str | int]]

_parent: ContextVar[str | None] = ContextVar("traceparent", default=None)
_tracer = trace.get_tracer("outlier")


class _Spans:
    """Whether spans are made."""

    on = False


def current() -> str:
    """The `traceparent` of what happens now; a new trace where nothing has begun one."""
    if _Spans.on:
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        if HEADER in carrier:
            return carrier[HEADER]
    return _parent.get() or f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


class Continued:
    """Goes on with the trace that a record carries, for the time of a block."""

    __slots__ = ("_describe", "_parent", "_span", "_token", "_trace_token")

    def __init__(self, parent: str | None, describe: Callable[[], Description]) -> None:
        """A part of the trace.

        Args:
            parent: The `traceparent` of what caused it.
            describe: The span's name and attributes; asked only where spans are made.
        """
        self._parent = parent
        self._describe = describe

    def __enter__(self) -> None:
        """Begin."""
        self._token: Token[str | None] = _parent.set(self._parent or _parent.get())
        self._span = None
        if _Spans.on:
            name, attributes = self._describe()
            above = propagate.extract({HEADER: self._parent} if self._parent else {})
            self._span = _tracer.start_span(
                name, context=above, kind=trace.SpanKind.CONSUMER, attributes=dict(attributes)
            )
            self._trace_token = context.attach(trace.set_span_in_context(self._span, above))

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        """End."""
        if self._span is not None:
            if error is not None:
                self._span.record_exception(error)
            context.detach(self._trace_token)
            self._span.end()
        _parent.reset(self._token)
