"""The internal API's errors as problem documents (RFC 9457), for the gateway to pass on."""

import math
from datetime import datetime

from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.worldtime import Clock
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from youtube_fetcher.youtube.errors import ItemUnavailableError

MEDIA_TYPE = "application/problem+json"
_SOON_SECONDS = 2
_DOWN_SECONDS = 5


class UnknownChannelError(Exception):
    """YouTube knows no such channel."""


def add_problem_handlers(app: FastAPI, clock: Clock) -> None:
    """Answer each kind of error with a problem document."""

    async def quota(_: Request, error: Exception) -> JSONResponse:
        until = error.until if isinstance(error, QuotaExhausted) else clock.now()
        return _problem(503, "quota exhausted", str(error), retry_after_seconds=_seconds_until(until, clock))

    async def busy(_: Request, error: Exception) -> JSONResponse:
        return _problem(503, "YouTube does not answer", str(error), retry_after_seconds=_SOON_SECONDS)

    async def down(_: Request, error: Exception) -> JSONResponse:
        return _problem(503, "dependency down", str(error), retry_after_seconds=_DOWN_SECONDS)

    async def unknown(_: Request, error: Exception) -> JSONResponse:
        return _problem(404, "no such channel", str(error))

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": str(error)}
        where = ".".join(str(part) for part in first["loc"])
        return _problem(422, "invalid request", f"{where}: {first['msg']}")

    app.add_exception_handler(QuotaExhausted, quota)
    app.add_exception_handler(TransientError, busy)
    app.add_exception_handler(DependencyDown, down)
    app.add_exception_handler(UnknownChannelError, unknown)
    app.add_exception_handler(ItemUnavailableError, unknown)
    app.add_exception_handler(RequestValidationError, invalid)


def _seconds_until(moment: datetime, clock: Clock) -> int:
    return max(1, math.ceil((moment - clock.now()).total_seconds()))


def _problem(status: int, title: str, detail: str, *, retry_after_seconds: int | None = None) -> JSONResponse:
    headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, headers=headers, media_type=MEDIA_TYPE)
