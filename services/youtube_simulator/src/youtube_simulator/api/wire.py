"""How values look in answers: entity tags, escaped and cut text, durations, instants, thumbnails."""

import base64
import hashlib
import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

SNIPPET_LENGTH = 160
"""Characters of a description that `search.list` shows."""

_SIZES = {"default": (120, 90), "medium": (320, 180), "high": (480, 360)}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def etag(*parts: object) -> str:
    """An entity tag that changes when any of the parts does."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=20).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def seconds_of(duration: str) -> int:
    """An ISO 8601 duration, as `contentDetails.duration` has it, in seconds.

    >>> seconds_of("PT8M47S")
    527
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        return 0
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return int(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds())


def escaped(text: str) -> str:
    """Text as `search.list` sends it.

    >>> escaped("Tom & Jax's")
    'Tom &amp; Jax&#39;s'
    """
    return html.escape(text, quote=True).replace("&#x27;", "&#39;")


def cut_description(text: str) -> str:
    """A description as `search.list` sends it: newlines are blanks, and no more than 160 characters."""
    flat = text.replace("\n", " ")
    return escaped(flat if len(flat) <= SNIPPET_LENGTH else flat[:SNIPPET_LENGTH] + " ...")


def instant(moment: datetime) -> str:
    """A moment as resources have it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def thumbnails(base_url: str, kind: str, name: str) -> dict[str, Any]:
    """Where the pictures of a video (`kind` "vi") or channel ("ch") are, and how large."""
    return {
        size: {"url": f"{base_url}/{kind}/{name}/{size}.jpg", "width": width, "height": height}
        for size, (width, height) in _SIZES.items()
    }
