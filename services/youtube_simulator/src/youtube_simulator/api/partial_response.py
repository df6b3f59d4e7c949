"""Partial responses: the `fields` parameter, e.g. `items(id,snippet/title),nextPageToken`.

Grammar, as Google documents it: a comma-separated list of selections; `a/b` goes down one level, `a(b,c)` goes down
with several selections, `*` is every field. What does not parse, or names a field the answer never has, is refused.
"""

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from youtube_simulator.api import errors

Selection: TypeAlias = dict[str, Any]
"""Field name → what to keep below it; an empty selection keeps everything below."""

_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[*/(),]")
_MAX_DEPTH = 20

_KNOWN: dict[str, Selection] = json.loads(
    (files("youtube_simulator.api") / "response_fields.json").read_text(encoding="utf-8")
)


@lru_cache(maxsize=1024)
def selection_of(method: str, fields: str) -> Selection:
    """What `fields` selects of a method's answer.

    Raises:
        ApiError: It does not parse, or selects a field that the discovery document does not have.
    """
    selection = _Parser(fields).selection()
    _check(selection, _KNOWN[method], fields)
    return selection


def select(value: Any, selection: Selection) -> Any:  # noqa: ANN401 - any JSON value
    """The part of a JSON value that a selection keeps; lists are filtered item by item."""
    if not selection:
        return value
    if isinstance(value, list):
        return [select(item, selection) for item in value]
    if not isinstance(value, dict):
        return value
    every = selection.get("*")
    kept = {}
    for name, child in value.items():
        below = selection.get(name, every)
        if below is not None:
            kept[name] = select(child, below)
    return kept


def _check(selection: Selection, known: Selection, fields: str) -> None:
    for name, below in selection.items():
        if name == "*":
            if below and not any(_fits(below, child) for child in known.values()):
                raise errors.invalid_field_selection(fields)
        elif name not in known and "*" not in known:
            raise errors.invalid_field_selection(name)
        else:
            _check(below, known.get(name) or known.get("*", {}), fields)


def _fits(selection: Selection, known: Selection) -> bool:
    try:
        _check(selection, known, "*")
    except errors.ApiError:
        return False
    return True


class _Parser:
    """Recursive descent over the tokens of one `fields` value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        if not self._tokens or "".join(self._tokens) != re.sub(r"\s", "", text):
            raise errors.invalid_field_selection(text)

    def selection(self) -> Selection:
        result = self._list(0)
        if self._at != len(self._tokens):
            raise errors.invalid_field_selection(self._text)
        return result

    def _list(self, depth: int) -> Selection:
        if depth > _MAX_DEPTH:
            raise errors.invalid_field_selection(self._text)
        result: Selection = {}
        while True:
            _merge(result, self._path(depth))
            if self._peek() != ",":
                return result
            self._at += 1

    def _path(self, depth: int) -> Selection:
        name = self._peek()
        if name is None or name in "/(),":
            raise errors.invalid_field_selection(self._text)
        self._at += 1
        match self._peek():
            case "/":
                self._at += 1
                return {name: self._path(depth)}
            case "(":
                self._at += 1
                below = self._list(depth + 1)
                if self._peek() != ")":
                    raise errors.invalid_field_selection(self._text)
                self._at += 1
                return {name: below}
            case _:
                return {name: {}}

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None


def _merge(into: Selection, other: Selection) -> None:
    """Unite two selections; an empty one keeps everything, so it wins."""
    for name, below in other.items():
        if name not in into:
            into[name] = below
        elif not into[name] or not below:
            into[name] = {}
        else:
            _merge(into[name], below)
