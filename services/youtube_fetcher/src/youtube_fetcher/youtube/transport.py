"""The HTTP client that talks to YouTube."""

import httpx
from httpx_aiohttp import AiohttpTransport

BASE_URL = "https://youtube.googleapis.com"


def open_http(base_url: str, api_key: str, *, connections: int) -> httpx.AsyncClient:
    """An httpx client that holds `connections` calls in flight.

    httpx's own pool collapses at 50 connections (8 ms of CPU a call), hence the aiohttp transport
    (`docs/adr/0006-quota-and-cache.md` has the figures). The key travels in a header: httpx logs addresses.

    Args:
        base_url: The root under which `/youtube/v3/…` lies.
        api_key: YouTube's key.
        connections: The most calls in flight.
    """
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=30.0)
    return httpx.AsyncClient(
        base_url=base_url,
        headers={
            "X-Goog-Api-Key": api_key,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            # Google compresses only for programs that say so here too.
            "User-Agent": "outlier-youtube-fetcher (gzip)",
        },
        timeout=None,  # noqa: S113  the client sets one time for the whole answer, slow bodies included
        transport=AiohttpTransport(limits=limits),
    )
