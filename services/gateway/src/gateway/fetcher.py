"""The fetcher's internal API, as the gateway asks it: quota, plans, look-ups."""

import asyncio
import time
from typing import Any

import httpx
from pydantic_core import from_json

from gateway.problems import Kind, Problem

FIRST_PAUSE_SECONDS = 0.1
NOT_FOUND = 404
UNPROCESSABLE = 422
OK = 200
RETRY_SECONDS = 2
NAME = "youtube_fetcher"


class FetcherClient:
    """Asks the fetcher; waits a little for one that restarts."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float,
        patience_seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=timeout_seconds, transport=transport)
        self._patience_seconds = patience_seconds

    async def get(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401  the fetcher's JSON
        """The answer to a look-up.

        Raises:
            Problem: The fetcher says so, or is away.
        """
        return await self._ask("GET", path, params=parameters)

    async def post(self, path: str, body: str) -> Any:  # noqa: ANN401  the fetcher's JSON
        """The answer to a question with a JSON body.

        Raises:
            Problem: The fetcher says so, or is away.
        """
        return await self._ask("POST", path, content=body, headers={"Content-Type": "application/json"})

    async def ready(self) -> bool:
        """Whether the fetcher answers now."""
        try:
            return (await self._client.get("/health", timeout=2)).status_code == OK
        except httpx.HTTPError:
            return False

    async def missing(self) -> list[str]:
        """What the fetcher waits for, by name; its own name, when it does not answer."""
        try:
            answer = await self._client.get("/ready", timeout=2)
            dependencies = from_json(answer.content)["dependencies"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return [NAME]
        return [name for name, is_there in dependencies.items() if not is_there]

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401  passed on to httpx
        deadline, pause = time.monotonic() + self._patience_seconds, FIRST_PAUSE_SECONDS
        while True:
            try:
                answer = await self._client.request(method, path, **request)
                break
            except httpx.TransportError as error:
                if time.monotonic() + pause > deadline:
                    raise _away("The fetcher, which asks YouTube, is away.") from error
            await asyncio.sleep(pause)
            pause *= 2
        if answer.status_code == OK:
            return from_json(answer.content)
        raise _problem(answer)


def _problem(answer: httpx.Response) -> Problem:
    """What the fetcher's problem means to our caller."""
    try:
        detail = str(from_json(answer.content)["detail"])
    except (ValueError, KeyError, TypeError):
        detail = ""
    if answer.status_code == NOT_FOUND:
        return Problem(Kind.NOT_FOUND, detail or "YouTube knows no such channel.")
    if answer.status_code == UNPROCESSABLE:
        return Problem(Kind.INVALID_INPUT, detail)
    wait = answer.headers.get("Retry-After", "")
    return _away(detail or "YouTube cannot be asked now.", int(wait) if wait.isdecimal() else RETRY_SECONDS)


def _away(detail: str, retry_after_seconds: int = RETRY_SECONDS) -> Problem:
    return Problem(Kind.UNAVAILABLE, detail, retry_after_seconds=retry_after_seconds)
