"""Texts as PostgreSQL can keep them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def without_nul(json_text: str) -> str:
    r"""A JSON document without NUL characters, which PostgreSQL cannot store.

    >>> without_nul(r'"a\u0000b"'), without_nul(r'"a\\u0000b"')
    ('"ab"', '"a\\\\u0000b"')
    """
    if "\\u0000" not in json_text:
        return json_text
    return _NUL.sub(r"\1", json_text)


def has_nul(value: Any) -> bool:  # noqa: ANN401  whatever JSON can carry
    """Whether a text anywhere in a JSON value has a NUL character."""
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, Mapping):
        return any(has_nul(key) or has_nul(part) for key, part in value.items())
    return isinstance(value, Iterable) and not isinstance(value, bytes) and any(has_nul(part) for part in value)
