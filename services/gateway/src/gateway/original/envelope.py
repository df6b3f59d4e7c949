"""The original's envelope: `{success, …}`, and errors under every name by which its two frontends look for them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

from gateway.database import DatabaseDown
from gateway.http.json import FastJson
from gateway.problems import FieldError, Kind, Problem
from gateway.problems.mends import field_errors

BAD_REQUEST = 400
_NAMES = {
    "new_password": "newPassword",
    "current_password": "currentPassword",
    "exclusion_channels": "exclusionChannels",
    "min_subscribers": "minSubs",
    "max_subscribers": "maxSubs",
    "name": "identifier",
}
"""Fields of v1 by the names the original's forms know."""


def failure(problem: Problem) -> Response:
    """A problem as the original's frontends read it."""
    status = BAD_REQUEST if problem.kind is Kind.INVALID_INPUT else problem.kind.status
    details = [_detail(error) for error in problem.errors]
    text = "; ".join(detail["msg"] for detail in details) or problem.detail
    body = {
        "success": False,
        "error": text,
        "message": text,
        "errorCode": problem.kind.slug.upper().replace("-", "_"),
        "details": details,
        "errors": details,
    }
    return FastJson(body, status_code=status, headers=problem.headers)


class OriginalRoute(APIRoute):
    """A route whose failures wear the original's envelope."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with failures translated."""
        handle = super().get_route_handler()

        async def translated(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return failure(problem)
            except RequestValidationError as error:
                return failure(Problem.of_fields(field_errors(error.errors())))
            except DatabaseDown:
                return failure(Problem(Kind.UNAVAILABLE, "The database is away.", retry_after_seconds=2))

        return translated


def original_router(prefix: str) -> APIRouter:
    """A router of the original's routes; they stand in no document of ours."""
    return APIRouter(prefix=prefix, route_class=OriginalRoute, include_in_schema=False)


def success(status_code: int = 200, **content: Any) -> FastJson:  # noqa: ANN401  whatever JSON can carry
    """An answer in the original's envelope."""
    return FastJson({"success": True, **content}, status_code=status_code)


def _detail(error: FieldError) -> Mapping[str, str]:
    name = _NAMES.get(error.field, error.field)
    return {"type": "field", "path": name, "msg": f"{name} {error.message}: {error.mend}", "location": "body"}
