"""The error answer of each injected fault, and what a malformed answer looks like."""

import zlib
from collections.abc import Callable

from youtube_simulator.api import errors
from youtube_simulator.faults import Fault
from youtube_simulator.quota import Bucket

_BEFORE_COUNTING: dict[Fault, Callable[[Bucket], errors.ApiError]] = {
    Fault.RATE_LIMIT: lambda bucket: errors.rate_limited_429(bucket, per="minute"),
    Fault.DAY_LIMIT: lambda bucket: errors.rate_limited_429(bucket, per="day"),
    Fault.QUOTA_EXCEEDED: lambda _: errors.quota_exceeded(),
    Fault.DAILY_LIMIT_EXCEEDED: lambda _: errors.daily_limit_exceeded(),
    Fault.RATE_LIMIT_EXCEEDED: lambda _: errors.rate_limited_403("rateLimitExceeded"),
    Fault.USER_RATE_LIMIT_EXCEEDED: lambda _: errors.rate_limited_403("userRateLimitExceeded"),
    Fault.ACCESS_NOT_CONFIGURED: lambda _: errors.access_not_configured(),
    Fault.KEY_INVALID: lambda _: errors.key_invalid(),
}
_AFTER_COUNTING: dict[Fault, Callable[[], errors.ApiError]] = {
    Fault.FORBIDDEN: errors.forbidden_item,
    Fault.PERMISSION_DENIED: errors.permission_denied,
    Fault.BAD_REQUEST: errors.bad_request,
    Fault.INTERNAL_ERROR: lambda: errors.server_error(500),
    Fault.BAD_GATEWAY: lambda: errors.server_error(502),
    Fault.UNAVAILABLE: lambda: errors.server_error(503),
    Fault.GATEWAY_TIMEOUT: lambda: errors.server_error(504),
}
_SERVER_ERRORS = (500, 502, 503, 504)


def refuse_before_counting(fault: Fault | None, bucket: Bucket) -> None:
    """Answer with the fault's error if it refuses a call before it costs anything.

    Raises:
        ApiError: It does.
    """
    error_of = _BEFORE_COUNTING.get(fault) if fault else None
    if error_of is not None:
        raise error_of(bucket)


def fail_after_counting(fault: Fault | None, request: str) -> None:
    """Answer with the fault's error if it befalls a call that has cost its unit.

    Raises:
        ApiError: It does.
    """
    if fault is Fault.ANY_SERVER_ERROR:
        raise errors.server_error(_SERVER_ERRORS[zlib.crc32(request.encode()) % len(_SERVER_ERRORS)])
    error_of = _AFTER_COUNTING.get(fault) if fault else None
    if error_of is not None:
        error = error_of()
        raise error


def malformed(body: bytes, request: str) -> bytes:
    """A body that a careless reader trips over: cut off, a proxy's page, nothing at all, or another document."""
    variants = (
        body[: len(body) // 2],
        b"<html><head><title>Error</title></head><body>Something went wrong.</body></html>",
        b"",
        b'{"kind": "youtube#unexpected", "items": "none"}',
    )
    return variants[zlib.crc32(request.encode()) % len(variants)]
