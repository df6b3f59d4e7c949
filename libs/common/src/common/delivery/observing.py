"""The trace and the log context of one record's handling."""

from collections.abc import Iterable, Mapping

from common import handled
from common.delivery.envelope import CORRELATION, ID, TYPE
from common.delivery.record import Record
from common.tracing import HEADER, Continued, Description, are_made, took_part


class Handling:
    """Runs a handler inside the trace that its record carries, with the record's place in every log line."""

    __slots__ = ("_group", "_record", "_span", "_token")

    def __init__(self, group: str, record: Record) -> None:
        """The handling of `record` by the consumer group `group`."""
        self._group = group
        self._record = record

    def log_values(self) -> Mapping[str, object]:
        """What each log line says of it."""
        return {
            "analysis_id": self._record.header(CORRELATION),
            "stream": self._record.topic,
            "partition": self._record.partition,
            "offset": self._record.offset,
            "group": self._group,
        }

    def traceparent(self) -> str | None:
        """Its place in the analysis' trace."""
        return self._record.header(HEADER)

    def __enter__(self) -> None:
        """Begin."""
        self._token = handled.now.set(self)
        self._span = Continued(self.traceparent(), described(self._group, self._record)) if are_made() else None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """End."""
        if self._span is not None:
            self._span.end(error)
        handled.now.reset(self._token)


def handled_together(group: str, records: Iterable[Record], seconds: float) -> None:
    """Note in the trace of each record that it was handled, in one call for all of them."""
    if are_made():
        for record in records:
            took_part(record.header(HEADER), described(group, record), seconds)


def described(group: str, record: Record) -> Description:
    """The span of a record's handling, after OpenTelemetry's conventions for messaging."""
    return (
        f"{group} {record.header(TYPE)}",
        {
            "messaging.system": "kafka",
            "messaging.destination.name": record.topic,
            "messaging.consumer.group.name": group,
            "messaging.kafka.offset": record.offset,
            "messaging.message.id": record.header(ID) or "",
            "analysis.id": record.header(CORRELATION) or "",
        },
    )
