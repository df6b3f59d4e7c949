"""A verdict as one sentence for people, and as the data of an event's evidence."""

from common.events import Evidence, VideoFormat

from scorer.domain.unchecked import unchecked
from scorer.domain.verdict import Floors, Undecidable, Verdict

GROWN_DAYS = 14
"""A video this old has nearly all of its views."""
HOURS_A_DAY, MINUTES_AN_HOUR = 24, 60
TWO_DAYS = 2
TEN_TIMES = 9.95
ASSUMED = "assumed"
NOT_TOLD = ("video", "videos")
NAMES = {
    VideoFormat.SHORT: ("Short", "Shorts"),
    VideoFormat.LONG: ("long video", "long videos"),
    VideoFormat.LIVE: ("live stream", "live streams"),
}


def told_by(seconds: float | None, tab: VideoFormat | None = None) -> str:
    """How a video's format was told: by its tab, by its duration, or not at all."""
    if tab is not None:
        return "tab"
    return ASSUMED if seconds is None else "duration"


def evidence(verdict: Verdict, floors: Floors, *, format_by: str = "duration") -> Evidence:
    """What a verdict rests on; `format_by` as `told_by` says it."""
    upload = verdict.upload
    now = verdict.normal_views_now
    return unchecked(
        Evidence,
        {
            "peers": verdict.peers,
            "normal_views": now if now is not None else verdict.normal_views,
            "age_days": upload.age_days,
            "views": upload.views,
            "probability_double": verdict.probability_double,
            "reason": verdict.reason and verdict.reason.value,
            "sentence": sentence(verdict, floors, format_by=format_by),
            "format_by": format_by,
        },
    )


def sentence(verdict: Verdict, floors: Floors, *, format_by: str = "duration") -> str:
    """One sentence: what the channel's normal rests on, where this video stands, where it is heading."""
    kind = NOT_TOLD if format_by == ASSUMED else NAMES[verdict.upload.format]
    if verdict.score is None or verdict.normal_views is None:
        return f"No score: {_because(verdict, floors, kind)}."
    upload, age = verdict.upload, verdict.upload.age_days
    start = (
        f"{_counted(verdict.peers, kind)}, normally {_views(verdict.normal_views)} views; this one has {upload.views:,}"
    )
    if verdict.low is None or verdict.high is None or age is None:
        return f"{start}: {_times(verdict.score)} ×."
    bearing = "is heading for" if age < GROWN_DAYS else "stands at"
    times, low, high = _times(verdict.score), _times(verdict.low), _times(verdict.high)
    return f"{start} at {_age(age)} and {bearing} {times} × ({low} to {high})."


def _because(verdict: Verdict, floors: Floors, kind: tuple[str, str]) -> str:
    views, normal = verdict.upload.views or 0, _views(verdict.normal_views or 0)
    reasons = {
        Undecidable.TOO_FEW_UPLOADS: (
            f"only {_counted(verdict.peers, kind, other='other ')} to compare with, {floors.min_peers} are needed"
        ),
        Undecidable.TOO_YOUNG: f"it is younger than {floors.min_age_minutes:g} minutes",
        Undecidable.VIEWS_HIDDEN: "YouTube hides its views",
        Undecidable.LIVE_OR_UPCOMING: "it is live, or has not begun",
        Undecidable.NO_DATE: "the time of its publication is not known",
        Undecidable.FEW_VIEWS: f"{views:,} views are fewer than the floor of {floors.min_views:,}",
        Undecidable.NORMAL_TOO_SMALL: f"a normal of {normal} views is below the floor of {floors.min_normal_views:g}",
        Undecidable.NOT_AVAILABLE: "the video is no longer available",
    }
    return reasons[verdict.reason or Undecidable.NOT_AVAILABLE]


def _counted(count: int, kind: tuple[str, str], *, other: str = "") -> str:
    return f"{count} {other}{kind[0] if count == 1 else kind[1]}"


def _views(views: float) -> str:
    """Two significant digits are as much as a normal is known to.

    >>> _views(8_432.0), _views(97.3), _views(99_700)
    ('8,400', '97', '100,000')
    """
    return f"{float(f'{views:.2g}'):,.0f}"


def _times(multiple: float) -> str:
    """A multiple with two significant digits, or two decimal places.

    >>> _times(3.14), _times(31.4), _times(0.04)
    ('3.1', '31', '0.04')
    """
    if multiple >= TEN_TIMES:
        return _views(multiple)
    return f"{multiple:.1f}" if multiple >= 1 else f"{multiple:.2f}"


def _age(days: float) -> str:
    """An age in the unit in which a person would say it.

    >>> _age(0.75), _age(0.02), _age(3.2)
    ('18 hours', '29 minutes', '3 days')
    """
    hours = days * HOURS_A_DAY
    if hours < 1:
        return f"{hours * MINUTES_AN_HOUR:.0f} minutes"
    if days < TWO_DAYS:
        return f"{hours:.0f} hour{'s' if round(hours) != 1 else ''}"
    return f"{days:.0f} days"
