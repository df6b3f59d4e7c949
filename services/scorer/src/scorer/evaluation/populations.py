"""Readings that a score can be judged by: the shared evaluation's tables, or a scorer's own journal.

The rules of what is judged are the evaluation script's. It reads every channel at the same moments; a journal has each
channel at moments of its own, so that its cases and outcomes are made here, by the same rules, from the latest counts
of each channel.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from scorer.journal import lines_of

YOUNGEST_OUTCOME_DAYS = 7.0
OLDEST_CASE_DAYS = 5.0
FEWEST_PEERS = 5
"""As in the evaluation script: the outcome's age, the judged video's age, others of its format in the case."""
SECONDS_A_DAY = 86_400
Line = Mapping[str, Any]


class JournalError(ValueError):
    """The journal cannot be judged yet; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Population:
    """Cases with what came of them."""

    lines: list[str]
    """The cases as JSON lines."""
    judged: list[Any]
    """The script's `Judged` of each video that is judged."""
    last_views: Mapping[str, tuple[float, float]]
    """Views and age in days of each video when it was last read."""


Source = Callable[[ModuleType], Population]
"""Reads a population by the rules of the evaluation script."""


def of_tables(folder: Path) -> Source:
    """The readings in `videos.csv.gz`, `video_snapshots.csv.gz` and `channel_daily.csv.gz`."""

    def read(script: ModuleType) -> Population:
        data = str(folder)
        readings = script.load(data)[0]
        last = max(readings)
        return Population(
            lines=[json.dumps(case, ensure_ascii=False) for case in script.cases(data)],
            judged=script.judged(data),
            last_views={
                video["id"]: (float(video["view_count"]), script.age_days(video, last))
                for videos in readings[last].values()
                for video in videos
                if video["view_count"] is not None
            },
        )

    return read


def of_journal(folder: Path) -> Source:
    """The readings of a scorer's journal that have later counts."""

    def read(script: ModuleType) -> Population:
        readings, latest = _joined(lines_of(folder))
        last_views = dict(_last_views(readings, latest))
        outcomes = dict(_outcomes(readings, last_views, script))
        judged = list(_judged(readings, outcomes, script))
        if not judged:
            raise JournalError(
                f"{folder} holds {len(readings)} readings and no video younger than {OLDEST_CASE_DAYS:g} days that was "
                f"read again at {YOUNGEST_OUTCOME_DAYS:g} days or more: let recordings be read again (the fetcher's "
                "settings that begin with YOUTUBE_FETCHER_REREAD), or repeat analyses of the same channels"
            )
        return Population([json.dumps(reading, ensure_ascii=False) for reading in readings], judged, last_views)

    return read


def _joined(lines: Iterable[Line]) -> tuple[list[Line], dict[str, Line]]:
    """The readings, each once, oldest first; and the latest counts of each channel: a line of either kind."""
    readings: dict[str, Line] = {}
    latest: dict[str, Line] = {}
    for line in lines:
        channel = line["channel"]["id"]
        if "case_id" in line:
            readings[line["case_id"]] = line
        if channel not in latest or line["now"] >= latest[channel]["now"]:
            latest[channel] = line
    return sorted(readings.values(), key=lambda line: str(line["now"])), latest


def _last_views(readings: Sequence[Line], latest: Mapping[str, Line]) -> Iterator[tuple[str, tuple[float, float]]]:
    for reading in readings:
        last = latest[reading["channel"]["id"]]
        counts = last["later"] if "later" in last else {video["id"]: video["view_count"] for video in last["videos"]}
        for video in reading["videos"]:
            if counts.get(video["id"]) is not None:
                yield video["id"], (float(counts[video["id"]]), _days(video["published_at"], last["now"]))


def _outcomes(
    readings: Sequence[Line], last_views: Mapping[str, tuple[float, float]], script: ModuleType
) -> Iterator[tuple[str, tuple[float, bool]]]:
    """What each video came to against its channel's other videos of the format, where that is known."""
    grown: dict[tuple[str, bool], dict[str, float]] = defaultdict(dict)
    for reading in readings:
        for video in reading["videos"]:
            views, age = last_views.get(video["id"], (0.0, 0.0))
            if age >= YOUNGEST_OUTCOME_DAYS:
                grown[reading["channel"]["id"], script.is_short(video)][video["id"]] = views
    for videos in grown.values():
        for name, views in videos.items():
            outcome = script.outcome(views, [other for at, other in videos.items() if at != name])
            if outcome is not None:
                yield name, outcome


def _judged(readings: Sequence[Line], outcomes: Mapping[str, tuple[float, bool]], script: ModuleType) -> Iterator[Any]:
    """Every video with an outcome, once: at the first reading where it is young and has others to be compared with."""
    taken: set[str] = set()
    for reading in readings:
        kinds = [script.is_short(video) for video in reading["videos"]]
        for video, kind in zip(reading["videos"], kinds, strict=True):
            age = _days(video["published_at"], reading["now"])
            known = outcomes.get(video["id"])
            if known and video["id"] not in taken and 0 < age < OLDEST_CASE_DAYS and kinds.count(kind) > FEWEST_PEERS:
                taken.add(video["id"])
                yield script.Judged(reading["case_id"], video["id"], reading["channel"]["id"], age, *known)


def _days(since: str, until: str) -> float:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds() / SECONDS_A_DAY
