"""The built page: its files at the root, its entry for every address that is a view of it."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ENTRY = "index.html"
NOT_FOUND = 404
_API = (
    "api/",
    "auth/",
    "problems/",
    "openapi.json",
    "asyncapi.json",
    "docs",
    "health",
    "ready",
    "metrics",
    "socket.io",
)
"""What is never the page's: an unknown address below these is not found."""
FOREVER = "public, max-age=31536000, immutable"


class Page(StaticFiles):
    """Static files with a fall-back to the entry, so that the page's own addresses can be opened and reloaded."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or the entry of the page."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            is_view = error.status_code == NOT_FOUND and "." not in Path(path).name
            if not is_view:
                raise
            response = await super().get_response(ENTRY, scope)
        names_its_content = path.startswith("assets/")
        response.headers["Cache-Control"] = FOREVER if names_its_content else "no-cache"
        return response


class PageMount(Mount):
    """Where the page is served: at every address but those that are the API's, which answer for themselves."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether an address is the page's."""
        if scope.get("path", "").lstrip("/").startswith(_API):
            return Match.NONE, {}
        return super().matches(scope)


def serve_page(app: FastAPI, folder: Path | None) -> None:
    """Serve the page in `folder`, if there is one; after all other routes."""
    if folder is not None and (folder / ENTRY).is_file():
        app.router.routes.append(PageMount("/", Page(directory=folder, html=True), name="page"))
