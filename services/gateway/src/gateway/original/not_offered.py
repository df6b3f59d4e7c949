"""Routes of the original that are not offered, each with a clear 501: second factors, e-mail, PDF, batch exports."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.original.envelope import failure, original_router
from gateway.problems import Kind, Problem

NOT_OFFERED: tuple[tuple[str, str, str], ...] = (
    ("POST", "/auth/2fa/verify", "two-factor login"),
    ("POST", "/auth/2fa/recovery", "two-factor login"),
    ("GET", "/auth/2fa/status", "two-factor login"),
    ("POST", "/auth/2fa/setup", "two-factor login"),
    ("POST", "/auth/2fa/enable", "two-factor login"),
    ("POST", "/auth/2fa/verify-and-enable", "two-factor login"),
    ("POST", "/auth/2fa/disable", "two-factor login"),
    ("POST", "/auth/2fa/backup-codes", "two-factor login"),
    ("POST", "/auth/2fa/regenerate-backup-codes", "two-factor login"),
    ("POST", "/api/auth/2fa/verify", "two-factor login"),
    ("POST", "/api/auth/confirm-email-change", "changes of address by e-mail"),
    ("GET", "/api/auth/oauth/connections", "login by other identity providers"),
    ("DELETE", "/api/auth/oauth/{provider}", "login by other identity providers"),
    ("GET", "/api/auth/{provider}", "login by other identity providers"),
    ("GET", "/api/dashboard/export/pdf", "PDF"),
    ("GET", "/api/export/outlier/{analysis_id}/pdf", "PDF"),
    ("GET", "/api/export/outlier/{analysis_id}/html", "HTML"),
    ("POST", "/api/export/batch", "exports of several analyses at once"),
    ("GET", "/api/export/job/{job_id}/status", "exports of several analyses at once"),
    ("GET", "/api/export/job/{job_id}/download", "exports of several analyses at once"),
    ("GET", "/api/export/analytics/json", "exports of the dashboard's figures"),
    ("GET", "/api/export/history", "exports of the history"),
    ("PUT", "/api/config/{section}", "changes of the built-in configuration; use /api/v1/profiles"),
    ("POST", "/api/config/{section}", "changes of the built-in configuration; use /api/v1/profiles"),
    ("DELETE", "/api/config/{section}", "changes of the built-in configuration; use /api/v1/profiles"),
)
"""Method, path, and what it would be for."""


def _declining(what: str) -> Callable[[], Coroutine[Any, Any, Response]]:
    async def decline() -> Response:
        return failure(Problem(Kind.NOT_IMPLEMENTED, f"Not offered here: {what}."))

    return decline


def _routes() -> APIRouter:
    router = original_router("")
    for method, path, what in NOT_OFFERED:
        router.add_api_route(path, _declining(what), methods=[method], name=f"{method} {path}")
    return router


router = _routes()
