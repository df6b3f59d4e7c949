"""Looking at analyses, and ending them."""

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from outlier_cli import options
from outlier_cli.answers import Analysis, Result, Trend
from outlier_cli.errors import UsageError
from outlier_cli.ids import full_id
from outlier_cli.session import Session, connected
from outlier_cli.views.history import history
from outlier_cli.views.ranking import ranking
from outlier_cli.views.summary import summary
from outlier_cli.views.trends import trends as trend_table


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def list_analyses(
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many, newest first.")] = 20,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """List analyses, newest first."""
    with connected(data, as_json=as_json) as session:
        page = session.gateway.analyses(limit=limit)
        analyses = [Analysis.model_validate(item) for item in page["items"]]
        session.terminal.answer(page, history(analyses, whole_ids=session.terminal.is_wide))


def show(analysis_id: options.AnalysisId, *, data: options.Data = None, as_json: options.Json = False) -> None:
    """Show one analysis: its state, topics, funnel and costs."""
    with connected(data, as_json=as_json) as session:
        document = session.gateway.analysis(full_id(session.gateway, analysis_id))
        session.terminal.answer(document, summary(Analysis.model_validate(document)))


def results(
    analysis_id: options.AnalysisId,
    *,
    kind: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of stdout.")
    ] = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Print the ranking of an analysis, or write it as a file."""
    with connected(data, as_json=as_json or kind is Format.JSON) as session:
        meant = full_id(session.gateway, analysis_id)
        if output is not None or kind in {Format.CSV, Format.XLSX}:
            _export(session, meant, kind, output)
            return
        rows = session.gateway.results(meant)
        analysis = Analysis.model_validate(session.gateway.analysis(meant))
        ranked = [Result.model_validate(row) for row in rows]
        session.terminal.answer(rows, ranking(analysis, ranked, links=not session.terminal.out.is_terminal))


def trends(
    analysis_id: options.AnalysisId,
    *,
    channels: Annotated[
        int, typer.Option("--channels", min=1, max=50, help="On so many channels at least: one alone may be luck.")
    ] = 2,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Show the topics that lift several channels, and how they do elsewhere."""
    with connected(data, as_json=as_json) as session:
        meant = full_id(session.gateway, analysis_id)
        document = session.gateway.trends(meant, least_channels=channels)
        analysis = Analysis.model_validate(session.gateway.analysis(meant))
        found = [Trend.model_validate(item) for item in document["items"]]
        session.terminal.answer(document, trend_table(analysis, found))


def _export(session: Session, analysis_id: str, kind: Format, output: Path | None) -> None:
    if kind is Format.TABLE:
        raise UsageError("A table is for the terminal: with --output say --format csv, xlsx or json.")
    if output is None and kind is Format.XLSX and sys.stdout.isatty():
        raise UsageError("A workbook is not for the terminal: add --output FILE.xlsx.")
    with session.gateway.export(analysis_id, kind.value) as pieces:
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        # Written beside and moved: a broken connection leaves no half file under the name that was asked for.
        part = output.with_name(f".{output.name}.part")
        try:
            with part.open("wb") as file:
                file.writelines(pieces)
            shutil.move(part, output)
        finally:
            part.unlink(missing_ok=True)
    session.terminal.say(f"Written: {output}")


def cancel(analysis_id: options.AnalysisId, *, data: options.Data = None, as_json: options.Json = False) -> None:
    """Stop an analysis; what was found stays."""
    with connected(data, as_json=as_json) as session:
        document = session.gateway.cancel(full_id(session.gateway, analysis_id))
        session.terminal.answer(document, summary(Analysis.model_validate(document)))


def delete(
    analysis_id: options.AnalysisId,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Delete an analysis: it is gone from every answer at once."""
    with connected(data, as_json=as_json) as session:
        meant = full_id(session.gateway, analysis_id)
        if sys.stdin.isatty() and not (yes or as_json):
            typer.confirm(f"Delete analysis {meant} and its results?", abort=True, err=True)
        session.gateway.delete(meant)
        session.terminal.answer({"id": meant, "deleted": True}, f"Deleted: {meant}")
