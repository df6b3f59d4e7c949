"""The largest and a typical payload of each event, built from its model alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Le, Lt, MaxLen
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

WIDEST = "\N{GRINNING FACE}"
UNLIMITED_TEXT = 2_000
NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
ANALYSIS = UUID("0192f3a4-5b6c-7d8e-9f00-112233445566")


@dataclass(frozen=True)
class Scale:
    """How large to build: the widest text and full lists, or a word and one item."""

    text: str | None = None
    items: int | None = None


FULL = Scale()
TYPICAL = Scale(text="example", items=1)


def largest(model: type[BaseModel], scale: Scale = FULL) -> Any:
    """An instance whose every field is as large as its type allows, and which keeps its own `max_json_bytes`."""
    values = {name: _value(field.annotation, list(field.metadata), scale) for name, field in model.model_fields.items()}
    limit = getattr(model, "max_json_bytes", None)
    return model.model_validate(values) if limit is None else _shrunk(model, values, limit)


def _shrunk(model: type[BaseModel], values: dict[str, Any], limit: int) -> BaseModel:
    """The same with shorter lists: parts without a limit of their own take their defaults first."""
    for name, field in model.model_fields.items():
        part = values[name]
        if isinstance(part, BaseModel) and getattr(part, "max_json_bytes", None) is None:
            values[name] = field.get_default()
    while len(model.model_construct(**values).model_dump_json(by_alias=True).encode()) > limit:
        lists = {name: value for name, value in values.items() if isinstance(value, tuple)}
        longest = max(lists, key=lambda name: len(lists[name]))
        values[longest] = lists[longest][:-1]
    return model.model_validate(values)


def _value(annotation: Any, limits: list[Any], scale: Scale) -> Any:  # noqa: PLR0911  one return a kind of type
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _value(inner, [*more, *limits], scale)
    if origin in (Union, UnionType):
        choices = [choice for choice in get_args(annotation) if choice is not NoneType]
        return _value(choices[0], limits, scale)
    if origin is Literal:
        return max(get_args(annotation), key=len)
    if origin is tuple:
        (item, *_) = get_args(annotation)
        count = _bound(limits, MaxLen, "max_length")
        if count is None:
            raise AssertionError(f"a list without a limit: {annotation}")
        return tuple(_value(item, [], scale) for _ in range(min(count, scale.items or count)))
    if annotation is str:
        length = _text_length(limits)
        return scale.text[:length] if scale.text else ("x" if _is_code(limits) else WIDEST) * length
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return largest(annotation, scale)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return max(annotation, key=lambda member: len(str(member.value)))
    return _largest_scalar(annotation, limits)


def _largest_scalar(annotation: Any, limits: list[Any]) -> Any:
    if annotation is int:
        top, below = _bound(limits, Le, "le"), _bound(limits, Lt, "lt")
        return top if top is not None else below - 1
    if annotation is float:
        top = _bound(limits, Le, "le") or 1e9
        return min(12345.678901234567, top) if top > 1 else 0.12345678901234566
    scalars = {bool: False, datetime: NOW, UUID: ANALYSIS}
    if annotation not in scalars:
        raise AssertionError(f"no largest value for {annotation}")
    return scalars[annotation]


def _text_length(limits: list[Any]) -> int:
    for limit in limits:
        if isinstance(limit, StringConstraints) and limit.max_length is not None:
            return limit.max_length
        if isinstance(limit, MaxLen):
            return limit.max_length
        if isinstance(limit, FieldInfo):
            for inner in limit.metadata:
                if isinstance(inner, MaxLen):
                    return inner.max_length
    return UNLIMITED_TEXT


def _is_code(limits: list[Any]) -> bool:
    return any(isinstance(limit, StringConstraints) and limit.pattern is not None for limit in limits)


def _bound(limits: list[Any], kind: type, name: str) -> Any:
    for limit in limits:
        if isinstance(limit, kind):
            return getattr(limit, name)
        if isinstance(limit, FieldInfo):
            found = _bound(limit.metadata, kind, name)
            if found is not None:
                return found
    return None


def headroom(value: Any) -> int:
    """Bytes that the limited parts of `value` do not use, though they might."""
    if isinstance(value, BaseModel):
        limit = getattr(value, "max_json_bytes", None)
        if limit is not None:
            return int(limit) - len(value.model_dump_json(by_alias=True).encode())
        return sum(headroom(getattr(value, name)) for name in type(value).model_fields)
    return sum(map(headroom, value)) if isinstance(value, tuple) else 0
