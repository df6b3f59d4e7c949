"""Numbers, ages and codes as people read them."""

from datetime import UTC, datetime

_LONG = 100
"""From here on a decimal tells nothing."""
_WEEKS = 10
"""Days from which on hours tell nothing."""
_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
_SECONDS_A_DAY = 86_400.0

_STATES = {
    "queued": "waiting for its turn",
    "searching": "searching for channels",
    "scoring": "scoring channels",
    "paused": "paused",
    "completed": "completed",
    "failed": "failed",
    "cancelled": "cancelled",
}
_WAITS = {
    "quota": "YouTube's daily quota is used up",
    "youtube_key": "YouTube refuses the API key",
    "database": "the database is away",
}
_BUCKETS = {"queries": "units", "search": "searches", "batch_stats": "batches of statistics"}


def short_number(value: float | None) -> str:
    """Three digits that can be taken in at a glance.

    >>> short_number(842), short_number(18_240), short_number(1_204_000), short_number(None)
    ('842', '18.2K', '1.2M', '–')
    """
    if value is None:
        return "–"
    for size, letter in _STEPS:
        if value >= size:
            scaled = value / size
            return f"{scaled:.0f}{letter}" if scaled >= _LONG else f"{scaled:.1f}".removesuffix(".0") + letter
    return f"{value:.0f}"


def multiple(value: float | None) -> str:
    """A score as a multiple of the channel's normal.

    >>> multiple(2.04), multiple(11.4), multiple(240.0), multiple(None)
    ('2.0×', '11.4×', '240×', '–')
    """
    return "–" if value is None else f"{_digits(value)}×"


def score(value: float | None, *, classic: bool) -> str:
    """A score in the unit of its method: views per 100 subscribers in classic, else a multiple.

    >>> score(842.24, classic=True), score(11.4, classic=False), score(None, classic=True)
    ('842.2', '11.4×', '∞')
    """
    if classic:
        # A channel without subscribers: the original divides by zero, and JSON cannot carry what comes out.
        return "∞" if value is None else f"{value:,.1f}"
    return multiple(value)


def interval(low: float | None, high: float | None) -> str:
    """The bounds between which the final multiple lies with 80 % probability.

    >>> interval(7.2, 19.8), interval(None, None)
    ('7.2–19.8', '')
    """
    return "" if low is None or high is None else f"{_digits(low)}–{_digits(high)}"


def _digits(value: float) -> str:
    return f"{value:.0f}" if value >= _LONG else f"{value:.1f}"


def days(value: float | None) -> str:
    """An age in the unit that fits it.

    >>> days(0.1), days(2.13), days(26.9), days(None)
    ('2 h', '2.1 d', '27 d', '–')
    """
    if value is None:
        return "–"
    if value < 1:
        return f"{value * 24:.0f} h"
    return f"{value:.1f} d" if value < _WEEKS else f"{value:.0f} d"


def age(published_at: datetime | None, as_of: datetime | None) -> float | None:
    """Days between two moments; None where one is not known."""
    if published_at is None or as_of is None:
        return None
    return (as_of - published_at).total_seconds() / _SECONDS_A_DAY


def local_time(moment: datetime | None) -> str:
    """A moment on the clock of the person who reads it.

    >>> local_time(None)
    '–'
    """
    return "–" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"


def until(moment: datetime | None) -> str:
    """A moment to wait for, on the reader's clock and in UTC.

    >>> until(datetime(2026, 11, 25, 8, tzinfo=UTC)).endswith("(08:00 UTC)")
    True
    """
    return "further notice" if moment is None else f"{local_time(moment)} ({moment.astimezone(UTC):%H:%M} UTC)"


def state(code: str) -> str:
    """A state of an analysis in words.

    >>> state("scoring")
    'scoring channels'
    """
    return _STATES.get(code, code)


def waiting(code: str) -> str:
    """What an analysis waits for, in words.

    >>> waiting("quota")
    "YouTube's daily quota is used up"
    """
    return _WAITS.get(code, code.replace("_", " "))


def bucket(code: str) -> str:
    """A quota bucket in words.

    >>> bucket("search")
    'searches'
    """
    return _BUCKETS.get(code, code)


def code(text: str) -> str:
    """Any other code of the gateway in words.

    >>> code("too_many_subscribers")
    'too many subscribers'
    """
    return text.replace("_", " ")


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "channel"), plural(1_200, "search")
    ('1 channel', '1,200 searches')
    """
    ending = "" if count == 1 else "es" if noun.endswith(("ch", "s")) else "s"
    return f"{count:,} {noun}{ending}"
