"""What a shadow model said beside the current one, from a journal: how far apart, and whose top differs."""

import math
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from common.events import Method

from scorer.evaluation.harness import Harness
from scorer.evaluation.verdict_on_candidate import Decision, decide
from scorer.journal import lines_of

OUTLIER = 2.0


@dataclass(frozen=True, slots=True)
class ShadowReport:
    """The two models over the same videos."""

    videos: int
    """Scored by both."""
    median_apart: float
    """Median of |ln(shadow / current)|."""
    both_outliers: int
    current_alone: int
    """Outliers (at least twice the normal) that only the current model sees."""
    shadow_alone: int

    def lines(self) -> str:
        """The report in words."""
        if not self.videos:
            return "no video was scored by both: set SCORER_SHADOW_MODEL and SCORER_JOURNAL_DIR, and run analyses"
        return (
            f"{self.videos:,} videos scored by both; half differ by less than a factor of"
            f" {math.exp(self.median_apart):.2f}.\n"
            f"Outliers: {self.both_outliers:,} by both, {self.current_alone:,} by the current model alone,"
            f" {self.shadow_alone:,} by the shadow alone."
        )


def compare(journal: Path) -> ShadowReport:
    """The report of every reading in a journal."""
    pairs = [
        (video["score"], video["shadow_score"])
        for reading in _readings(journal)
        for video in reading["videos"]
        if video["score"] and video["shadow_score"]
    ]
    return ShadowReport(
        videos=len(pairs),
        median_apart=median(abs(math.log(shadow / current)) for current, shadow in pairs) if pairs else 0.0,
        both_outliers=sum(current >= OUTLIER and shadow >= OUTLIER for current, shadow in pairs),
        current_alone=sum(current >= OUTLIER > shadow for current, shadow in pairs),
        shadow_alone=sum(shadow >= OUTLIER > current for current, shadow in pairs),
    )


def judged(harness: Harness, journal: Path) -> Decision:
    """Which of the two foresaw better what came of the videos, by what each said at the time."""
    said: dict[str, dict[tuple[str, str], Any]] = {"": {}, "shadow_": {}}
    for reading in _readings(journal):
        for video in reading["videos"]:
            for model, answers in said.items():
                parts = [video[model + name] for name in ("score", "low", "high")]
                answers[reading["case_id"], video["id"]] = harness.answer(*parts)
    return decide(harness.judge(said["shadow_"], said[""]))


def _readings(journal: Path) -> list[dict[str, Any]]:
    """The readings that were scored by a method with fitted numbers; others have scores of another scale."""
    return [line for line in lines_of(journal) if line.get("method") == Method.ADJUSTED_1]
