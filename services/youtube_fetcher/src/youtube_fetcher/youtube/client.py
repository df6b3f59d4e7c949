"""Asks YouTube: books each call, keeps the pace, tries again what may pass, and names what may not."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import httpx
from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.events import Bucket
from pydantic_core import from_json

from youtube_fetcher.account import Account
from youtube_fetcher.pace import Pace
from youtube_fetcher.youtube.calls import Call
from youtube_fetcher.youtube.errors import (
    InvalidRequestError,
    ItemUnavailableError,
    Meaning,
    Refusal,
    refusal_of,
)
from youtube_fetcher.youtube.transport import Http

KEY = "youtube_key"
"""The dependency that is down when YouTube refuses the API key."""


class Booking(Protocol):
    """The quota as the client needs it."""

    async def take(self, bucket: Bucket, account: Account) -> None:
        """Book one unit before it is spent.

        Raises:
            QuotaExhausted: None is left for this account.
        """
        ...

    async def empty(self, bucket: Bucket) -> datetime:
        """Note that YouTube says the bucket is empty; returns until when."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long one call is tried.

    A call takes at most `budget_seconds` once it has its turn, waits between tries included.
    """

    attempts: int = 5
    request_seconds: float = 10.0
    budget_seconds: float = 25.0
    first_wait_seconds: float = 0.2
    longest_wait_seconds: float = 5.0


class YouTubeClient:
    """Calls of the Data API v3.

    Args:
        http: Has YouTube's address, the key and the transport.
        quota: Where calls are booked.
        pace: How many are in flight.
        patience: How often and how long a call is tried.
        jitter: Gives numbers in [0, 1).
        sleep: Waits so many seconds.
        monotonic: Seconds of a clock that never jumps.
    """

    def __init__(
        self,
        http: Http,
        quota: Booking,
        pace: Pace,
        *,
        patience: Patience = Patience(),
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._quota = quota
        self._pace = pace
        self._patience = patience
        self._jitter = jitter
        self._sleep = sleep
        self._monotonic = monotonic

    async def get(self, call: Call, account: Account) -> dict[str, Any]:
        """The answer to `call`, paid by `account`.

        Raises:
            ItemUnavailableError: What was asked for is gone or closed.
            QuotaExhausted: The bucket is empty, by our count or by YouTube's.
            TransientError: Every try failed in a way that may pass.
            DependencyDown: YouTube refuses the key, or the quota cannot be booked.
            InvalidRequestError: YouTube cannot read the request.
        """
        deadline: float | None = None
        trouble = "no try"
        for attempt in range(self._patience.attempts):
            async with self._pace.turn(account.flow, account.lane):
                deadline = deadline or self._monotonic() + self._patience.budget_seconds
                answer = await self._try(call, account)
            if isinstance(answer, dict):
                self._pace.speed_up()
                return answer
            trouble = str(answer)
            if isinstance(answer, Refusal) and answer.meaning is Meaning.SLOW_DOWN:
                self._pace.slow_down()
            wait = self._jitter() * min(
                self._patience.longest_wait_seconds, self._patience.first_wait_seconds * 2**attempt
            )
            if self._monotonic() + wait >= deadline:
                break
            await self._sleep(wait)
        raise TransientError(f"{call.method.name}: {trouble}")

    async def _try(self, call: Call, account: Account) -> dict[str, Any] | Refusal | str:
        """One request: the answer, or what went wrong in a way that may pass."""
        await self._quota.take(call.method.bucket, account)
        try:
            async with asyncio.timeout(self._patience.request_seconds):
                response = await self._http.get(call.target)
        except TimeoutError:
            return f"no whole answer within {self._patience.request_seconds:g} s"
        except httpx.TransportError as error:
            return f"{type(error).__name__}: {error}"
        except httpx.DecodingError as error:
            return f"unreadable answer: {error}"
        if response.is_success:
            return _document(response.content)
        refusal = refusal_of(call.method, response.status_code, response.content)
        if refusal.meaning in (Meaning.SLOW_DOWN, Meaning.BACKEND):
            return refusal
        raise await self._error(call, refusal)

    async def _error(self, call: Call, refusal: Refusal) -> Exception:
        match refusal.meaning:
            case Meaning.DAILY_LIMIT:
                return QuotaExhausted(call.method.bucket, await self._quota.empty(call.method.bucket))
            case Meaning.ITEM:
                return ItemUnavailableError(refusal)
            case Meaning.KEY:
                return DependencyDown(KEY, str(refusal))
            case _:
                return InvalidRequestError(f"{call.method.name}: {refusal}")


def _document(content: bytes) -> dict[str, Any] | str:
    try:
        document = from_json(content)
    except ValueError:
        return "unreadable answer: not JSON"
    if not isinstance(document, dict) or not isinstance(document.get("items", []), list):
        return "unreadable answer: not a list of items"
    return document
