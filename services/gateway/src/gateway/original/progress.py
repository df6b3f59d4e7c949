"""The original's progress events, derived from the state of an analysis: pure, and the same however late one joins."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.events import Stage

from gateway.analyses.view import AnalysisView
from gateway.domain.state import State

LAST_STEP = 5
"""The client has labels for steps 0 to 5; the original's last event had step 6: "Step 7 of 6"."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the original."""

    name: str
    payload: dict[str, object]


def progress_events(view: AnalysisView, told: set[str]) -> Iterator[Event]:
    """What a client is to be told now.

    Args:
        view: The analysis as it stands.
        told: What this client has been told already; added to.
    """
    for key, event in _due(view):
        if key not in told:
            told.add(key)
            yield event


def _due(view: AnalysisView) -> Iterator[tuple[str, Event]]:
    yield "0/0", _progress(0, "Building exclusion list", 0)
    past_topics = view.funnel is not None or view.progress.stage not in {Stage.EXCLUSION, Stage.TOPICS}
    if past_topics or view.topics:
        names = [topic.name for topic in view.topics]
        yield "0/100", _progress(0, "Exclusion list built", 100, {"exclusionGames": names})
        yield "1/0", _progress(1, "Searching for channels", 0)
    report = view.progress
    if report.stage is Stage.CANDIDATES and report.done and report.total:
        share = min(100 * report.done / report.total, 99)
        yield f"1/{share:.0f}", _progress(1, "Searching for channels", share)
    if view.funnel is not None:
        yield "1/100", _progress(1, f"Found {view.funnel.accepted} channels", 100)
    if view.funnel is not None and report.stage is Stage.CHANNELS and report.done:
        share = report.done / max(report.total, 1)
        step = min(LAST_STEP, int(2 + 4 * share))
        message = f"Analyzing Channel {report.done}/{report.total}"
        yield f"channels/{report.done}", _progress(step, message, 100 * share)


def _progress(step: int, message: str, percent: float, data: dict[str, object] | None = None) -> Event:
    payload: dict[str, object] = {"step": step, "message": message, "progress": percent}
    if data is not None:
        payload["data"] = data
    return Event("progress", payload)


def failure_text(view: AnalysisView) -> str | None:
    """Why it will not complete; None: it may, or has."""
    if view.state is State.CANCELLED:
        return "The analysis was cancelled"
    if view.state is State.FAILED and view.error is not None:
        return view.error.detail or f"The analysis failed: {view.error.reason}"
    return None
