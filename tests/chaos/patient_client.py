"""The gateway's REST interface to somebody who does not give up while it is away."""

import asyncio
import time
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import httpx

Json = dict[str, Any]

AGAIN_SECONDS = 0.25
PATIENCE_SECONDS = 180.0
REQUEST_SECONDS = 20.0
_PAGE = 100


class GaveUpError(Exception):
    """The gateway did not answer for as long as anybody would wait."""


class PatientClient:
    """Asks again until it is answered. Every write carries a key, so that asking again is the same write."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=REQUEST_SECONDS)
        self.crashes: list[str] = []
        """Answers that no caller may ever get: 500, with what they say."""

    async def start(self, body: Json) -> UUID:
        """Start an analysis, once."""
        return UUID((await self._written("/analyses", body)).json()["id"])

    async def rescore(self, analysis: UUID, body: Json) -> UUID:
        """Judge an analysis anew, once."""
        return UUID((await self._written(f"/analyses/{analysis}/rescore", body)).json()["id"])

    async def cancel(self, analysis: UUID) -> bool:
        """Cancel an analysis; whether it was still running."""
        return (await self.ask("POST", f"/analyses/{analysis}/cancel")).status_code == httpx.codes.OK

    async def analysis(self, analysis: UUID) -> Json:
        """An analysis as it stands."""
        document: Json = (await self.ask("GET", f"/analyses/{analysis}")).raise_for_status().json()
        return document

    async def results(self, analysis: UUID, *, excluded: str = "all") -> list[Json]:
        """Results, best first, with what only its topic excludes."""
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            query = {"limit": str(_PAGE), "excluded": excluded} | ({"cursor": cursor} if cursor else {})
            page = (await self.ask("GET", f"/analyses/{analysis}/results", params=query)).raise_for_status().json()
            rows += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return rows

    async def ended(self, analysis: UUID, patience_seconds: float) -> Json:
        """The analysis once it has ended, or as it stands when patience does."""
        deadline = time.monotonic() + patience_seconds
        while True:
            found = await self.analysis(analysis)
            if ended(found) or time.monotonic() > deadline:
                return found
            await asyncio.sleep(AGAIN_SECONDS)

    async def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """The answer to a request, however long the gateway is away.

        Raises:
            GaveUpError: It stayed away.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        why = ""
        while time.monotonic() < deadline:
            try:
                response = await self._http.request(method, path, **how)
            except httpx.TransportError as error:
                why = repr(error)
            else:
                if response.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                    self.crashes.append(f"{method} {path}: {response.text}")
                if response.status_code < httpx.codes.INTERNAL_SERVER_ERROR and "in-flight" not in response.text:
                    return response
                why = f"{response.status_code} {response.text}"
            await asyncio.sleep(AGAIN_SECONDS)
        raise GaveUpError(f"{method} {path}: {why}")

    async def _written(self, path: str, body: Json) -> httpx.Response:
        response = await self.ask("POST", path, json=body, headers={"Idempotency-Key": str(uuid4())})
        return response.raise_for_status()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()


def ended(view: Json) -> bool:
    """Whether an analysis has come to its end."""
    return view["state"] in {"completed", "failed", "cancelled"}
