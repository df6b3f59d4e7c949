"""The OpenAPI document: its head, and what holds for every route of the API."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from gateway.problems import Kind, ProblemDocument, problem_responses

DESCRIPTION = """\
Name channels whose topics you do not want to repeat; get the recent videos of similar channels that do far better than
their channel's normal, on topics those channels have not covered.

- Start with `POST /api/v1/analyses`, follow it live, read `results`.
- Every error is a problem document (RFC 9457) that names the field and the mend.
- Lists have cursors. Starts take an `Idempotency-Key`. What is read often has an `ETag`.
- `RateLimit-Policy` names what is limited: requests a minute, and YouTube's daily quota, which all share.
- Scores are computed here, from data that YouTube gives; they are not YouTube's own.

The WebSocket `/api/v1/analyses/{analysis_id}/live` stands in `/asyncapi.json`.
"""

TAGS = [
    {"name": "analyses", "description": "Start, follow, judge anew."},
    {"name": "results", "description": "What was found: filtered, paged, exported."},
    {"name": "live", "description": "Snapshots and deltas while an analysis runs."},
    {"name": "channels", "description": "Look-ups of channels, and the quota they take."},
    {"name": "library", "description": "Names, notes, favourites, comparisons."},
    {"name": "profiles", "description": "What an owner's videos are about, and what fits their brand."},
    {"name": "accounts", "description": "Logins and API keys. On a laptop, from this machine, none is needed."},
    {"name": "operation", "description": "For those who run it."},
]
API = "/api/v1/"
LOGINS = frozenset({"/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh"})
_EVERYWHERE = problem_responses(Kind.WRONG_HOST, Kind.TOO_MANY_REQUESTS, Kind.UNAVAILABLE, Kind.INVALID_INPUT)
_WITH_LOGIN = problem_responses(Kind.NOT_LOGGED_IN, Kind.FORBIDDEN)
_WRITING = problem_responses(Kind.MALFORMED_BODY, Kind.TOO_LARGE, Kind.FOREIGN_ORIGIN)
_WITH_BODY = problem_responses(Kind.UNSUPPORTED_MEDIA_TYPE)


def describe() -> dict[str, Any]:
    """Arguments of `FastAPI`."""
    return {
        "title": "YouTube Outlier Discovery",
        "version": "1",
        "summary": "Videos that do far better than their channel's normal, on topics you have not covered.",
        "description": DESCRIPTION,
        "openapi_tags": TAGS,
        "license_info": {"name": "MIT", "identifier": "MIT"},
        "generate_unique_id_function": _operation_id,
        "docs_url": None,
        "redoc_url": None,
    }


def _operation_id(route: APIRoute) -> str:
    """Routes are called by their functions, so that generated clients read well."""
    return route.name


def complete_document(app: FastAPI) -> None:
    """Have the document say what every route of the API can answer, and how to log in."""
    plain = app.openapi

    def document() -> dict[str, Any]:
        known = app.openapi_schema
        return known if known is not None else _completed(plain())

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    components = document["components"]
    schemas = components["schemas"]
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas[ProblemDocument.__name__] = problem
    for theirs in ("HTTPValidationError", "ValidationError"):
        schemas.pop(theirs, None)
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of `/api/v1/auth/login`, or an API key.",
        }
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path.startswith(API):
                _complete(path, method, operation)
    return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    common = dict(_EVERYWHERE)
    if path not in LOGINS:
        common |= _WITH_LOGIN
        operation["security"] = [{"bearer": []}, {}]
    if method in {"post", "put", "patch", "delete"}:
        common |= _WRITING
    if "requestBody" in operation:
        common |= _WITH_BODY
    for status, response in common.items():
        said = responses.get(str(status))
        if said is None or "HTTPValidationError" in str(said):
            responses[str(status)] = response
    operation["responses"] = dict(sorted(responses.items()))
