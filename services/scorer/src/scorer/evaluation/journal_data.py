"""A journal of readings as a population that the judge can read: the three tables of its data folders."""

import csv
import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from scorer.journal import SUFFIX

FEWEST_MOMENTS = 5
"""The judge takes cases from the first four moments and outcomes from the last."""


class JournalError(ValueError):
    """The journal cannot be judged yet; the message says what is missing."""


def write_tables(journal: Path, folder: Path) -> int:
    """Write the journal's readings as `videos`, `video_snapshots` and `channel_daily` tables.

    The judge knows moments at which all channels are read; readings of one hour count as one, at its latest.

    Returns:
        How many moments there are.

    Raises:
        JournalError: There are too few moments to judge by.
    """
    readings = [
        json.loads(line)
        for file in sorted(journal.glob(f"*{SUFFIX}"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line
    ]
    moments = _moments(readings)
    if len(set(moments.values())) < FEWEST_MOMENTS:
        raise JournalError(
            f"{journal} holds readings of {len(set(moments.values()))} different hours, {FEWEST_MOMENTS} are needed: "
            "let analyses of the same channels be repeated over two weeks"
        )
    folder.mkdir(parents=True, exist_ok=True)
    videos = {video["id"]: (reading, video) for reading in readings for video in reading["videos"]}
    _write(
        folder / "videos.csv.gz",
        ("video_id", "channel_id", "channel_title", "title", "published_at", "duration_iso8601", "category_id"),
        (
            (name, reading["channel"]["id"], "", "", video["published_at"], _duration(video["duration_s"]), "")
            for name, (reading, video) in videos.items()
        ),
    )
    _write(
        folder / "video_snapshots.csv.gz",
        ("snapshot_utc", "video_id", "channel_id", "view_count", "like_count", "comment_count"),
        (
            (moments[_hour(reading)], video["id"], reading["channel"]["id"], *_counts(video))
            for reading in readings
            for video in reading["videos"]
        ),
    )
    _write(
        folder / "channel_daily.csv.gz",
        ("date_utc", "channel_id", "channel_title", "subscribers", "views", "videos"),
        (
            (reading["now"][:10], reading["channel"]["id"], "", reading["channel"]["subscriber_count"] or "", "", "")
            for reading in readings
        ),
    )
    return len(set(moments.values()))


def _moments(readings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    latest: dict[str, str] = {}
    for reading in readings:
        hour = _hour(reading)
        latest[hour] = max(latest.get(hour, ""), reading["now"])
    return latest


def _hour(reading: Mapping[str, Any]) -> str:
    return datetime.fromisoformat(reading["now"]).strftime("%Y-%m-%dT%H")


def _duration(seconds: int | None) -> str:
    return "" if seconds is None else f"PT{seconds}S"


def _counts(video: Mapping[str, Any]) -> list[Any]:
    return ["" if video[name] is None else video[name] for name in ("view_count", "like_count", "comment_count")]


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
