"""Dead letters."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.json import JSON
from rich.table import Table
from rich.text import Text

from outlier_cli import words
from outlier_cli.answers import Document

_SETTLED_STYLE = "green"


def letters(documents: Sequence[Document]) -> RenderableType:
    """One row a letter, oldest first."""
    if not documents:
        return Text("No dead letters.", style="green")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Id", no_wrap=True)
    table.add_column("Event\nhandler")
    table.add_column("Why", ratio=1, min_width=24)
    for document in documents:
        why = Text(words.code(document["reason"] or "unknown"), style="red")
        if document["sent_back"]:
            why.append(f" (came back {document['sent_back']} ×)", style="yellow")
        if document["settlement"]:
            why.append(f" ({document['settlement']})", style=_SETTLED_STYLE)
        table.add_row(
            document["id"],
            Text(document["event"] or "?").append(f"\n{document['group'] or '?'}", style="dim"),
            why.append(f"\n{_first_line(document['error'])}", style="dim"),
        )
    return table


def letter(document: Document) -> RenderableType:
    """One letter with everything in it."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in document.items():
        if name not in {"headers", "payload"}:
            facts.add_row(words.code(name), "–" if value is None else str(value))
    return Group(facts, Text("headers", style="dim"), JSON.from_data(document["headers"]), *_payload(document))


def _payload(document: Document) -> list[RenderableType]:
    payload = document["payload"]
    shown = Text(payload) if isinstance(payload, str) else JSON.from_data(payload)
    return [Text("payload", style="dim"), shown]


def sendings(outcomes: Sequence[Document]) -> RenderableType:
    """What became of each letter that was to be sent back."""
    if not outcomes:
        return Text("Nothing to send back.", style="green")
    lines = [
        Text.assemble(
            (f"{outcome['id']} ", ""), ("sent back", "green") if outcome["sent"] else (outcome["why"], "yellow")
        )
        for outcome in outcomes
    ]
    return Group(*lines)


def droppings(outcomes: Sequence[Document]) -> RenderableType:
    """Which letters were dropped."""
    if not outcomes:
        return Text("Nothing to drop.", style="green")
    lines = [Text(f"{outcome['id']} {'dropped' if outcome['dropped'] else 'would be dropped'}") for outcome in outcomes]
    return Group(*lines)


def _first_line(text: str | None) -> str:
    return (text or "").partition("\n")[0]
