"""Cursors: where a page ended, as one opaque text."""

import base64
import binascii
import json
from typing import Any


class BadCursorError(ValueError):
    """This text is no cursor of this list."""


def encode(place: list[Any]) -> str:
    """A place as a cursor.

    >>> decode(encode([1.5, "a", None]), length=3)
    [1.5, 'a', None]
    """
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[Any]:
    """The place that a cursor stands for.

    Raises:
        BadCursorError: It was not made by `encode` for a place of this length.
    """
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursorError(cursor) from error
    if not isinstance(place, list) or len(place) != length:
        raise BadCursorError(cursor)
    return place
