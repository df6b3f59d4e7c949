"""Reads a query string as the parameters of a method, or refuses it as Google does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from youtube_simulator.api import errors
from youtube_simulator.api.methods import COMMON_PARAMETERS, DEFAULT_PAGE, MAX_IDS, Method, Parameter

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_INTEGER = re.compile(r"-?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Call:
    """A valid request: the method, the parameters that were given, typed, and the parts asked for."""

    method: Method
    given: dict[str, Any]
    parts: frozenset[str]

    def text(self, name: str) -> str | None:
        """A string parameter; None when absent or empty."""
        value: str | None = self.given.get(name)
        return value or None

    def ids(self, name: str = "id") -> tuple[str, ...]:
        """A list of at most 50 ids; empty when absent."""
        value: tuple[str, ...] = self.given.get(name, ())
        return value

    def moment(self, name: str) -> datetime | None:
        """A date-time parameter."""
        value: datetime | None = self.given.get(name)
        return value

    @property
    def page_size(self) -> int:
        """Items a page, 0–50."""
        size: int = self.given.get("maxResults", DEFAULT_PAGE)
        return size


def read_call(method: Method, query: Iterable[tuple[str, str]]) -> Call:
    """The call that a query string makes.

    Raises:
        ApiError: An unknown parameter, an illegal value, a missing or unknown part, more ids than allowed.
    """
    given: dict[str, Any] = {}
    for name, raw in query:
        parameter = method.parameters.get(name) or COMMON_PARAMETERS.get(name)
        if parameter is None:
            message = (
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message."
            )
            raise errors.invalid_argument(message)
        if parameter.repeated:
            given[name] = (*given.get(name, ()), *(item.strip() for item in raw.split(",") if item.strip()))
        else:
            given[name] = _typed(name, parameter, raw)
    for name in method.login & given.keys():
        if given[name] is not False:
            raise errors.login_required(name)
    if len(given.get("id", ())) > MAX_IDS:
        raise errors.invalid_filters()
    return Call(method, given, _parts(method, given.get("part", ())))


def _parts(method: Method, named: tuple[str, ...]) -> frozenset[str]:
    if not named:
        raise errors.missing_parameter("part")
    for part in named:
        if part not in method.parts:
            raise errors.unknown_part(part)
        if part in method.owner_parts:
            raise errors.forbidden_item()
    return frozenset(named)


def _typed(name: str, parameter: Parameter, raw: str) -> object:
    match parameter.kind:
        case "integer":
            return _integer(name, parameter, raw)
        case "boolean":
            if raw.lower() not in _BOOLEANS:
                raise errors.invalid_argument(f"Invalid value at '{_snake(name)}' (TYPE_BOOL), \"{raw}\"", _snake(name))
            return _BOOLEANS[raw.lower()]
        case "datetime":
            return _moment(name, raw)
        case "string":
            if parameter.values is not None and raw not in parameter.values:
                raise errors.invalid_argument(f"Invalid value at '{_snake(name)}' (TYPE_ENUM), \"{raw}\"", _snake(name))
            return raw


def _integer(name: str, parameter: Parameter, raw: str) -> int:
    if not _INTEGER.fullmatch(raw):
        raise errors.invalid_argument(f"Invalid value at '{_snake(name)}' (TYPE_UINT32), \"{raw}\"", _snake(name))
    value = int(raw)
    if not parameter.low <= value <= parameter.high:
        raise errors.out_of_range(value, parameter.low, parameter.high)
    return value


def _moment(name: str, raw: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = (
            f"Invalid value at '{_snake(name)}' (type.googleapis.com/google.protobuf.Timestamp), Field "
            f"'{_snake(name)}', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset."
        )
        raise errors.invalid_argument(message, _snake(name))
    return moment.replace(microsecond=0)


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()
