"""Texts as PostgreSQL can keep them."""

import re

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def without_nul(json_text: str) -> str:
    r"""A JSON document without NUL characters, which PostgreSQL cannot store.

    >>> without_nul(r'"a\u0000b"'), without_nul(r'"a\\u0000b"')
    ('"ab"', '"a\\\\u0000b"')
    """
    if "\\u0000" not in json_text:
        return json_text
    return _NUL.sub(r"\1", json_text)
