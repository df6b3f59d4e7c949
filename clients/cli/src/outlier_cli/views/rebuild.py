"""What a rebuild of the projection found."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli.answers import Document

_SHOWN_OF_A_DIGEST = 16


def rebuilt(document: Document) -> RenderableType:
    """Rows and checksums of each table, before and after."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Table")
    for moment in ("before", "after"):
        table.add_column(f"rows\n{moment}", justify="right")
        table.add_column(f"checksum\n{moment}", no_wrap=True)
    before = {part["table"]: part for part in document["before"]}
    after = {part["table"]: part for part in document["after"]}
    for name in sorted(before | after):
        table.add_row(name, *_part(before.get(name)), *_part(after.get(name)))
    return Group(table, _verdict(document))


def _part(part: Document | None) -> tuple[str, str]:
    return ("–", "–") if part is None else (f"{part['rows']:,}", part["digest"][:_SHOWN_OF_A_DIGEST])


def _verdict(document: Document) -> Text:
    same = Text("The same as before.", style="green") if document["equal"] else Text("Not as before.", style="yellow")
    done = "swapped in" if document["swapped"] else "compared alone"
    return same.append(f" {document['facts']:,} facts in {document['seconds']:.1f} s, {done}.", style="not bold dim")
