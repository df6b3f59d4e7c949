"""Logs as JSON lines, each with the analysis, stream and offset it belongs to."""

import logging
import sys
from contextvars import ContextVar

import structlog

_context: ContextVar[dict[str, object]] = ContextVar("log_context", default={})  # noqa: B039  never changed in place


def configure(service: str, level: str = "INFO") -> None:
    """Send every log record of the process to standard output as one JSON object a line.

    Args:
        service: Named in every line.
        level: The least severe that is written.
    """
    shared: list[structlog.typing.Processor] = [
        _with_context,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.EventRenamer("message"),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # These speak once a request or a heartbeat; httpx also names addresses, which may hold what is secret.
    for noisy in ("httpx", "httpcore", "aiokafka", "faststream", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _context.set({"service": service})


class LogContext:
    """Adds values to every log line within; None is left out. A class, because a handler enters one a record."""

    __slots__ = ("_token", "_values")

    def __init__(self, **values: object) -> None:
        """Values of the lines to come."""
        self._values = values

    def __enter__(self) -> None:
        """Begin."""
        self._token = _context.set({**_context.get(), **self._values})

    def __exit__(self, *_: object) -> None:
        """End: the lines after have what those before had."""
        _context.reset(self._token)


def _with_context(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    line.update({name: value for name, value in _context.get().items() if value is not None})
    return line
