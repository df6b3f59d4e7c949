"""The ranked outliers."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Analysis, Nearest, Result

_DERIVED = "Scores are derived metrics, computed here from public counts; they are not YouTube's own."


def ranking(analysis: Analysis, results: Sequence[Result], *, links: bool) -> RenderableType:
    """The table of outliers, best first, each with what its score rests on.

    Args:
        analysis: Whose results they are; its method says what a score means.
        results: Best first.
        links: Write addresses out, for where a title cannot be clicked.
    """
    if not results:
        return Text(
            "No outliers: no video of the window meets the minimum score on a topic of its own.", style="yellow"
        )
    classic = analysis.spec.is_classic
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 1, 0), pad_edge=False)
    table.add_column("#", justify="right", style="dim")
    table.add_column(Text("Views per\n100 subs" if classic else "Score\n80 % range"), justify="right", no_wrap=True)
    table.add_column("Views\nage", justify="right", no_wrap=True)
    table.add_column("Format\nbrand fit", no_wrap=True)
    table.add_column("Video\nchannel · why", ratio=1, min_width=36)
    for rank, result in enumerate(results, 1):
        table.add_row(
            str(rank),
            _score(result, classic=classic),
            _views(result, analysis),
            _format(result),
            _video(result, links=links),
        )
    return Group(table, Text(_DERIVED, style="dim italic"))


def _score(result: Result, *, classic: bool) -> Text:
    text = Text.assemble((words.score(result.score, classic=classic), "bold green"))
    if bounds := words.interval(result.low, result.high):
        text.append(f"\n{bounds}", style="dim")
    return text


def _views(result: Result, analysis: Analysis) -> Text:
    age = result.evidence.age_days
    if age is None:
        age = words.age(result.published_at, analysis.as_of)
    return Text(words.short_number(result.view_count)).append(f"\n{words.days(age)}", style="dim")


def _format(result: Result) -> Text:
    colour = {"short": "magenta", "live": "red"}.get(result.format, "cyan")
    fit = "–" if result.brand_fit is None else f"{result.brand_fit:.1f}/10"
    return Text.assemble((result.format, colour), (f"\nfit {fit}", "dim"))


def _video(result: Result, *, links: bool) -> Text:
    address = f"https://youtu.be/{result.video_id}"
    text = Text(result.title or result.video_id, style=f"bold link {address}")
    channel = result.channel_title or result.channel_id
    text.append(f"\n{channel} · {words.short_number(result.subscriber_count)} subscribers", style="not bold")
    if result.excluded_by:
        text.append(f"\ncovered already: {result.excluded_by}", style="not bold yellow")
    if result.nearest_title:
        text.append(f"\n{_past(result.nearest_title)}", style="not bold yellow")
    if result.evidence.sentence:
        text.append(f"\n{result.evidence.sentence}", style="not bold dim")
    if links:
        text.append(f"\n{address}", style="not bold dim")
    return text


def _past(nearest: Nearest) -> str:
    """What the exclusion channels did that is nearest, and how that went."""
    told = [f"they have: {nearest.title}"]
    if nearest.best_multiple is not None:
        told.append(f"at best {words.multiple(nearest.best_multiple)} their normal")
    if nearest.last_days is not None:
        told.append(f"last {words.days(float(nearest.last_days))} ago")
    if nearest.gap:
        told.append("a gap: they did it " + ("badly" if nearest.gap == "badly" else "long ago"))
    return ", ".join(told)
