"""Turns every error of the app into a problem document, and serves the pages that explain the kinds."""

import html
import logging
from typing import Any

from common.errors import DependencyDown
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from gateway.database import DatabaseDown
from gateway.problems.kinds import BY_SLUG, Kind, kind_for
from gateway.problems.mends import field_errors
from gateway.problems.problem import Problem, ProblemDocument

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def respond(problem: Problem) -> JSONResponse:
    """The problem as a response."""
    return JSONResponse(
        problem.document().model_dump(exclude_none=True),
        status_code=problem.kind.status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def problem_responses(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of the problems that a route can answer with."""
    return {
        kind.status: {
            "description": " · ".join(other.title for other in kinds if other.status == kind.status),
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}},
        }
        for kind in kinds
    }


def install(app: FastAPI) -> None:
    """Make the app answer with problem documents, and explain them at `/problems/…`."""

    @app.exception_handler(Problem)
    async def told(_: Request, problem: Problem) -> JSONResponse:
        return respond(problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        complaints = error.errors()
        if any(complaint["type"] == "json_invalid" for complaint in complaints):
            return respond(Problem(Kind.MALFORMED_BODY))
        if any(complaint["loc"] == ("body",) for complaint in complaints) and not _is_json(request):
            return respond(Problem(Kind.UNSUPPORTED_MEDIA_TYPE))
        return respond(Problem.of_fields(field_errors(complaints)))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        return _refusal(app, request, error)

    @app.exception_handler(DatabaseDown)
    @app.exception_handler(DependencyDown)
    async def away(_: Request, error: DatabaseDown | DependencyDown) -> JSONResponse:
        name = error.dependency if isinstance(error, DependencyDown) else "database"
        log.warning("a request gave up waiting for the %s: %s", name, error)
        detail = f"The {name} is away. {Kind.UNAVAILABLE.mend}"
        return respond(Problem(Kind.UNAVAILABLE, detail, retry_after_seconds=RETRY_SECONDS))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return respond(Problem(Kind.INTERNAL))

    @app.get("/problems/{slug}", tags=["operation"], summary="What a kind of problem means", include_in_schema=False)
    async def explain(slug: str) -> HTMLResponse:
        kind = BY_SLUG.get(slug)
        if kind is None:
            raise Problem(Kind.NOT_FOUND, "There is no such kind of problem.")
        title, mend = html.escape(kind.title), html.escape(kind.mend)
        return HTMLResponse(
            f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
            f"<h1>{kind.status} · {title}</h1><p>{mend}</p></html>"
        )


def _is_json(request: Request) -> bool:
    """Whether the body is said to be JSON; where nothing is said of a body, there is none."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def _refusal(app: FastAPI, request: Request, error: HTTPException) -> JSONResponse:
    """What the framework refused, as a problem document."""
    if isinstance(error.__cause__, Problem):
        return respond(error.__cause__)  # raised while the framework read the body
    kind = kind_for(error.status_code)
    headers = dict(error.headers or {})
    if kind is Kind.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(app, request))
    detail = f"{request.method} {request.url.path}: {kind.title.lower()}. {kind.mend}"
    return respond(Problem(kind, detail, headers=headers))


def _methods(app: FastAPI, request: Request) -> list[str]:
    """The methods that an address takes: the framework names those of its first route alone."""
    return [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.router.routes)
    ]
