"""Each invariant sees what it is there to see, and nothing where all is well."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.chaos.evidence import Evidence, Ran, Told, Watched
from tests.chaos.invariants import INVARIANTS, violations

ANALYSIS = UUID(int=1)
KIND = "classic"
UNSTEADY = "adjusted"


def view(**changes: Any) -> dict[str, Any]:
    counts = {"channels_selected": 2, "channels_scored": 1, "channels_skipped": 1}
    return {"state": "completed", "error": None, "counts": counts} | changes


def result(video: str, score: float) -> dict[str, Any]:
    return {"video_id": video, "channel_id": "UC1", "score": score, "excluded_by": None}


RESULTS = [result("a", 3.0), result("b", 2.0)]


def ran(**changes: Any) -> Ran:
    values: dict[str, Any] = {"id": ANALYSIS, "kind": KIND, "cancelled": False, "view": view(), "results": RESULTS}
    return Ran(**(values | changes))


def told(record_id: str = "1", *accepted: str) -> Told:
    event = {"accepted": [{"channel": {"id": channel}} for channel in accepted]}
    return Told("channels-qualified.v1", "ChannelsQualified.v1", str(ANALYSIS), record_id, str(ANALYSIS), event)


def completion(scored: int) -> Told:
    counts = {"channels_selected": 2, "channels_scored": scored, "channels_skipped": 0}
    return Told("analysis-lifecycle.v1", "AnalysisCompleted.v1", str(ANALYSIS), "9", str(ANALYSIS), {"counts": counts})


def watched(**changes: Any) -> Watched:
    values: dict[str, Any] = {
        "analysis_id": ANALYSIS,
        "analysis": view(),
        "channels": {"UC1": {"results": [result("a", 3.0)]}, "UC2": {"results": [result("b", 2.0)]}},
    }
    return Watched(**(values | changes))


WELL = Evidence(
    reference={KIND: {"UC1": {"a": 3.0, "b": 2.0}}, UNSTEADY: {"UC1": {"a": 3.0, "b": 2.0}}},
    ran=[ran()],
    told=[told("1", "UC1", "UC2"), told("1", "UC2", "UC1"), completion(2)],
    watched=[watched()],
    booked={"search": 3},
    spent={"search": 3},
    lag={"scorer.score channel-videos-fetched.v1": 0},
)


def test_nothing_is_wrong_where_all_is_well():
    assert violations(WELL) == {check.__name__: [] for check in INVARIANTS}


BROKEN = {
    "an analysis runs for ever": ("every_analysis_ended", {"ran": [ran(view=view(state="scoring"))]}),
    "a cancelled one completed": ("every_analysis_ended", {"ran": [ran(cancelled=True)]}),
    "a result is lost": ("results_equal_the_undisturbed_run", {"ran": [ran(results=RESULTS[:1])]}),
    "a score is another": ("results_equal_the_undisturbed_run", {"ran": [ran(results=[result("a", 3.1), RESULTS[1]])]}),
    "a result is invented": ("results_equal_the_undisturbed_run", {"ran": [ran(results=[*RESULTS, result("c", 9.0)])]}),
    "it completed too early": (
        "counts_come_from_facts",
        {"ran": [ran(view=view(counts={"channels_selected": 3, "channels_scored": 1, "channels_skipped": 1}))]},
    ),
    "it was told too early": ("counts_come_from_facts", {"told": [completion(1)]}),
    "a video stands twice": ("counts_come_from_facts", {"ran": [ran(results=[*RESULTS, RESULTS[0]])]}),
    "a fact is told under two ids": ("nothing_is_told_twice", {"told": [told("1"), told("2")]}),
    "a decision is made twice": ("nothing_is_told_twice", {"told": [told("1", "UC1"), told("1", "UC2")]}),
    "a client holds an old state": (
        "clients_hold_what_the_database_says",
        {"watched": [watched(analysis=view(state="scoring"))]},
    ),
    "a client missed a result": ("clients_hold_what_the_database_says", {"watched": [watched(channels={})]}),
    "quota was spent that nobody booked": ("quota_was_booked_before_it_was_spent", {"booked": {"search": 2}}),
    "nobody counted what was spent": ("quota_was_booked_before_it_was_spent", {"spent": {"search": 0}}),
    "a record lies in the outbox": ("nothing_is_left_behind", {"outbox": 1}),
    "a record waits for ever": ("nothing_is_left_behind", {"lag": {"scorer.retry scorer.retry": 1}}),
    "a dead letter lies there": ("nothing_is_left_behind", {"letters": ["scorer/0/0"]}),
    "the database says what the log does not": (
        "the_projection_equals_its_rebuild",
        {"rebuild": {"state": "done", "equal": False}},
    ),
    "a caller got a 500": ("nobody_saw_a_crash", {"crashes": ["GET /analyses: 500"]}),
}


@pytest.mark.parametrize(("invariant", "changes"), BROKEN.values(), ids=BROKEN)
def test_each_violation_is_seen_by_its_invariant(invariant, changes):
    found = {name for name, lines in violations(replace(WELL, **changes)).items() if lines}
    assert invariant in found


def test_part_of_the_results_is_right_where_it_was_cancelled():
    cancelled = ran(cancelled=True, view=view(state="cancelled"), results=RESULTS[:1])
    assert not any(violations(replace(WELL, ran=[cancelled], watched=[])).values())


def test_where_a_kind_may_look_into_other_channels_the_scores_of_what_both_saw_are_the_same():
    other = [RESULTS[0], result("c", 4.0)]
    assert not any(violations(replace(WELL, ran=[ran(kind=UNSTEADY, results=other)], watched=[])).values())
    wrong = [result("a", 3.5), result("c", 4.0)]
    assert violations(replace(WELL, ran=[ran(kind=UNSTEADY, results=wrong)], watched=[]))[
        "results_equal_the_undisturbed_run"
    ]
