"""What every service shows over HTTP: whether it lives, whether it is ready, its figures."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from common.delivery import Service
from common.settings import ServiceSettings

Checks = Callable[[], Mapping[str, bool] | Awaitable[Mapping[str, bool]]]
"""Each dependency by name, and whether it is there."""
Measure = Callable[[], Awaitable[None]]
"""Brings figures up to date."""
STOP_SECONDS = 10
GARBAGE_THRESHOLDS = (50_000, 20, 100)


async def _nothing() -> None:
    """There is nothing to measure."""


def probes(app: FastAPI, checks: Checks, measure: Measure = _nothing) -> None:
    """Add `/health`, `/ready` and `/metrics` to an app; `measure` is awaited before figures are shown."""

    @app.get("/health", tags=["operation"], summary="Whether the process lives")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get(
        "/ready",
        tags=["operation"],
        summary="Whether each dependency is there",
        responses={503: {"description": "Some dependency is away; it is named."}},
    )
    async def ready() -> JSONResponse:
        found = checks()
        dependencies = dict(await found if isinstance(found, Awaitable) else found)
        is_ready = all(dependencies.values())
        return JSONResponse({"ready": is_ready, "dependencies": dependencies}, status_code=200 if is_ready else 503)

    @app.get("/metrics", tags=["operation"], summary="Figures for Prometheus", response_class=Response)
    async def metrics() -> Response:
        await measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def worker_app(
    service: Service,
    checks: Checks | None = None,
    *lifespans: Any,  # noqa: ANN401  whatever has start and stop
    measure: Measure = _nothing,
) -> FastAPI:
    """The app of a service that has nothing else to say over HTTP.

    Args:
        service: Started in the background, so that `/ready` can tell what it waits for.
        checks: More dependencies than the service itself knows.
        lifespans: Things with async `start()` and `stop()`, started before the service and stopped after it.
        measure: Brings figures up to date that the service itself does not know.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with background(service, *lifespans):
            yield

    async def all_checks() -> Mapping[str, bool]:
        more = checks() if checks else {}
        return service.ready() | dict(await more if isinstance(more, Awaitable) else more)

    async def measure_all() -> None:
        await service.measure()
        await measure()

    app = FastAPI(title=service.name, lifespan=lifespan, docs_url=None, redoc_url=None)
    probes(app, all_checks, measure_all)
    return app


@asynccontextmanager
async def background(service: Service, *before: Any) -> AsyncIterator[None]:  # noqa: ANN401
    """Start `before`, then the service, without keeping the caller waiting; stop them in reverse order."""

    async def start() -> None:
        for part in before:
            await part.start()
        await service.start()

    starting = asyncio.create_task(start())
    starting.add_done_callback(_end_when_it_cannot_start)
    try:
        yield
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await service.stop()
        for part in reversed(before):
            await part.stop()


def _end_when_it_cannot_start(starting: asyncio.Task[None]) -> None:
    """A service whose start failed for a reason that waiting does not mend must end, and say why."""
    if not starting.cancelled() and (error := starting.exception()) is not None:
        asyncio.get_running_loop().call_exception_handler({"message": "the service cannot start", "exception": error})
        raise SystemExit(1) from error


def run(app: Any, settings: ServiceSettings) -> None:  # noqa: ANN401  any ASGI app
    """Serve until SIGTERM or SIGINT."""
    _collect_garbage_seldom()
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        # Each compressed socket would hold a window of its own, ten times what it weighs without.
        ws_per_message_deflate=False,
    )


def _collect_garbage_seldom() -> None:
    """Leave what the start made out of collections, and collect less often.

    A batch of events is a hundred thousand objects that die together without a cycle among them; by Python's default
    they set off so many collections that decoding took four times as long, and sockets waited meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
