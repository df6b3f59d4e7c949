"""Hand-written stand-ins for what the fetcher's parts need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from common.events import Bucket
from youtube_fetcher.account import Account
from youtube_fetcher.youtube.transport import Http

RESET = datetime(2026, 3, 2, 8, tzinfo=UTC)
Answer = httpx.Response | Exception


@dataclass
class FakeBooking:
    """A quota that is never empty, and remembers."""

    booked: list[Bucket] = field(default_factory=list)
    emptied: list[Bucket] = field(default_factory=list)

    async def take(self, bucket: Bucket, account: Account) -> None:
        self.booked.append(bucket)
        account.pay(bucket)

    async def empty(self, bucket: Bucket) -> datetime:
        self.emptied.append(bucket)
        return RESET


@dataclass
class ScriptedYouTube:
    """Answers calls in order; the last answer repeats."""

    answers: Sequence[Answer]
    requests: list[httpx.Request] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def http(self) -> Http:
        return Http("http://youtube", "secret", httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.during()
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@dataclass
class FakeSleep:
    """Waits no time, and remembers how long it should have been."""

    waits: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
