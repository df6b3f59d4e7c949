"""Three pictures of how far the score can be trusted, as small SVG files."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import NormalDist
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scorer.domain.model import LONG, SHORT, Model
from scorer.domain.verdict import Verdict
from scorer.evaluation.harness import Answers, Harness
from scorer.evaluation.refit import Pairs

AGE_BINS = {"under 1 day": (0.0, 1.0), "1 to 2 days": (1.0, 2.0), "2 to 5 days": (2.0, 5.0)}
LEVELS = (0.2, 0.4, 0.6, 0.8, 0.9)
INTERVAL_LEVEL = 0.8
DOUBLE = 2.0
MOST_POINTS = 350
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#666666", "#cc79a7")
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "outlier",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify_threshold": 0.5,
}


def reliability(path: Path, harness: Harness, verdicts: Mapping[tuple[str, str], Verdict]) -> None:
    """How often outcomes lie within intervals of several levels, by age; right is the diagonal."""
    with mpl.rc_context(STYLE):
        figure, (axes,) = _panels(1)
        axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
        outcomes = harness.outcomes()
        for (name, (low, high)), colour in zip(AGE_BINS.items(), COLOURS, strict=False):
            rows = [row for row in harness.judged if low <= row.age < high]
            judged = [(verdicts[row.case, row.video], outcomes[row.case, row.video]) for row in rows]
            known = [pair for pair in judged if pair[0].score is not None]
            held = [np.mean([_holds(verdict, outcome, level) for verdict, outcome in known]) for level in LEVELS]
            axes.plot(LEVELS, held, marker="o", markersize=4, color=colour, label=f"{name} ({len(known)} videos)")
        axes.axvline(INTERVAL_LEVEL, color="#dddddd", linewidth=1, zorder=0)
        axes.set(xlabel="the interval promises", ylabel="of the outcomes lie within", xlim=(0, 1), ylim=(0, 1))
        axes.legend(frameon=False)
        _save(figure, path)


def precision_recall(path: Path, harness: Harness, methods: Mapping[str, Answers]) -> None:
    """Precision against recall of each method's ranking, for all ages and under two days."""
    with mpl.rc_context(STYLE):
        figure, panels = _panels(2)
        for axes, (title, oldest) in zip(panels, (("all ages", 5.0), ("under 2 days", 2.0)), strict=True):
            rows = [row for row in harness.judged if row.age < oldest]
            for (name, answers), colour in zip(methods.items(), COLOURS, strict=False):
                recall, precision = _curve(rows, answers)
                axes.step(recall, precision, where="post", color=colour, label=name, linewidth=1.3)
            axes.set(title=title, xlabel="outliers found", ylabel="of what is shown are outliers", ylim=(0, 1.02))
        panels[0].legend(frameon=False, fontsize=8)
        _save(figure, path)


def growth(path: Path, pairs: Pairs, model: Model) -> None:
    """The share of its two-week views that a video has at an age: real videos and the model's curve, by format."""
    with mpl.rc_context(STYLE):
        figure, panels = _panels(2)
        ages = np.geomspace(0.03, 12, 80)
        draw = np.random.default_rng(1)
        for axes, (title, kind) in zip(panels, (("Shorts", SHORT), ("long videos", LONG)), strict=True):
            chosen = np.flatnonzero(pairs.format_index == kind)
            chosen = draw.permutation(chosen)[:MOST_POINTS]
            axes.scatter(
                pairs.age_days[chosen], np.exp(-pairs.gain[chosen]), s=5, color="#999999", alpha=0.5, linewidths=0
            )
            index = np.full(ages.shape, kind)
            left = model.growth.remaining(ages, index) - model.growth.remaining(np.full(ages.shape, 13.0), index)
            spread = model.noise.spread(ages, index)
            axes.plot(ages, np.exp(-left), color=COLOURS[0], label="curve")
            for side in (-1, 1):
                axes.plot(ages, np.exp(-left + side * spread), color=COLOURS[0], linewidth=0.7, linestyle="--")
            axes.set(title=title, xscale="log", xlabel="age in days", ylabel="share of its views at two weeks")
            axes.set_ylim(0, 1.3)
        _save(figure, path)


def _holds(verdict: Verdict, outcome: float, level: float) -> bool:
    """Whether the interval, narrowed or widened to `level` as a normal distribution's would be, holds the outcome."""
    if verdict.score is None or verdict.low is None or verdict.high is None:
        return False
    normal = NormalDist()
    factor = normal.inv_cdf((1 + level) / 2) / normal.inv_cdf((1 + INTERVAL_LEVEL) / 2)
    above, below = math.log(verdict.high / verdict.score), math.log(verdict.score / verdict.low)
    return -factor * below <= math.log(outcome / verdict.score) <= factor * above


def _curve(rows: Sequence[Any], answers: Answers) -> tuple[Sequence[float], Sequence[float]]:
    """Recall and precision after each video of a ranking, the highest score first."""

    def score(row: Any) -> float:  # noqa: ANN401  the judge's own type
        value = answers[row.case, row.video].score
        return -math.inf if value is None else value

    hits = np.array([row.outcome >= DOUBLE for row in sorted(rows, key=score, reverse=True)])
    found = np.cumsum(hits)
    return (found / hits.sum()).tolist(), (found / np.arange(1, len(hits) + 1)).tolist()


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(3.6 * count + 0.6, 3.2), layout="constrained")
    return figure, [figure.add_subplot(1, count, number + 1) for number in range(count)]


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None})
