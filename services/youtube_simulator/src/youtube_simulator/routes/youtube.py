"""`/youtube/v3/*`: key, faults, quota, parameters, answer, in the order in which Google looks at them."""

import asyncio
import gzip
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from youtube_simulator.api import errors
from youtube_simulator.api.answers import ANSWERS, Answer, Moment
from youtube_simulator.api.entries import Entries
from youtube_simulator.api.fault_answers import fail_after_counting, malformed, refuse_before_counting
from youtube_simulator.api.methods import METHODS, Method
from youtube_simulator.api.partial_response import select, selection_of
from youtube_simulator.api.requests import read_call
from youtube_simulator.api.resources import Resources
from youtube_simulator.clock import SimulatedClock
from youtube_simulator.connection import Crawling, Dropped
from youtube_simulator.faults import Fault, FaultPlan
from youtube_simulator.quota import BucketEmptyError, Quota
from youtube_simulator.search import SearchIndex
from youtube_simulator.usage import Usage
from youtube_simulator.world import World

_WORTH_COMPRESSING = 1_000
_JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class YouTubeApi:
    """The simulated API.

    Args:
        keys: API keys that are valid; empty accepts any key.
        public_url: Root of thumbnail addresses; empty takes the address the caller used.
    """

    world: World
    index: SearchIndex
    clock: SimulatedClock
    quota: Quota
    plan: FaultPlan
    usage: Usage
    keys: frozenset[str]
    public_url: str

    def routes(self) -> list[BaseRoute]:
        """A route for each method, and the API's own 404 for the rest."""
        served: list[BaseRoute] = [
            Route(method.path, Endpoint(self, method).answer, methods=["GET"]) for method in METHODS
        ]
        return [*served, Route("/youtube/v3/{rest:path}", self._unknown)]

    async def _unknown(self, request: Request) -> Response:
        return _written(errors.method_not_found(request.url.path).body(), request, status=404)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of the API over HTTP."""

    api: YouTubeApi
    method: Method

    async def answer(self, request: Request) -> Response:
        """Answer one call after its latency, well or badly."""
        api = self.api
        query = request.query_params.multi_items()
        canonical = f"{self.method.name}?{urlencode(sorted(item for item in query if item[0] != 'key'))}"
        with api.usage.call(self.method.name):
            fault, seconds = api.plan.fate(self.method.name, canonical)
            response = self._response(request, fault, canonical)
            if seconds:
                await asyncio.sleep(seconds)
        hidden = fault is not None and response.status_code == HTTPStatus.OK
        api.usage.answered(self.method.name, fault if fault and hidden else str(response.status_code))
        return response

    def _response(self, request: Request, fault: Fault | None, canonical: str) -> Response:
        try:
            answer = self._answer(request, fault, canonical)
        except errors.ApiError as error:
            return _written(error.body(), request, status=error.code)
        if request.headers.get("if-none-match", "").strip('W/"') == answer["etag"]:
            return Response(status_code=304, headers={"ETag": f'"{answer["etag"]}"'})
        fields = request.query_params.get("fields")
        if fields:
            answer = select(answer, selection_of(self.method.name, fields))
        return self._spoilt(_written(answer, request, status=200), answer, fault, canonical)

    def _spoilt(self, response: Response, answer: Answer, fault: Fault | None, canonical: str) -> Response:
        match fault:
            case Fault.DROP:
                return Dropped()
            case Fault.DROP_BODY:
                return Dropped(after=response)
            case Fault.SLOW_BODY:
                return Crawling(response, self.api.plan.faults.slow_ms / 1000)
            case Fault.MALFORMED:
                return Response(malformed(to_json(answer), canonical), media_type=_JSON)
            case _:
                return response

    def _answer(self, request: Request, fault: Fault | None, canonical: str) -> Answer:
        api = self.api
        now = api.clock.now()
        key = request.headers.get("x-goog-api-key") or request.query_params.get("key")
        if not key:
            raise errors.key_missing()
        if api.keys and key not in api.keys:
            raise errors.key_invalid()
        refuse_before_counting(fault, self.method.bucket)
        try:
            api.quota.charge(self.method.bucket, now)
        except BucketEmptyError as empty:
            raise errors.bucket_empty(empty.bucket) from empty
        fail_after_counting(fault, canonical)
        call = read_call(self.method, request.query_params.multi_items())
        if fields := call.text("fields"):
            selection_of(self.method.name, fields)
        base_url = api.public_url or f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"
        moment = Moment(api.world, api.index, now, Resources(api.world, now, base_url), Entries(now, base_url))
        return ANSWERS[self.method.name](call, moment)


def _written(document: Answer, request: Request, *, status: int) -> Response:
    pretty = request.query_params.get("prettyPrint", "true").lower() not in ("false", "0")
    body = to_json(document, indent=2 if pretty else None)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "private"}
    if "etag" in document:
        headers["ETag"] = f'"{document["etag"]}"'
    if len(body) > _WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status_code=status, media_type=_JSON, headers=headers)
