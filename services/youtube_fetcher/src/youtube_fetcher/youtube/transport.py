"""The HTTP that talks to YouTube: one request, one whole answer, nothing in between."""

import httpx
from httpx_aiohttp import AiohttpTransport

BASE_URL = "https://youtube.googleapis.com"


class Http:
    """Gets addresses below one root through an httpx transport.

    What `httpx.AsyncClient` does around its transport (cookies, redirects, authentication, hooks, a log line with the
    address) is not needed here, and took a third of a request's processor time (`docs/adr/0006-quota-and-cache.md`).

    Args:
        base_url: The root under which `/youtube/v3/…` lies.
        api_key: YouTube's key. It travels in a header, because addresses are logged on their way.
        transport: Carries requests; it belongs to this object, which closes it.
    """

    def __init__(self, base_url: str, api_key: str, transport: httpx.AsyncBaseTransport) -> None:
        self._root = base_url.rstrip("/")
        self._transport = transport
        self._headers = httpx.Headers(
            {
                "X-Goog-Api-Key": api_key,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                # Google compresses only for programs that say so here too.
                "User-Agent": "outlier-youtube-fetcher (gzip)",
            }
        )

    async def get(self, target: str) -> httpx.Response:
        """The answer, read whole. How long it may take is the caller's to say.

        Args:
            target: Path and query, as they travel.

        Raises:
            httpx.TransportError: There is no whole answer.
            httpx.DecodingError: Its body is not what its headers say.
        """
        response = await self._transport.handle_async_request(
            httpx.Request("GET", f"{self._root}{target}", headers=self._headers)
        )
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.aclose()


def open_http(base_url: str, api_key: str, *, connections: int) -> Http:
    """HTTP that holds `connections` calls in flight.

    httpx's own pool collapses at 50 connections (8 ms of CPU a call), hence the aiohttp transport
    (`docs/adr/0006-quota-and-cache.md` has the figures).
    """
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=30.0)
    return Http(base_url, api_key, AiohttpTransport(limits=limits))
