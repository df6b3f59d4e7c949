"""The next version of an event, beside the one that is in use: how a breaking change lands."""

from dataclasses import replace
from typing import ClassVar

from common import events
from common.events import Event
from common.streams import CHANNEL_OUTCOMES


class ChannelScored(events.ChannelScored):
    """Says who scored: a field without a default, which no event of version 1 has."""

    version: ClassVar[int] = 2

    scored_by: str


def read_both() -> None:
    """Have this process read version 2 beside version 1, as a catalogue that names both does."""
    catalogue = replace(CHANNEL_OUTCOMES, payloads=(*CHANNEL_OUTCOMES.payloads, ChannelScored))
    for part in ("payloads", "_types"):
        object.__setattr__(CHANNEL_OUTCOMES, part, getattr(catalogue, part))


def of_version_2(event: Event) -> Event:
    """A score as version 2 tells it; other events as they are."""
    if not isinstance(event, events.ChannelScored):
        return event
    return ChannelScored(**dict(event), scored_by="the next scorer")
