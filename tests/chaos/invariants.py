"""What must hold after a storm. Each check returns one line a violation; none means that it holds."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from tests.chaos.evidence import Evidence, Findings, Json
from tests.chaos.kinds import is_steady

TOLERANCE = 1e-3
"""Relative; `adjusted` scores depend on a video's age to the second."""

Check = Callable[[Evidence], Iterator[str]]


def every_analysis_ended(evidence: Evidence) -> Iterator[str]:
    """Cancelled where its owner was told so, else complete."""
    for ran in evidence.ran:
        expected = "cancelled" if ran.cancelled else "completed"
        if ran.view["state"] != expected:
            yield f"{ran.id} ({ran.kind}) is {ran.view['state']}, not {expected}: {ran.view['error']}"


def results_equal_the_undisturbed_run(evidence: Evidence) -> Iterator[str]:
    """The same channels, videos and scores; of a cancelled one a part.

    Where the kind may look into other channels, what both looked into has the same scores.
    """
    for ran in evidence.ran:
        expected, found = evidence.reference[ran.kind], findings(ran.results)
        missing = set() if ran.cancelled or not is_steady(ran.kind) else set(_videos(expected)) - set(_videos(found))
        new = set(_videos(found)) - set(_videos(expected)) if is_steady(ran.kind) else set()
        known = _videos(expected)
        wrong = {video for video, score in _videos(found).items() if video in known and not _same(known[video], score)}
        if missing or new or wrong:
            yield f"{ran.id} ({ran.kind}): {len(missing)} results are missing, {len(new)} new, {len(wrong)} others"


def counts_come_from_facts(evidence: Evidence) -> Iterator[str]:
    """Every selected channel of a complete analysis has one outcome, and had one when it was told to be complete."""
    complete = [(str(ran.id), ran.view["counts"]) for ran in evidence.ran if ran.view["state"] == "completed"]
    told = [(told.analysis, told.event["counts"]) for told in evidence.told if told.type == "AnalysisCompleted.v1"]
    for analysis, counts in [*complete, *told]:
        decided = counts["channels_scored"] + counts["channels_skipped"]
        if decided != counts["channels_selected"]:
            yield f"{analysis}: complete with {decided} outcomes for {counts['channels_selected']} channels"
    for ran in evidence.ran:
        if len({row["video_id"] for row in ran.results}) != len(ran.results):
            yield f"{ran.id}: a video stands twice in its results"


def nothing_is_told_twice(evidence: Evidence) -> Iterator[str]:
    """A fact may be delivered again, but then it is the same one: it has the same id, and a decision its content."""
    ids: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    decisions: dict[str, set[frozenset[str]]] = defaultdict(set)
    for told in evidence.told:
        ids[told.topic, told.type, told.subject].add(told.id)
        if told.type == "ChannelsQualified.v1":
            accepted = frozenset(one["channel"]["id"] for one in told.event["accepted"])
            decisions[told.analysis].add(accepted)
    for (topic, kind, subject), found in ids.items():
        if len(found) > 1:
            yield f"{kind} of {subject} stands in {topic} under {len(found)} ids"
    for analysis, decided in decisions.items():
        if len(decided) > 1:
            yield f"{analysis} was decided {len(decided)} times, each time differently"


def clients_hold_what_the_database_says(evidence: Evidence) -> Iterator[str]:
    """The state that a live client has put together is the one that the gateway answers with."""
    ran = {one.id: one for one in evidence.ran}
    for watched in evidence.watched:
        truth = ran[watched.analysis_id]
        if watched.analysis != truth.view:
            yield f"{watched.analysis_id}: a client holds {_difference(watched.analysis, truth.view)}"
        outliers = {row["video_id"] for channel in watched.channels.values() for row in channel["results"]}
        shown = {row["video_id"] for row in truth.results if row["excluded_by"] is None}
        if outliers != shown:
            yield f"{watched.analysis_id}: a client holds {len(outliers)} results, the database {len(shown)}"


def quota_was_booked_before_it_was_spent(evidence: Evidence) -> Iterator[str]:
    """No call was made that nobody had booked."""
    if not any(evidence.spent.values()):
        yield "nothing was counted that could be compared"
    for bucket, spent in evidence.spent.items():
        booked = evidence.booked.get(bucket, 0)
        if booked < spent:
            yield f"{spent} units of {bucket} were spent, {booked} booked"


def nothing_is_left_behind(evidence: Evidence) -> Iterator[str]:
    """No orphan in outbox, retry or park, and no dead letter."""
    if evidence.outbox:
        yield f"{evidence.outbox} records lie in the outbox"
    for place, lag in evidence.lag.items():
        if lag:
            yield f"{lag} records of {place} were not worked off"
    yield from (f"a dead letter: {letter}" for letter in evidence.letters)


def the_projection_equals_its_rebuild(evidence: Evidence) -> Iterator[str]:
    """What stands in the database is what the log says."""
    if evidence.rebuild["state"] != "done" or not evidence.rebuild["equal"]:
        yield f"the rebuild says something else: {evidence.rebuild}"


def nobody_saw_a_crash(evidence: Evidence) -> Iterator[str]:
    """While something restarts, callers are told to wait, and no frame goes back."""
    yield from evidence.crashes


INVARIANTS: tuple[Check, ...] = (
    every_analysis_ended,
    results_equal_the_undisturbed_run,
    counts_come_from_facts,
    nothing_is_told_twice,
    clients_hold_what_the_database_says,
    quota_was_booked_before_it_was_spent,
    nothing_is_left_behind,
    the_projection_equals_its_rebuild,
    nobody_saw_a_crash,
)


def violations(evidence: Evidence) -> dict[str, list[str]]:
    """Each invariant by name, with what violates it."""
    return {check.__name__: list(check(evidence)) for check in INVARIANTS}


def findings(results: list[Json]) -> Findings:
    """Results as the checks compare them."""
    found: dict[str, dict[str, float]] = {}
    for row in results:
        found.setdefault(row["channel_id"], {})[row["video_id"]] = row["score"]
    return found


def _videos(found: Findings) -> dict[str, float]:
    return {video: score for videos in found.values() for video, score in videos.items()}


def _same(expected: float, found: float) -> bool:
    return math.isclose(expected, found, rel_tol=TOLERANCE)


def _difference(held: Mapping[str, object], truth: Mapping[str, object]) -> str:
    return ", ".join(
        f"{name} {held.get(name)!r}, not {truth[name]!r}" for name in truth if held.get(name) != truth[name]
    )
