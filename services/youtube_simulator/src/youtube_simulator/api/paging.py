"""Page tokens: opaque to callers, here the offset of a page's first item."""

import base64
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from youtube_simulator.api import errors

T = TypeVar("T")


def page_token(offset: int) -> str:
    """The token of the page that begins at `offset`.

    >>> page_token(50)
    'bzUw'
    """
    return base64.urlsafe_b64encode(f"o{offset}".encode()).rstrip(b"=").decode()


def page_offset(token: str | None) -> int:
    """Where the token's page begins; 0 without a token.

    Raises:
        ApiError: Not a token of this API.
    """
    if token is None:
        return 0
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        text = ""
    match = re.fullmatch(r"o(\d{1,9})", text)
    if match is None:
        raise errors.invalid_page_token()
    return int(match.group(1))


def page_of(everything: Sequence[T], *, offset: int, size: int) -> tuple[Sequence[T], dict[str, Any]]:
    """A page of `everything`, and the fields of the answer that tell its place."""
    place: dict[str, Any] = {}
    if size and offset + size < len(everything):
        place["nextPageToken"] = page_token(offset + size)
    if offset:
        place["prevPageToken"] = page_token(max(0, offset - size))
    place["pageInfo"] = {"totalResults": len(everything), "resultsPerPage": size}
    return everything[offset : offset + size], place
