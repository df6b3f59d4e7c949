"""Runs the patterns that users write, in time linear in the text (RE2): no pattern can stall the scorer."""

from functools import lru_cache

import re2


def finds(pattern: str, text: str) -> bool:
    """Whether `pattern` is found anywhere in `text`.

    Raises:
        re2.error: The pattern is not one that RE2 knows; the gateway refuses such a profile.
    """
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> "re2._Regexp[str]":
    return re2.compile(pattern)
