"""What was seen of channels and said of their videos, kept to learn from: off unless a folder is set.

One JSON line a recording, in the shape of an offline case with the scores beside, in a file a day. A later recording of
the same channel is the outcome: `python -m scorer.evaluation` joins them. Files older than YouTube's terms allow go.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from common.events import ChannelScored, ChannelVideosFetched, ScoredVideo

from scorer.domain.outcome import Outcome

SUFFIX = ".jsonl"


class Journal:
    """A folder of readings."""

    def __init__(self, folder: Path, *, keep_days: int) -> None:
        """A journal in `folder`, made when first written to.

        Args:
            folder: Where the files of days lie.
            keep_days: How many days before the newest reading are kept.
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
        lines: dict[date, list[str]] = {}
        for event, outcome, shadow in zip(events, outcomes, shadows, strict=True):
            line = json.dumps(reading(event, outcome, shadow), ensure_ascii=False)
            lines.setdefault(event.observed_at.date(), []).append(line)
        self._folder.mkdir(parents=True, exist_ok=True)
        for day, written in lines.items():
            with (self._folder / f"{day}{SUFFIX}").open("a", encoding="utf-8") as file:
                file.write("\n".join(written) + "\n")
            if day > self._newest:
                self._newest = day
                self._purge()

    def _purge(self) -> None:
        oldest = (self._newest - self._keep).isoformat()
        for file in self._folder.glob(f"*{SUFFIX}"):
            if file.stem < oldest:
                file.unlink(missing_ok=True)


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


def _by_video(outcome: Outcome | None) -> dict[str, ScoredVideo]:
    if not isinstance(outcome, ChannelScored):
        return {}
    return {video.video_id: video for video in outcome.videos}
