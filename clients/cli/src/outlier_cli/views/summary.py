"""One analysis in words: what was asked, what was found, why the rest fell out, what it cost."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Analysis, Funnel, Spec, Spent

_TOPICS_SHOWN = 12
STATE_STYLES = {
    "queued": "cyan",
    "searching": "cyan",
    "scoring": "cyan",
    "completed": "green",
    "failed": "red",
    "cancelled": "yellow",
    "paused": "yellow",
}


def summary(analysis: Analysis) -> RenderableType:
    """Everything worth knowing about one analysis but its results."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, text in _facts(analysis):
        facts.add_row(name, text)
    return facts


def _facts(analysis: Analysis) -> list[tuple[str, RenderableType]]:
    facts: list[tuple[str, RenderableType]] = [
        ("analysis", analysis.id),
        ("state", state(analysis)),
        ("started", words.local_time(analysis.created_at)),
        ("asked for", asked_for(analysis.spec)),
    ]
    if analysis.not_found:
        facts.append(("not found", Text(", ".join(analysis.not_found), style="yellow")))
    if analysis.topics:
        shown = [
            f"{' = '.join((topic.name, *topic.aliases))} ({topic.count})" for topic in analysis.topics[:_TOPICS_SHOWN]
        ]
        more = len(analysis.topics) - len(shown)
        facts.append(("covered topics", ", ".join(shown) + (f" and {more} more" if more > 0 else "")))
    if analysis.funnel:
        facts.append(("channels", funnel(analysis.funnel)))
    facts.append(("found", found(analysis)))
    if analysis.quota:
        facts.append(("spent", spent(analysis.quota)))
    return facts


def state(analysis: Analysis) -> Text:
    """The state, and what it waits for or why it failed."""
    text = Text(words.state(analysis.state), style=STATE_STYLES[analysis.state])
    if analysis.error:
        text.append(f": {analysis.error.detail or words.code(analysis.error.reason)}")
    elif analysis.waiting_for:
        text.append(f": {words.waiting(analysis.waiting_for)}")
        if analysis.paused_until:
            text.append(f", until {words.until(analysis.paused_until)}")
    return text


def asked_for(spec: Spec) -> str:
    """The request in one line."""
    names = ", ".join(spec.exclusion_channels) or "no exclusion channels"
    size = f"{words.short_number(spec.min_subscribers)}–{words.short_number(spec.max_subscribers)} subscribers"
    return f"unlike {names} · {size} · {spec.window_days} days · score ≥ {spec.min_score:g} · {spec.method}"


def funnel(told: Funnel) -> str:
    """How many channels were found, and why those that fell out did."""
    reasons = sorted(told.rejected.items(), key=lambda reason: -reason[1])
    out = ", ".join(f"{count} {words.code(reason)}" for reason, count in reasons)
    return f"{told.candidates} found, {told.accepted} qualified" + (f" ({out})" if out else "")


def found(analysis: Analysis) -> str:
    """What came of it, in numbers."""
    counts = analysis.counts
    skipped = f", {counts.channels_skipped} skipped" if counts.channels_skipped else ""
    return (
        f"{words.plural(counts.outliers, 'outlier')} in {words.plural(counts.videos_scored, 'video')} "
        f"of {words.plural(counts.channels_scored, 'channel')}{skipped}"
    )


def spent(quota: Spent) -> str:
    """What it cost on YouTube."""
    return (
        f"{words.plural(quota.search, 'search')}, {words.plural(quota.queries, 'unit')}, "
        f"{words.plural(quota.batch_stats, 'statistics call')}, {quota.cached:,} answered by the cache"
    )


def closing(analysis: Analysis, page: str, seconds: float) -> RenderableType:
    """The last lines under a ranking."""
    cost = f" · {spent(analysis.quota)}" if analysis.quota else ""
    lines = [Text.assemble((found(analysis), "bold"), (f"{cost} · {seconds:.1f} s", "dim"))]
    if analysis.not_found:
        lines.append(Text(f"YouTube knows no channel named {', '.join(analysis.not_found)}.", style="yellow"))
    lines.append(Text.assemble(("See it on the page: ", "dim"), (page, f"link {page}")))
    return Group(*lines)
