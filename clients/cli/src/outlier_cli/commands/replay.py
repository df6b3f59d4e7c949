"""Replay: the projection, built anew from the log beside the one in use."""

import time
from typing import Annotated

import typer

from outlier_cli import options
from outlier_cli.answers import Document
from outlier_cli.errors import IncompleteError
from outlier_cli.session import Session, connected
from outlier_cli.views.rebuild import rebuilt

app = typer.Typer(help="Replay what was recorded.", no_args_is_help=True)

_STEP_SECONDS = 0.3


@app.callback()
def group() -> None:
    """Replay what was recorded."""


@app.command()
def rebuild(
    *,
    swap: Annotated[
        bool, typer.Option("--swap/--compare", help="Put it in the old one's place, or compare alone.")
    ] = True,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Build the projection anew from the log, compare it with the one in use, and swap.

    The system goes on meanwhile; nothing is published again. Prints rows and checksums before and after.
    """
    with connected(data, as_json=as_json) as session:
        document = _to_the_end(session, session.gateway.start_rebuild(swap=swap))
        session.terminal.answer(document, rebuilt(document))
        if document["state"] == "failed":
            raise IncompleteError(f"The rebuild failed, the projection in use is as it was: {document['error']}")


def _to_the_end(session: Session, document: Document) -> Document:
    with session.terminal.err.status("Rebuilding…") as line:
        while document["state"] == "running":
            line.update(f"Rebuilding: {document['facts']:,} facts")
            time.sleep(_STEP_SECONDS)
            document = session.gateway.rebuild()
    return document
