"""Fakes for tests of handlers."""

from dataclasses import dataclass, field

from common.events import Event
from common.streams import Stream


@dataclass
class FakeEmit:
    """An `Emit` that remembers; it refuses what the stream would refuse."""

    events: list[tuple[Stream, Event]] = field(default_factory=list)

    async def __call__(self, stream: Stream, event: Event) -> None:
        """Remember the event."""
        if not isinstance(event, stream.payloads):
            raise TypeError(f"{stream.name} does not carry {type(event).__name__}")
        self.events.append((stream, event))

    def of(self, stream: Stream) -> list[Event]:
        """The events of one stream, in order."""
        return [event for emitted, event in self.events if emitted is stream]
