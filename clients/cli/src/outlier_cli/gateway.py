"""The gateway's REST interface as commands use it; every failure becomes a line a person can act on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Self
from uuid import uuid4

import httpx

from outlier_cli.answers import Document
from outlier_cli.endpoint import Endpoint
from outlier_cli.errors import NoStackError
from outlier_cli.problems import refusal

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_PAGE = 100
"""Results a request: the most that the gateway gives at once."""


class Gateway:
    """A connection to one gateway; a context manager.

    Every method may raise `NoStackError` (nothing answers) and `RefusedError` (the gateway says no, and why).

    Args:
        endpoint: Where it is.
        transport: What carries the requests; the network unless a test says otherwise.
    """

    def __init__(self, endpoint: Endpoint, *, transport: httpx.BaseTransport | None = None) -> None:
        self._endpoint = endpoint
        self._http = httpx.Client(
            base_url=f"{endpoint.url}/api/v1/",
            headers={"Authorization": f"Bearer {endpoint.api_key}"} if endpoint.api_key else {},
            timeout=_TIMEOUT,
            transport=transport or httpx.HTTPTransport(retries=2),
            trust_env=not endpoint.is_loopback,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def start(self, request: Document) -> Document:
        """Start an analysis; a start that is sent twice by a broken connection is one."""
        return self._json("POST", "analyses", body=request, headers={"Idempotency-Key": str(uuid4())})

    def plan(self, request: Document) -> Document:
        """What an analysis would cost; nothing is started or spent."""
        return self._json("POST", "analyses/plan", body=request)

    def rescore(self, analysis_id: str, changes: Document) -> Document:
        """Judge a recorded analysis anew, with `changes` to its settings; gives the new analysis."""
        headers = {"Idempotency-Key": str(uuid4())}
        return self._json("POST", f"analyses/{analysis_id}/rescore", body=changes, headers=headers)

    def analyses(self, *, limit: int) -> Document:
        """The newest analyses: `{items, next_cursor}`."""
        return self._json("GET", "analyses", params={"limit": limit})

    def analysis(self, analysis_id: str) -> Document:
        """One analysis as it stands."""
        return self._json("GET", f"analyses/{analysis_id}")

    def results(self, analysis_id: str) -> list[Document]:
        """The whole ranking, best first."""
        rows: list[Document] = []
        cursor: str | None = None
        while True:
            params = {"limit": _PAGE} | ({"cursor": cursor} if cursor else {})
            page = self._json("GET", f"analyses/{analysis_id}/results", params=params)
            rows += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return rows

    def trends(self, analysis_id: str, *, least_channels: int) -> Document:
        """The outliers grouped into topics: `{items, outliers, videos}`."""
        return self._json("GET", f"analyses/{analysis_id}/trends", params={"least_channels": least_channels})

    def cancel(self, analysis_id: str) -> Document:
        """Stop an analysis; what was found stays."""
        return self._json("POST", f"analyses/{analysis_id}/cancel")

    def delete(self, analysis_id: str) -> None:
        """Delete an analysis: it is gone from every answer at once."""
        self._send("DELETE", f"analyses/{analysis_id}")

    def quota(self) -> Document:
        """What today's quota is and how much of it is used."""
        return self._json("GET", "quota")

    def start_rebuild(self, *, swap: bool) -> Document:
        """Begin to build the projection anew; gives how it stands."""
        return self._json("POST", "admin/rebuild", body={"swap": swap})

    def rebuild(self) -> Document:
        """How the last rebuild stands."""
        return self._json("GET", "admin/rebuild")

    @contextmanager
    def export(self, analysis_id: str, kind: str) -> Iterator[Iterator[bytes]]:
        """The ranking as a file, in pieces, as the gateway streams it."""
        with (
            self._explained(),
            self._http.stream("GET", f"analyses/{analysis_id}/export", params={"format": kind}) as answer,
        ):
            if answer.is_error:
                answer.read()
                raise refusal(answer)
            yield answer.iter_bytes()

    def _json(
        self,
        method: str,
        path: str,
        *,
        body: Document | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Document:
        document: Document = self._send(method, path, body=body, params=params, headers=headers).json()
        return document

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Document | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        with self._explained():
            answer = self._http.request(method, path, json=body, params=params, headers=headers)
        if answer.is_error:
            raise refusal(answer)
        return answer

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except httpx.TransportError as error:
            raise NoStackError(
                f"Nothing answers at {self._endpoint.url} ({error or type(error).__name__}). "
                "Look with `outlier status`; start the stack with `outlier up`."
            ) from error
