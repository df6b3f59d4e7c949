"""Dead letters: list them, read them, send them back.

They lie in Kafka, so these commands talk to the brokers and not to the gateway. Kafka's client is imported where it is
used: it costs half a second, which no other command should pay.
"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from local_stack import api as local_stack

from outlier_cli import options
from outlier_cli.answers import Document
from outlier_cli.errors import IncompleteError, UsageError
from outlier_cli.terminal import Terminal
from outlier_cli.views import letters as view

app = typer.Typer(help="Dead letters: list them, read them, send them back or drop them.", no_args_is_help=True)

Service = Annotated[str | None, typer.Option("--service", metavar="S", help="Of this service alone.")]
LetterId = Annotated[str | None, typer.Option("--id", metavar="ID", help="This letter alone.")]
Most = Annotated[
    int | None, typer.Option("--max", min=1, metavar="N", help="At most so many, the oldest first: try the cure first.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say which are meant, and leave them alone.")]
Kafka = Annotated[
    str | None,
    typer.Option(
        "--kafka", metavar="HOST:PORT", help="The brokers, by commas; those of the running stack unless told."
    ),
]


@app.command("list")
def list_letters(
    *,
    service: Service = None,
    settled: Annotated[bool, typer.Option("--all", help="Also those that were sent back or dropped.")] = False,
    kafka: Kafka = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """List dead letters, oldest first."""
    from outlier_cli import letters  # noqa: PLC0415  see above

    async def found() -> list[Document]:
        async with letters.kafka(_brokers(kafka, data)) as bus:
            meant = await letters.meant(bus, service=service, settled=settled)
            return [letters.as_document(letter) for letter in meant]

    documents = asyncio.run(found())
    Terminal(as_json=as_json).answer({"items": documents}, view.letters(documents))


@app.command("show")
def show_letter(
    letter_id: Annotated[str, typer.Option("--id", metavar="ID", help="As `list` names it.")],
    *,
    kafka: Kafka = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Show one dead letter with its headers and its payload."""
    from outlier_cli import letters  # noqa: PLC0415  see above

    async def found() -> Document:
        async with letters.kafka(_brokers(kafka, data)) as bus:
            (letter,) = await letters.meant(bus, letter_id=letter_id)
            return letters.as_document(letter, whole=True)

    document = asyncio.run(found())
    Terminal(as_json=as_json).answer(document, view.letter(document))


@app.command("send")
def send_letters(  # noqa: PLR0913 -- a command's options are its parameters
    *,
    service: Service = None,
    letter_id: LetterId = None,
    most: Most = None,
    dry_run: DryRun = False,
    force: Annotated[bool, typer.Option("--force", help="Also those that came back again and again.")] = False,
    kafka: Kafka = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Send dead letters back to the handlers that gave them up: those that are open, or one."""
    from outlier_cli import letters  # noqa: PLC0415  see above

    async def sent() -> list[Document]:
        async with letters.kafka(_brokers(kafka, data)) as bus:
            meant = (await letters.meant(bus, service=service, letter_id=letter_id))[:most]
            if dry_run:
                return [{"id": letter.id, "sent": False, "why": "would be sent back"} for letter in meant]
            return await letters.sent(bus, meant, force=force)

    outcomes = asyncio.run(sent())
    Terminal(as_json=as_json).answer({"items": outcomes}, view.sendings(outcomes))
    kept = sum(not outcome["sent"] for outcome in outcomes)
    if kept and not dry_run:
        raise IncompleteError(f"{kept} of {len(outcomes)} were not sent back: mend the cause, or add --force.")


@app.command("drop")
def drop_letters(
    *,
    service: Service = None,
    letter_id: LetterId = None,
    most: Most = None,
    dry_run: DryRun = False,
    kafka: Kafka = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Mark dead letters as not worth another try: their analyses were told, and they stay readable for 28 days."""
    from outlier_cli import letters  # noqa: PLC0415  see above

    if service is None and letter_id is None:
        raise UsageError("Say which: --id ID, or --service S for all that are open there.")

    async def dropped() -> list[Document]:
        async with letters.kafka(_brokers(kafka, data)) as bus:
            meant = (await letters.meant(bus, service=service, letter_id=letter_id))[:most]
            if not dry_run:
                await letters.dropped(bus, meant)
            return [{"id": letter.id, "dropped": not dry_run} for letter in meant]

    outcomes = asyncio.run(dropped())
    Terminal(as_json=as_json).answer({"items": outcomes}, view.droppings(outcomes))


def _brokers(kafka: str | None, data: Path | None) -> str:
    """The brokers that were named, else the running stack's."""
    return kafka or local_stack.status(data or local_stack.DEFAULT_DATA).kafka
