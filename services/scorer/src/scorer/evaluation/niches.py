"""Scores published tables of videos of other niches, to be read by a person: they have no outcomes to judge by.

A table is one reading of a few channels. Its moment is the end of the day of its newest video; each channel gives its
50 newest uploads, as a recording does. What a table does not say (durations, dates, views) stays unknown.
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scorer.domain.adjusted import judge_by_growth
from scorer.domain.model import Model
from scorer.domain.uploads import Upload, format_by_duration
from scorer.domain.verdict import Floors, Verdict
from scorer.domain.wording import sentence, told_by

SECONDS_A_DAY = 86_400
NEWEST_UPLOADS = 50
WINDOW_DAYS = 90
CHANNELS = ("channelTitle", "Identity", "channel_id")
TITLES = ("title", "Title", "video_title")
PUBLISHED = ("publishedAt", "Published_date", "video_pub_date")
VIEWS = ("viewCount", "Views", "video_view_count")
SECONDS = ("durationSecs", "video_duration")
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One video of a table."""

    channel: str
    title: str
    published_at: datetime | None
    views: int | None
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Niche:
    """What came of a table."""

    channels: int
    scored: int
    reasons: Mapping[str, int]
    """Videos of the window without a score, by reason."""
    top: Sequence[tuple[Row, Verdict]]
    """Highest scores of the window first."""


def read(table: Path) -> list[Row]:
    """The videos of a table, whichever names its columns have."""
    with gzip.open(table, "rt", encoding="utf-8", newline="") as file:
        return [
            Row(
                channel=_first(row, CHANNELS),
                title=_first(row, TITLES),
                published_at=_moment(_first(row, PUBLISHED)),
                views=_number(_first(row, VIEWS)),
                seconds=_seconds(_first(row, SECONDS)),
            )
            for row in csv.DictReader(file)
        ]


def judge(rows: Iterable[Row], model: Model, *, most: int) -> Niche:
    """Score a table's newest uploads; the `most` highest of its last `WINDOW_DAYS` days."""
    newest, now = _newest(rows)
    judged = judge_by_growth([[_upload(row, now) for row in found] for found in newest], model, Floors())
    inside = [
        (row, verdict)
        for found, verdicts in zip(newest, judged, strict=True)
        for row, verdict in zip(found, verdicts, strict=True)
        if row.published_at is None or now - row.published_at <= timedelta(days=WINDOW_DAYS)
    ]
    reasons: dict[str, int] = defaultdict(int)
    for _, verdict in inside:
        if verdict.reason is not None:
            reasons[verdict.reason.value] += 1
    scored = [pair for pair in inside if pair[1].score is not None]
    scored.sort(key=lambda pair: -(pair[1].score or 0))
    return Niche(channels=len(newest), scored=len(scored), reasons=dict(reasons), top=scored[:most])


def uploads(rows: Iterable[Row]) -> list[list[Upload]]:
    """The newest uploads of each channel of a table, as the score needs them."""
    newest, now = _newest(rows)
    return [[_upload(row, now) for row in found] for found in newest]


def lines(niche: Niche) -> Iterable[str]:
    """A niche as text."""
    yield f"{niche.channels} channels; of {WINDOW_DAYS} days {niche.scored} videos scored, others: {niche.reasons}"
    for row, verdict in niche.top:
        said = sentence(verdict, Floors(), format_by=told_by(row.seconds))
        yield f"{verdict.score:8.2f}  {row.channel} | {row.title[:70]}\n          {said}"


def _newest(rows: Iterable[Row]) -> tuple[list[list[Row]], datetime]:
    """Each channel's newest uploads, and the moment of the reading."""
    by_channel = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
    times = [row.published_at for found in by_channel.values() for row in found if row.published_at]
    newest = [sorted(found, key=_age_key)[-NEWEST_UPLOADS:] for found in by_channel.values()]
    return newest, _end_of_day(max(times, default=datetime.now(UTC)))


def _upload(row: Row, now: datetime) -> Upload:
    age = None if row.published_at is None else (now - row.published_at).total_seconds() / SECONDS_A_DAY
    return Upload(format_by_duration(row.seconds), age, row.views, on_air=row.seconds == 0)


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _number(text: str) -> int | None:
    return int(float(text)) if text else None


def _seconds(text: str) -> int | None:
    if not text.startswith("P"):
        return _number(text)
    parts = _ISO_DURATION.fullmatch(text)
    if parts is None:
        return None
    return sum(int(part or 0) * size for part, size in zip(parts.groups(), (SECONDS_A_DAY, 3600, 60, 1), strict=True))


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _age_key(row: Row) -> float:
    return row.published_at.timestamp() if row.published_at else 0.0


def _end_of_day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
