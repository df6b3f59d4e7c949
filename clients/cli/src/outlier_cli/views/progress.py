"""An analysis while it runs: a bar and the best finds so far, or a line at each step where nobody watches."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Analysis
from outlier_cli.live import Following
from outlier_cli.views.summary import state

_BEST_SHOWN = 5
_FRAMES_A_SECOND = 10


def watch(followed: Iterable[Following], console: Console) -> Analysis | None:
    """Show an analysis on `console` until it ends; gives its last state, None where nothing came."""
    return _draw(followed, console) if console.is_terminal else _tell(followed, console)


def _draw(followed: Iterable[Following], console: Console) -> Analysis | None:
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
        expand=True,
    )
    task = bar.add_task("connecting", total=100)
    last: Analysis | None = None
    with Live(bar, console=console, refresh_per_second=_FRAMES_A_SECOND, transient=True) as live:
        for now in followed:
            last = now.analysis
            bar.update(task, completed=last.progress.percent, description=step(last))
            live.update(Group(bar, *_best(now)))
    return last


def _best(now: Following) -> list[RenderableType]:
    rows = now.best(_BEST_SHOWN)
    if not rows:
        return []
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(justify="right", style="bold green", no_wrap=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column(style="dim", no_wrap=True, overflow="ellipsis", max_width=28)
    for row in rows:
        table.add_row(words.score(row.score, classic=now.analysis.spec.is_classic), row.title, row.channel_title)
    return [table]


def _tell(followed: Iterable[Following], console: Console) -> Analysis | None:
    last: Analysis | None = None
    for now in followed:
        if last is None or (now.analysis.state, now.analysis.waiting_for) != (last.state, last.waiting_for):
            console.print(Text(f"{now.analysis.progress.percent:3.0f} %  {step(now.analysis)}"))
        last = now.analysis
    return last


def step(analysis: Analysis) -> str:
    """What an analysis is doing, in a few words.

    >>> from datetime import datetime, UTC
    >>> step(Analysis(id="a", state="queued", created_at=datetime.now(UTC)))
    'waiting for its turn'
    """
    counts = analysis.counts
    done = counts.channels_scored + counts.channels_skipped
    match analysis.state:
        case "scoring":
            return f"scoring channels: {done} of {counts.channels_selected}, {words.plural(counts.outliers, 'outlier')}"
        case "searching" if analysis.topics:
            return f"searching for channels on {words.plural(len(analysis.topics), 'topic')}"
        case "paused" | "failed":
            return state(analysis).plain
        case other:
            return words.state(other)
