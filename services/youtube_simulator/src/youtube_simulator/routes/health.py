from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter(tags=["operation"])


@router.get("/health", summary="Whether the process lives")
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready", summary="Whether each dependency is there")
async def ready() -> dict[str, object]:
    """The world is loaded before the first answer, and there is nothing else to wait for."""
    return {"ready": True, "dependencies": {"world": True}}


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Counters in Prometheus' text format."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
