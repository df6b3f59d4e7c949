"""The topics that lift several channels."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Analysis, Trend

_EFFECTS = {
    "lifts": ("lifts", "green"),
    "flops": ("flops", "red"),
    "no_difference": ("makes no difference", "dim"),
    "unknown": ("too few videos to say", "dim"),
}
_STRENGTHS = {"signal": "bold green", "hint": "yellow"}
_NAMED_CHANNELS = 3


def trends(analysis: Analysis, found: Sequence[Trend]) -> RenderableType:
    """One row a topic: on how many channels it was an outlier, and how it does elsewhere."""
    if not found:
        return Text("No topic has outliers on so many channels. One channel alone: --channels 1", style="yellow")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 1, 0), pad_edge=False)
    table.add_column("Topic\nfirst seen", ratio=1, min_width=16)
    table.add_column("Strength", no_wrap=True)
    table.add_column("Videos", justify="right", no_wrap=True)
    table.add_column("Median", justify="right", no_wrap=True)
    table.add_column("Channels\nthe topic over all", ratio=1, min_width=24)
    for trend in found:
        table.add_row(
            _topic(trend, analysis),
            Text(trend.strength, style=_STRENGTHS.get(trend.strength, "dim")),
            str(trend.video_count),
            words.score(trend.median_score, classic=analysis.spec.is_classic),
            _channels(trend),
        )
    return table


def _topic(trend: Trend, analysis: Analysis) -> Text:
    age = words.days(words.age(trend.first_seen, analysis.as_of))
    return Text(trend.name, style="bold").append(f"\n{age} ago", style="not bold dim")


def _channels(trend: Trend) -> Text:
    named = ", ".join(channel.title or channel.id for channel in trend.channels[:_NAMED_CHANNELS])
    more = len(trend.channels) - _NAMED_CHANNELS
    text = Text(f"{named} and {more} more" if more > 0 else named)
    effect, style = _EFFECTS.get(trend.effect, (trend.effect, "dim"))
    if trend.elsewhere.videos:
        effect = f"{effect}: {trend.elsewhere.videos} more videos, {trend.elsewhere.flops} no outliers"
    return text.append(f"\n{effect}", style=style)
