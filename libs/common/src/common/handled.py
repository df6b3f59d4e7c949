"""What is being handled just now: log lines and traces tell of it, and none of them knows records."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Protocol


class Handled(Protocol):
    """Something that is being handled; it is asked when somebody wants to know, which for log lines is rare."""

    def log_values(self) -> Mapping[str, object]:
        """What each log line says of it."""
        ...

    def traceparent(self) -> str | None:
        """Its place in its trace; None: it carries none."""
        ...


now: ContextVar[Handled | None] = ContextVar("handled", default=None)
"""One for both: to set and reset it costs as much as the envelope's ids."""
