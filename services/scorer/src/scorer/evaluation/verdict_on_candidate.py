"""Whether a candidate model may replace the current one: only when it is better by a paired interval."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DECISIVE = (("AP 2x", "judged", "all ages"), ("AP 2x", "judged", "< 2 d"), ("error", "judged", "all ages"))
"""The figures that decide: a ranking is better when higher, an error when lower."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of a candidate against the current model's, over the same draws of channels."""

    figure: str
    age: str
    candidate: float
    current: float
    low: float
    high: float
    """The 95 % interval of the difference, turned so that above 0 is better."""

    @property
    def is_better(self) -> bool:
        """Better beyond what the choice of channels explains."""
        return self.low > 0

    @property
    def is_worse(self) -> bool:
        """Worse beyond what the choice of channels explains."""
        return self.high < 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Accept or refuse, with the reason in words."""

    accepted: bool
    reason: str
    comparisons: Sequence[Comparison]

    def lines(self) -> Iterator[str]:
        """Figure by figure, then the decision, for people."""
        for c in self.comparisons:
            figures = f"candidate {c.candidate:.3f}, current {c.current:.3f}"
            yield f"{c.figure} ({c.age}): {figures}; better by {c.low:+.3f} to {c.high:+.3f}"
        yield self.reason


def decide(figures: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> Decision:
    """Judge a candidate by the paired figures of the harness: better in one that decides, worse in none."""
    comparisons = [_compared(key, figures[key]) for key in DECISIVE]
    worse = [comparison for comparison in comparisons if comparison.is_worse]
    better = [comparison for comparison in comparisons if comparison.is_better]
    if worse:
        return Decision(accepted=False, reason=f"refused: worse in {_names(worse)}", comparisons=comparisons)
    if not better:
        reason = "refused: no difference that decides has an interval above 0"
        return Decision(accepted=False, reason=reason, comparisons=comparisons)
    return Decision(accepted=True, reason=f"accepted: better in {_names(better)}", comparisons=comparisons)


def _compared(key: tuple[str, str, str], line: Mapping[str, Any]) -> Comparison:
    figure, _, age = key
    low, high = line["difference_interval"]
    if figure == "error":
        low, high = -high, -low
    return Comparison(figure, age, line["value"], line["against"], low, high)


def _names(comparisons: Sequence[Comparison]) -> str:
    return ", ".join(f"{comparison.figure} ({comparison.age})" for comparison in comparisons)
