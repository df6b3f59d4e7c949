"""What is left of the quota, and what an analysis would cost."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Bucket, Plan


def plan(told: Plan) -> RenderableType:
    """The cost of an analysis before it starts."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Costs")
    table.add_column("likely", justify="right")
    table.add_column("at most", justify="right")
    for name, cost in (("search", told.searches), ("queries", told.queries), ("batch_stats", told.batch_stats)):
        table.add_row(words.bucket(name), f"{cost.expected:,}", f"{cost.worst:,}")
    return Group(table, _verdict(told))


def _verdict(told: Plan) -> Text:
    if told.affordable:
        return Text("Today's quota covers it.", style="green")
    return Text(
        f"Today's quota does not cover it: it would wait until {words.until(told.waits_until)}.", style="yellow"
    )


def quota(buckets: Sequence[Bucket]) -> RenderableType:
    """Each bucket: used, limit, and when it fills again."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Quota")
    for title in ("used", "limit", "left"):
        table.add_column(title, justify="right")
    table.add_column("fills again")
    for bucket in buckets:
        table.add_row(
            words.bucket(bucket.bucket),
            f"{bucket.used:,}",
            f"{bucket.limit:,}",
            Text(f"{bucket.remaining:,}", style="green" if bucket.remaining else "red"),
            words.local_time(bucket.resets_at),
        )
    return table
