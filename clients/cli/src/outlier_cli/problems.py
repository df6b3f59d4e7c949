"""From the gateway's problem documents (RFC 9457) to lines for the terminal."""

import re
from http import HTTPStatus
from typing import Any

import httpx

from outlier_cli.errors import ExitCode, RefusedError

_OPTIONS = {
    "exclusion_channels": "NAME",
    "min_subscribers": "--min-subs",
    "max_subscribers": "--max-subs",
    "window_days": "--days",
    "min_score": "--min-score",
    "min_brand_fit": "--min-brand-fit",
    "method": "--method",
    "profile": "--profile",
    "max_channels": "--max-channels",
    "max_results": "--max-results",
    "on_quota": "--on-quota",
}
"""What the person typed for each field of a request."""


def refusal(answer: httpx.Response) -> RefusedError:
    """The error that tells why the gateway refused a request."""
    problem = _problem(answer)
    text = problem.get("detail") or problem.get("title") or f"The gateway answered {answer.status_code}"
    lines = [_field(error) for error in problem.get("errors") or ()] or [text]
    match answer.status_code:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            lines = [f"{text} Set OUTLIER_API_KEY to a key of this gateway."]
        case HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.TOO_MANY_REQUESTS:
            if wait := answer.headers.get("Retry-After"):
                lines = [f"{text} Try again in {wait} s."]
    at_fault = answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    return RefusedError("\n".join(lines), exit_code=ExitCode.USAGE if at_fault else ExitCode.INCOMPLETE)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        document = answer.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


_PLACE = re.compile(r"(?P<field>\w+)(?:\[(?P<item>\d+)\])?\.?(?P<rest>.*)")


def _field(error: dict[str, Any]) -> str:
    """One field's fault and its mend, named as the person typed it.

    >>> _field({"field": "exclusion_channels[1]", "message": "is blank", "mend": "write a name"})
    'NAME 2: is blank; write a name'
    >>> _field({"field": "profile.gamePatterns[0].pattern", "message": "is no pattern", "mend": ""})
    '--profile gamePatterns[0].pattern: is no pattern'
    """
    told = "; ".join(str(error[part]) for part in ("message", "mend") if error.get(part))
    place = _PLACE.match(str(error.get("field", "")))
    if place is None:
        return told
    item = str(int(place["item"]) + 1) if place["item"] else ""
    where = " ".join(part for part in (_OPTIONS.get(place["field"], place["field"]), item, place["rest"]) if part)
    return f"{where}: {told}"
