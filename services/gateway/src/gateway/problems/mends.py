"""Pydantic's and FastAPI's complaints as field errors with a mend."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.problems.problem import FieldError

_SHOWN_CHARACTERS = 60

_MENDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "add it",
    "greater_than_equal": lambda limits: f"use {_number(limits['ge'])} or more",
    "greater_than": lambda limits: f"use more than {_number(limits['gt'])}",
    "less_than_equal": lambda limits: f"use {_number(limits['le'])} or less",
    "less_than": lambda limits: f"use less than {_number(limits['lt'])}",
    "string_too_short": lambda limits: f"write at least {limits['min_length']} character(s)",
    "string_too_long": lambda limits: f"write at most {limits['max_length']} characters",
    "too_short": lambda limits: f"give at least {limits['min_length']}",
    "too_long": lambda limits: f"give at most {limits['max_length']}",
    "string_type": lambda _: "write a text in quotation marks",
    "string_unicode": lambda _: "send whole characters: half of a pair (\\ud800 to \\udfff) stands alone",
    "string_pattern_mismatch": lambda limits: f"match {limits['pattern']}",
    "int_type": lambda _: "write a whole number, without quotation marks",
    "int_parsing": lambda _: "write a whole number",
    "int_from_float": lambda _: "write a whole number",
    "float_type": lambda _: "write a number, without quotation marks",
    "float_parsing": lambda _: "write a number",
    "finite_number": lambda _: "write a finite number",
    "bool_type": lambda _: "write true or false",
    "bool_parsing": lambda _: "write true or false",
    "list_type": lambda _: "write a list, in [ ]",
    "tuple_type": lambda _: "write a list, in [ ]",
    "dict_type": lambda _: "write an object, in { }",
    "model_type": lambda _: "write an object, in { }",
    "model_attributes_type": lambda _: "write an object, in { }",
    "enum": lambda limits: f"use {limits['expected']}",
    "literal_error": lambda limits: f"use {limits['expected']}",
    "uuid_parsing": lambda _: "use the id as it was given, for example 0199f2c4-7d1e-7cc0-8000-3f5a6b7c8d9e",
    "uuid_type": lambda _: "use the id as it was given",
    "datetime_parsing": lambda _: "write a time as 2026-11-24T15:00:00Z",
    "datetime_from_date_parsing": lambda _: "write a time as 2026-11-24T15:00:00Z",
    "timezone_aware": lambda _: "add the time's zone, for example Z",
    "extra_forbidden": lambda _: "remove it; the documentation lists what there is",
    "json_invalid": lambda limits: f"send valid JSON ({limits.get('error', 'cannot be read')})",
}


def _number(limit: float) -> str:
    """A limit as people write it.

    >>> _number(10.0), _number(1000), _number(0.5)
    ('10', '1,000', '0.5')
    """
    return f"{int(limit):,}" if limit == int(limit) else str(limit)


def field_errors(complaints: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """What is wrong where, and the mend of each.

    >>> field_errors([{"type": "missing", "loc": ("body", "min_score"), "msg": "Field required"}])
    [FieldError(field='min_score', message='field required', mend='add it')]
    """
    return [_field_error(complaint) for complaint in complaints]


def _field_error(complaint: Mapping[str, Any]) -> FieldError:
    kind, limits = complaint["type"], complaint.get("ctx") or {}
    message = str(complaint["msg"]).removeprefix("Value error, ")
    if kind == "value_error":
        message, _, mend = message.partition(": ")
    else:
        mend = _MENDS[kind](limits) if kind in _MENDS else "see the documentation of this field at /docs"
    return FieldError(field=_path(complaint["loc"]), message=_lower(message), mend=mend or "correct it")


def _path(place: Sequence[str | int]) -> str:
    parts = list(place[1:] if place and place[0] in {"body", "query", "path", "header", "cookie"} else place)
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f"{'.' if path else ''}{part[:_SHOWN_CHARACTERS]}"
    return path or "body"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
