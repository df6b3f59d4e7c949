"""The list of analyses."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Analysis
from outlier_cli.views.summary import STATE_STYLES

_SHORT_ID = 8
"""Characters of an id that tell an owner's analyses apart."""


def history(analyses: Sequence[Analysis], *, whole_ids: bool) -> RenderableType:
    """One line an analysis, newest first; ids whole, or as much of them as names one."""
    if not analyses:
        return Text("No analyses yet. Start one: outlier analyze NAME…", style="dim")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Id", no_wrap=True)
    table.add_column("Started", no_wrap=True)
    table.add_column("State")
    table.add_column("Outliers", justify="right", no_wrap=True)
    table.add_column("Unlike", overflow="ellipsis", no_wrap=True, max_width=40)
    for analysis in analyses:
        table.add_row(
            analysis.id if whole_ids else analysis.id[:_SHORT_ID],
            words.local_time(analysis.created_at),
            Text(analysis.state, style=STATE_STYLES[analysis.state]),
            str(analysis.counts.outliers),
            ", ".join(analysis.spec.exclusion_channels) or "–",
        )
    return table
