"""How far an analysis is: for the progress bar, from facts alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.events import Stage

from gateway.domain.facts import Facts
from gateway.domain.state import stage_of

_SHARES: Mapping[Stage, tuple[float, float]] = {
    Stage.EXCLUSION: (0, 10),
    Stage.TOPICS: (10, 15),
    Stage.CANDIDATES: (15, 28),
    Stage.QUALIFICATION: (28, 30),
    Stage.CHANNELS: (30, 100),
}
"""From which to which percent of the whole each stage reaches, by what it usually takes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps of the stage at work, and percent of the whole."""

    stage: Stage
    done: int
    total: int
    percent: float


def progress_of(facts: Facts, channels_selected: int, channels_decided: int) -> Progress:
    """The progress that an analysis' facts show."""
    stage = stage_of(facts)
    if stage is Stage.CHANNELS:
        done, total = channels_decided, channels_selected
    else:
        report = facts.progress.get(stage.value, {"done": 0, "total": 0})
        done, total = report["done"], report["total"]
    start, end = _SHARES[stage]
    if facts.completed is not None:
        return Progress(stage, done, total, 100.0)
    return Progress(stage, done, total, start + (end - start) * (min(done / total, 1.0) if total else 0.0))
