"""The figures as a page for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from scorer.evaluation.verdict_on_candidate import Decision

Figures = Mapping[tuple[str, str, str], Mapping[str, Any]]
AGES = ("all ages", "< 2 d", "< 1 d")
BINS = ("< 1 d", "1-2 d", "2-5 d")


def page(
    *, population: str, judged: int, channels: int, methods: Mapping[str, Figures], folded: Figures, decision: Decision
) -> str:
    """Markdown: the methods side by side, the interval, and what became of the refitted candidate.

    Args:
        population: What the readings are of.
        judged: Videos judged.
        channels: Channels they are of.
        methods: Each method's figures; those of other methods paired against `adjusted-1`.
        folded: `adjusted-1`'s figures with interval factors fitted without the channel judged.
        decision: On the candidate that was refitted here.
    """
    return "\n".join(
        [
            "# How good the score is",
            "",
            "Written by `make evaluate`; do not edit. What was tried on the way stands in",
            "[ADR 0004](../adr/0004-outlier-score.md), what a person saw in other niches in [niches.md](niches.md).",
            "",
            f"Readings: {population}; {judged} judged videos of {channels} channels. AP: average precision of the",
            "ranking, positive = at least twice the normal in the end. Error: median of |ln(score / outcome)|.",
            "In brackets: 95 % intervals, 1,000 draws of whole channels.",
            "",
            "| method | " + " | ".join(f"AP {age}" for age in AGES) + " | error |",
            "| --- | --- | --- | --- | --- |",
            *(_row(name, figures) for name, figures in methods.items()),
            "",
            "`adjusted-1` less each method over the same draws (error: negative is better):",
            "",
            "| against | " + " | ".join(f"AP {age}" for age in AGES) + " | error |",
            "| --- | --- | --- | --- | --- |",
            *(_difference(name, figures) for name, figures in methods.items() if name != "adjusted-1"),
            "",
            "![Precision and recall](precision-recall.svg)",
            "",
            "## The 80 % interval",
            "",
            "| age | holds | with factors fitted without the channel | high / low, median | videos |",
            "| --- | --- | --- | --- | --- |",
            *(_interval(age, methods["adjusted-1"], folded) for age in BINS),
            "",
            "![Reliability of the interval](reliability.svg)",
            "",
            "## Growth",
            "",
            "![Growth by format](growth.svg)",
            "",
            "## A refit on these readings",
            "",
            "Curve, noise and interval refitted, each channel judged by a model that was fitted without it:",
            f"**{decision.reason}**.",
            "",
            "| figure | age | candidate | current | better by (95 %) |",
            "| --- | --- | --- | --- | --- |",
            *(
                f"| {c.figure} | {c.age} | {c.candidate:.3f} | {c.current:.3f} | {c.low:+.3f} to {c.high:+.3f} |"
                for c in decision.comparisons
            ),
            "",
        ]
    )


def _row(name: str, figures: Figures) -> str:
    keys = [("AP 2x", "judged", age) for age in AGES] + [("error", "judged", "all ages")]
    return f"| {name} | " + " | ".join(_value(figures[key]) for key in keys) + " |"


def _value(line: Mapping[str, Any]) -> str:
    low, high = line["interval"]
    return f"{line['value']:.3f} [{low:.2f}, {high:.2f}]"


def _difference(name: str, figures: Figures) -> str:
    keys = [("AP 2x", "judged", age) for age in AGES] + [("error", "judged", "all ages")]
    return f"| {name} | " + " | ".join(_turned(figures[key]) for key in keys) + " |"


def _turned(line: Mapping[str, Any]) -> str:
    low, high = line["difference_interval"]
    return f"{-line['difference']:+.3f} [{-high:+.2f}, {-low:+.2f}]"


def _interval(age: str, figures: Figures, folded: Figures) -> str:
    held, span = figures["coverage", "judged", age], figures["span", "judged", age]
    apart: Sequence[float] = folded["coverage", "judged", age]["interval"]
    return (
        f"| {age} | {_value(held)} | {folded['coverage', 'judged', age]['value']:.3f} [{apart[0]:.2f}, {apart[1]:.2f}]"
        f" | ×{span['value']:.1f} | {held['n']} |"
    )
