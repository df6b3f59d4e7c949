"""Single values out of YouTube's JSON, which is not trusted: what is not of its kind reads as absent."""

import re
import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Json = Mapping[str, Any]

_ISO_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_ISO_SECONDS = (604_800, 86_400, 3_600, 60, 1)
_LONGEST_SECONDS = 10**7
_MOST = 10**15
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]+")


def part(value: Json, key: str) -> Json:
    """An object within an object; empty where there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def text(value: object) -> str:
    """A text for people; empty where there is none."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list."""
    listed = value if isinstance(value, list) else ()
    return tuple(one for one in listed if isinstance(one, str) and one)


def short(value: object, limit: int) -> str | None:
    """A handle or an address; one that is longer than any known is not trusted."""
    return value if isinstance(value, str) and 0 < len(value) <= limit else None


def code(value: object, limit: int = 40) -> str | None:
    """An id, a language, a country: a text that programs rely on."""
    return value if isinstance(value, str) and len(value) <= limit and _CODE.fullmatch(value) else None


def codes(value: object, limit: int = 40) -> tuple[str, ...]:
    """The codes of a list."""
    listed = value if isinstance(value, list) else ()
    return tuple(one for one in listed if code(one, limit) is not None)


def flag(value: object) -> bool | None:
    """Yes, no, or not said."""
    return value if isinstance(value, bool) else None


def count(value: object) -> int | None:
    """A count, which YouTube writes as a text.

    >>> count("1200"), count(None), count("many")
    (1200, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return min(max(value, 0), _MOST)
    return min(int(value), _MOST) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def moment(value: object) -> datetime | None:
    """A time, in UTC where it names no zone."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def keywords(value: object) -> tuple[str, ...]:
    """A channel's keywords: separated by blanks, quoted where they hold one.

    >>> keywords('gaming "let us play" gaming')
    ('gaming', 'let us play')
    """
    if not isinstance(value, str):
        return ()
    try:
        words = shlex.split(value)
    except ValueError:
        words = value.replace('"', " ").split()
    return tuple(dict.fromkeys(words))[:20]


def duration_seconds(value: object) -> int | None:
    """Whole seconds of an ISO 8601 duration or of a `google-duration`; None where the text is neither.

    >>> duration_seconds("PT1H2M3S"), duration_seconds("527s"), duration_seconds("P0D"), duration_seconds(None)
    (3723, 527, 0, None)
    """
    if not isinstance(value, str):
        return None
    if value.endswith("s"):
        whole = value[:-1].partition(".")[0]
        return min(int(whole), _LONGEST_SECONDS) if whole.isascii() and whole.isdigit() else None
    if len(value) < 3 or not (match := _ISO_DURATION.fullmatch(value)):  # noqa: PLR2004  "P" and "PT" say nothing
        return None
    seconds = sum(int(digits) * size for digits, size in zip(match.groups("0"), _ISO_SECONDS, strict=True))
    return min(seconds, _LONGEST_SECONDS)
