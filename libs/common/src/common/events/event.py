"""The base of all events, and what makes one identifiable."""

from functools import cache
from typing import ClassVar
from uuid import UUID

from common.events.values import Value


class Event(Value):
    """A fact about one analysis, in the past tense.

    Ids, times and trace context are headers that `emit` adds: domain code needs neither clock nor uuid.
    """

    version: ClassVar[int] = 1

    analysis_id: UUID

    @classmethod
    @cache
    def type_name(cls) -> str:
        """The name on the wire, with the payload's version: `ChannelScored.v1`."""
        return f"{cls.__name__}.v{cls.version}"

    @property
    def part(self) -> str:
        """What tells this event from others of its type and analysis that have the same cause; empty: nothing."""
        return ""

    @property
    def subject(self) -> str:
        """What tells this event from others of its type that have the same cause: its analysis and its part."""
        return subject_of(str(self.analysis_id), self.part)


def subject_of(analysis: str, part: str) -> str:
    """The subject of an event of `analysis`, for those who have its id as text: that costs as much as its JSON."""
    return f"{analysis}/{part}" if part else analysis
