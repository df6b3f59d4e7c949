"""What is known after a storm: all that the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Json = dict[str, Any]
Findings = Mapping[str, Mapping[str, float]]
"""Channel → video → score: what an analysis found."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One analysis, as it stands when all is calm again."""

    id: UUID
    kind: str
    """Whose reference its results must equal."""
    cancelled: bool
    """Its owner was told that it is."""
    view: Json
    """The analysis as the gateway shows it."""
    results: list[Json]


@dataclass(frozen=True, slots=True)
class Told:
    """One record of an event stream."""

    topic: str
    type: str
    subject: str
    id: str
    analysis: str
    event: Json
    """Its payload."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a live client holds in the end."""

    analysis_id: UUID
    analysis: Json
    channels: Mapping[str, Json]
    frames: int = 1
    connections: int = 1


@dataclass(frozen=True)
class Evidence:
    """Everything that the checks look at."""

    reference: Mapping[str, Findings]
    """Kind → what undisturbed runs found."""
    ran: list[Ran]
    told: list[Told] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    booked: Mapping[str, int] = field(default_factory=dict)
    """Bucket → units that the fetcher booked."""
    spent: Mapping[str, int] = field(default_factory=dict)
    """Bucket → units that the simulator counted."""
    outbox: int = 0
    """Records that the outbox still holds."""
    lag: Mapping[str, int] = field(default_factory=dict)
    """Group and topic → records that were not worked off."""
    letters: list[str] = field(default_factory=list)
    """Open dead letters."""
    rebuild: Json = field(default_factory=lambda: {"state": "done", "equal": True})
    """How a rebuild of the projection compared with the one in use."""
    crashes: list[str] = field(default_factory=list)
    """Answers of 500, and live frames that went back."""
