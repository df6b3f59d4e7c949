"""What an owner keeps, as the fake gateway answers it: names, notes, favourites, comparisons, earlier analyses."""

from typing import Any

from fastapi import APIRouter, Request, Response

from tests.cli import builders
from tests.cli.builders import Document
from tests.cli.fake_gateway import FakeGateway

OTHER_ID = "0192f0c4-7d1e-7c3a-9b7e-000000000002"


class FakeLibrary:
    """The fake's one analysis, one more that ended before it, and what was kept of them."""

    def __init__(self, gateway: FakeGateway) -> None:
        self._gateway = gateway
        self._favourites: dict[tuple[str, str], Document] = {}
        self.router = APIRouter(prefix="/api/v1")
        self.router.add_api_route("/analyses/{analysis_id}", self._annotate, methods=["PATCH"])
        self.router.add_api_route("/analyses/{analysis_id}/retry", self._retry, methods=["POST"], status_code=202)
        self.router.add_api_route("/analyses/{analysis_id}/rescore", self._recorded, methods=["GET"])
        self.router.add_api_route("/analyses/{first}/compare/{second}", self._compare, methods=["GET"])
        self.router.add_api_route("/favourites", self._list, methods=["GET"])
        self.router.add_api_route("/favourites/{kind}/{item_id}", self._keep, methods=["PUT"])
        self.router.add_api_route("/favourites/{kind}/{item_id}", self._drop, methods=["DELETE"], status_code=204)

    async def _annotate(self, request: Request) -> Document:
        said = await request.json()
        moments = self._gateway.moments
        self._gateway.moments = [(document | said, channels) for document, channels in moments]
        return self._gateway.document()

    def _retry(self) -> Document:
        return self._gateway.document()

    def _recorded(self) -> Document:
        return {
            "source_analysis_id": builders.ANALYSIS_ID,
            "channels": 5,
            "observed_from": builders.NOW,
            "observed_until": builders.NOW,
            "recorded_from": builders.NOW,
            "expires_at": "2026-12-22T15:00:00Z",
        }

    def _compare(self, first: str, second: str) -> Document:
        rows = [
            ("stays", {"rank": 1, "score": 9.0}, {"rank": 2, "score": 8.5}),
            ("rises", {"rank": 2, "score": 4.0}, {"rank": 1, "score": 9.9}),
            ("leaves", {"rank": 3, "score": 2.1}, None),
            ("comes", None, {"rank": 3, "score": 3.3}),
        ]
        items = [
            {"video_id": name, "channel_id": "UC", "title": f"A video that {name}", "first": one, "second": other}
            for name, one, other in rows
        ]
        counts = {"in_both": 2, "only_first": 1, "only_second": 1}
        return {"first": first, "second": second, "items": items} | counts

    def _list(self) -> Document:
        return {"items": list(self._favourites.values())}

    async def _keep(self, kind: str, item_id: str, request: Request) -> Document:
        body: dict[str, Any] = await request.json()
        item = {"kind": kind, "id": item_id, "title": body["title"], "created_at": builders.NOW}
        self._favourites[kind, item_id] = item
        return item

    def _drop(self, kind: str, item_id: str) -> Response:
        del self._favourites[kind, item_id]
        return Response(status_code=204)
