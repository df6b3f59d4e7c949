"""Which entries of an uploads playlist count: it is ordered by upload, not by publishing, and keeps what is gone.

An entry without a date is a video that is private or deleted. It stands where it was uploaded, so it is dated by the
first older entry that has a date: it counts as in the window when that one does (parity: rule 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from common.events import Video, Window


class Upload(NamedTuple):
    """One entry of an uploads playlist, as far as the list tells: hundreds are read for each video that counts."""

    id: str
    channel_id: str
    title: str = ""
    description: str = ""
    published_at: datetime | None = None
    available: bool = True

    def as_video(self) -> Video:
        """The same as the catalogue has it, its texts cut."""
        return Video(**self._asdict())


@dataclass(frozen=True, slots=True)
class Uploads:
    """What was read of a playlist, in its own order; `complete`: there is no more of it."""

    entries: tuple[Upload, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entries that count, newest first, and whether more of the window was left out."""

    uploads: tuple[Upload, ...]
    window_cut: bool


def uploads_playlist(channel_id: str) -> str:
    """The id of a channel's uploads playlist, by the rule it has always followed.

    >>> uploads_playlist("UCabc")
    'UUabc'
    """
    return f"UU{channel_id.removeprefix('UC')}"


def begins(window: Window) -> datetime:
    """The oldest moment inside the window."""
    return window.as_of - timedelta(days=window.days)


def by_age(entries: Sequence[Upload]) -> list[tuple[datetime, Upload]]:
    """Entries newest first, each with the date it counts by; undated ones with nothing older behind them fall out."""
    dated: list[tuple[datetime, Upload]] = []
    older: datetime | None = None
    for entry in reversed(entries):
        older = entry.published_at or older
        if older is not None:
            dated.append((older, entry))
    dated.reverse()
    return sorted(dated, key=lambda pair: pair[0], reverse=True)


def newest_in_window(read: Uploads, window: Window, limit: int) -> Chosen:
    """The newest `limit` entries inside the window, those that are gone included."""
    ages, since = by_age(read.entries), begins(window)
    inside = [entry for date, entry in ages if since <= date <= window.as_of]
    return Chosen(tuple(inside[:limit]), len(inside) > limit or _ends_inside(read, ages, window))


def newest_available(read: Uploads, window: Window, limit: int) -> Chosen:
    """The newest `limit` videos that can be watched, whatever their age: the window and what makes up the normal.

    Videos published after the window's end are unknown to an analysis that looks at that moment.
    """
    ages = [(date, entry) for date, entry in by_age(read.entries) if entry.available and date <= window.as_of]
    kept = tuple(entry for _, entry in ages[:limit])
    left_out = any(date >= begins(window) for date, _ in ages[limit : limit + 1])  # the newest of the rest
    return Chosen(kept, left_out or _ends_inside(read, ages, window))


def _ends_inside(read: Uploads, ages: Sequence[tuple[datetime, Upload]], window: Window) -> bool:
    """Whether reading stopped before the window's begin was reached."""
    return not read.complete and (not ages or ages[-1][0] >= begins(window))


def needs_another_page(entries: Sequence[Upload], window: Window, limit: int) -> bool:
    """Whether older entries may still belong to the newest `limit` of the window.

    Not when the last dated entries already lie before the window, and not when the limit is reached.
    """
    ages = by_age(entries)
    if not ages:
        return True
    return ages[-1][0] >= begins(window) and sum(1 for date, _ in ages if date <= window.as_of) < limit
