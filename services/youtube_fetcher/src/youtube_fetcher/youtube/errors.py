"""What YouTube's refusals mean for the caller, decided by their reason and not by their status alone.

refusal
├── DAILY_LIMIT    the bucket is empty until its reset: QuotaExhausted
├── SLOW_DOWN      too fast: back off, try again
├── BACKEND        Google's own trouble: back off, try again
├── ITEM           this one thing is gone or closed: an outcome, not an error
├── KEY            the API key is refused: nothing can work, DependencyDown
└── REQUEST        we asked wrongly: a bug here, a dead letter
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from youtube_fetcher.youtube.calls import CHANNEL_SECTIONS, PLAYLIST_ITEMS, Method


class Meaning(Enum):
    """What a refused caller does next."""

    DAILY_LIMIT = auto()
    SLOW_DOWN = auto()
    BACKEND = auto()
    ITEM = auto()
    KEY = auto()
    REQUEST = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer other than success, understood."""

    meaning: Meaning
    status: int
    reason: str
    message: str

    def __str__(self) -> str:
        return f"YouTube answered {self.status} {self.reason}: {self.message}"


class ItemUnavailableError(Exception):
    """What was asked for is gone, private, or never was: an outcome that the caller turns into data."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class InvalidRequestError(Exception):
    """YouTube cannot read our request: a bug here, which no retry mends."""


_DAILY = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_SLOW_DOWN = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "rateLimitExceededUnreg", "RATE_LIMIT_EXCEEDED"})
_KEY = frozenset(
    {
        "keyInvalid",
        "keyExpired",
        "badKey",
        "ipRefererBlocked",
        "accessNotConfigured",
        "authError",
        "authorizationRequired",
        "required",
        "accountSuspended",
        "API_KEY_INVALID",
        "API_KEY_SERVICE_BLOCKED",
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "API_KEY_IP_ADDRESS_BLOCKED",
        "SERVICE_DISABLED",
        "CONSUMER_SUSPENDED",
        "CONSUMER_INVALID",
    }
)
_ITEM = frozenset(
    {
        "playlistNotFound",
        "channelNotFound",
        "videoNotFound",
        "channelClosed",
        "channelSuspended",
        "channelForbidden",
        "playlistForbidden",
        "playlistItemsNotAccessible",
        "watchHistoryNotAccessible",
        "watchLaterNotAccessible",
        "invalidPageToken",
    }
)
_BACKEND = frozenset({"backendError", "internalError", "processingFailure", "SERVICE_UNAVAILABLE"})
_OF_ONE_ITEM = frozenset({PLAYLIST_ITEMS.name, CHANNEL_SECTIONS.name})
_SERVER_ERRORS = 500
_TOO_MANY = 429
_FORBIDDEN = 403
_UNAUTHENTICATED = 401
_TIMEOUT = 408


def refusal_of(method: Method, status: int, body: bytes) -> Refusal:
    """What an answer with an error status means.

    Args:
        method: What was called: `forbidden` closes one playlist, but a whole key elsewhere.
        status: HTTP status, ≥ 400.
        body: The answer, which need not be JSON.
    """
    error = _error_of(body)
    message = str(error.get("message", ""))[:300]
    reasons = tuple(_reasons(error))
    reason = reasons[0] if reasons else str(error.get("status") or "unknown")
    return Refusal(_meaning(method, status, frozenset(reasons), message), status, reason, message)


def _meaning(method: Method, status: int, reasons: frozenset[str], message: str) -> Meaning:  # noqa: PLR0911  a table
    if status >= _SERVER_ERRORS or status == _TIMEOUT:
        return Meaning.BACKEND
    if reasons & _DAILY or (status == _TOO_MANY and "per day" in message.lower()):
        return Meaning.DAILY_LIMIT
    if reasons & _SLOW_DOWN or status == _TOO_MANY:
        return Meaning.SLOW_DOWN
    if reasons & _KEY or status == _UNAUTHENTICATED:
        return Meaning.KEY
    if reasons & _ITEM:
        return Meaning.ITEM
    if reasons & _BACKEND and status != _FORBIDDEN:
        return Meaning.BACKEND
    if status == _FORBIDDEN:
        # Of many ids or of a search nobody is forbidden one thing: it is the key that may not.
        return Meaning.ITEM if method.name in _OF_ONE_ITEM and "API key" not in message else Meaning.KEY
    return Meaning.REQUEST


def _error_of(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    error = document.get("error") if isinstance(document, dict) else None
    if isinstance(error, dict):
        return error
    return {"message": error} if isinstance(error, str) else {}


def _reasons(error: dict[str, Any]) -> Iterator[str]:
    for key in ("errors", "details"):
        entries = error.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("reason"):
                yield str(entry["reason"])
