"""What was seen of channels, said of their videos, and came of them, kept to learn from: off unless a folder is set.

One JSON line a recording, in the shape of an offline case with the scores beside, and one line for counts of it that
were read again later: the outcome. A file a day; `python -m scorer.evaluation` joins the lines by channel. Files older
than YouTube's terms allow go.
"""

import json
import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from common.events import ChannelScored, ChannelVideosFetched, ScoredVideo, ViewCountsReread

from scorer.domain.outcome import Outcome

SUFFIX = ".jsonl"


class Journal:
    """A folder of readings and of later counts; several processes may write to one."""

    def __init__(self, folder: Path, *, keep_days: int) -> None:
        """A journal in `folder`, made when first written to.

        Args:
            folder: Where the files of days lie.
            keep_days: How many days before the newest line are kept.
        """
        self._folder = folder
        self._keep = timedelta(days=keep_days)
        self._newest = date.min

    def write(
        self, events: Iterable[ChannelVideosFetched], outcomes: Iterable[Outcome], shadows: Iterable[Outcome | None]
    ) -> None:
        """Add readings with what the current and the shadow model say of them.

        Raises:
            OSError: The folder cannot be written to.
        """
        self._add(
            (event.observed_at.date(), reading(event, outcome, shadow))
            for event, outcome, shadow in zip(events, outcomes, shadows, strict=True)
        )

    def write_later_counts(self, events: Iterable[ViewCountsReread]) -> None:
        """Add counts that were read again.

        Raises:
            OSError: The folder cannot be written to.
        """
        self._add((event.observed_at.date(), later_counts(event)) for event in events)

    def _add(self, lines: Iterable[tuple[date, dict[str, Any]]]) -> None:
        by_day: dict[date, list[str]] = {}
        for day, line in lines:
            by_day.setdefault(day, []).append(json.dumps(line, ensure_ascii=False) + "\n")
        self._folder.mkdir(parents=True, exist_ok=True)
        for day, written in by_day.items():
            # One write at the end of the file: lines of other processes stay whole.
            file = os.open(self._folder / f"{day}{SUFFIX}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
            try:
                os.write(file, "".join(written).encode())
            finally:
                os.close(file)
            if day > self._newest:
                self._newest = day
                self._purge()

    def _purge(self) -> None:
        oldest = (self._newest - self._keep).isoformat()
        for file in self._folder.glob(f"*{SUFFIX}"):
            if file.stem < oldest:
                file.unlink(missing_ok=True)


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """Every line of a journal, day by day."""
    return [
        json.loads(line)
        for file in sorted(folder.glob(f"*{SUFFIX}"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line
    ]


def reading(event: ChannelVideosFetched, outcome: Outcome, shadow: Outcome | None) -> dict[str, Any]:
    """One recording as an offline case, each video with its score, interval and shadow score."""
    said, beside = _by_video(outcome), _by_video(shadow)
    return {
        "case_id": f"{event.channel.id}@{event.observed_at:%Y%m%dT%H%M%S}",
        "now": event.observed_at.isoformat(),
        "method": event.scoring.method,
        "channel": {"id": event.channel.id, "subscriber_count": event.channel.subscriber_count},
        "videos": [
            {
                "id": video.id,
                "published_at": video.published_at.isoformat(),
                "duration_s": video.duration_seconds,
                "view_count": video.view_count,
                "like_count": video.like_count,
                "comment_count": video.comment_count,
            }
            | {name: getattr(said.get(video.id), name, None) for name in ("score", "low", "high")}
            | {"shadow_" + name: getattr(beside.get(video.id), name, None) for name in ("score", "low", "high")}
            for video in event.videos
            if video.published_at is not None and video.available
        ],
    }


def later_counts(event: ViewCountsReread) -> dict[str, Any]:
    """Counts of a recording's videos at a later moment."""
    return {
        "recorded_at": event.recorded_at.isoformat(),
        "now": event.observed_at.isoformat(),
        "channel": {"id": event.channel_id},
        "later": {video.video_id: video.view_count for video in event.videos if video.available},
    }


def _by_video(outcome: Outcome | None) -> dict[str, ScoredVideo]:
    if not isinstance(outcome, ChannelScored):
        return {}
    return {video.video_id: video for video in outcome.videos}
