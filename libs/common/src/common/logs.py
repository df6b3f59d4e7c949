"""Logs as JSON lines, each with the analysis, stream and offset it belongs to."""

import logging
import sys

import structlog

from common import handled


def configure(service: str, level: str = "INFO") -> None:
    """Send every log record of the process to standard output as one JSON object a line.

    Args:
        service: Named in every line.
        level: The least severe that is written.
    """

    def with_context(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        now = handled.now.get()
        described = now.log_values() if now else {}
        line.update({"service": service} | {name: value for name, value in described.items() if value is not None})
        return line

    shared: list[structlog.typing.Processor] = [
        with_context,
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
