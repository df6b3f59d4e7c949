"""Watching a started analysis to its end, and showing what came of it."""

import time

from outlier_cli.answers import Analysis, Document, Result
from outlier_cli.errors import IncompleteError
from outlier_cli.live import follow
from outlier_cli.session import Session
from outlier_cli.views.progress import watch
from outlier_cli.views.ranking import ranking
from outlier_cli.views.summary import closing, state

_SHOWN_TO_A_PERSON = 20
"""Rows after which the best would have left the screen by far."""


def watch_to_the_end(session: Session, started: Document) -> None:
    """Show progress, then the ranking.

    Raises:
        IncompleteError: The analysis failed or was cancelled, or the person stopped watching.
    """
    analysis_id = str(started["id"])
    began = time.monotonic()
    session.terminal.say(f"Analysis {analysis_id}")
    try:
        watch(follow(session.endpoint, analysis_id), session.terminal.err)
    except KeyboardInterrupt:
        raise IncompleteError(
            "Stopped watching; the analysis goes on. "
            f"See it with `outlier show {analysis_id[:8]}`, stop it with `outlier cancel {analysis_id[:8]}`."
        ) from None
    show_ranking(session, analysis_id, seconds=time.monotonic() - began)


def show_ranking(session: Session, analysis_id: str, *, seconds: float) -> None:
    """Print the ranking of an analysis that has ended.

    Raises:
        IncompleteError: It ended without having done everything.
    """
    document = session.gateway.analysis(analysis_id)
    rows = session.gateway.results(analysis_id)
    analysis = Analysis.model_validate(document)
    watched = session.terminal.out.is_terminal
    shown = [Result.model_validate(row) for row in (rows[:_SHOWN_TO_A_PERSON] if watched else rows)]
    session.terminal.answer({"analysis": document, "results": rows}, ranking(analysis, shown, links=not watched))
    if len(shown) < len(rows):
        session.terminal.say(f"The best {len(shown)} of {len(rows)}; all of them: outlier results {analysis_id[:8]}")
    session.terminal.say(closing(analysis, session.endpoint.page(analysis_id), seconds))
    if analysis.funnel and analysis.funnel.partial:
        raise IncompleteError("Incomplete: the quota ran out before every search was made.")
    if analysis.state != "completed":
        raise IncompleteError(f"The analysis did not complete: {state(analysis).plain}.")
