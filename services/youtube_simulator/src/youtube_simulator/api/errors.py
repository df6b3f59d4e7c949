"""The API's error answers, in Google's shape.

Sources: the recorded answers of the parity world, real 403 and 404 bodies, Google's reference of errors.
"""

from typing import Any

from youtube_simulator.quota import Bucket

_CONSUMER = "project_number:123456789012"
_SERVICE = "youtube.googleapis.com"
_STATUS = {400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}


class ApiError(Exception):
    """An answer other than success: HTTP status, reason, message, and where the fault lies."""

    def __init__(  # each is a part of the answer
        self,
        code: int,
        reason: str,
        message: str,
        *,
        domain: str | None = "youtube.parameter",
        location: str | None = None,
        status: str | None = None,
        details: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.status = status
        self.details = details

    def body(self) -> dict[str, Any]:
        """The answer's JSON document."""
        entry: dict[str, Any] = {"message": self.message}
        if self.domain is not None:
            entry["domain"] = self.domain
        entry["reason"] = self.reason
        if self.location is not None:
            entry |= {"location": self.location, "locationType": "parameter"}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "errors": [entry]}
        if self.status is not None:
            error["status"] = self.status
        if self.details is not None:
            error["details"] = self.details
        return {"error": error}


def invalid_argument(message: str, field: str | None = None) -> ApiError:
    """What the front end says of a request it cannot read: unknown parameter, wrong type, unknown enum value."""
    violation = {"description": message} if field is None else {"field": field, "description": message}
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return ApiError(400, "invalid", message, domain=None, status=_STATUS[400], details=details)


def bad_request() -> ApiError:
    """The request is wrong in a way that the answer does not tell."""
    return ApiError(400, "badRequest", "Bad Request", domain="global", status=_STATUS[400])


def no_filter_selected(expected: str) -> ApiError:
    """None of the parameters that choose the resources is given."""
    return ApiError(400, "missingRequiredParameter", f"No filter selected. Expected one of: {expected}")


def missing_parameter(name: str) -> ApiError:
    """A required parameter is not given."""
    return ApiError(400, "missingRequiredParameter", f"Required parameter: {name}", location=name)


def incompatible_parameters(message: str, location: str) -> ApiError:
    """Parameters that cannot stand together."""
    return ApiError(400, "incompatibleParameters", message, location=location)


def invalid_filters() -> ApiError:
    """More ids than a call may have."""
    return ApiError(400, "invalidFilters", "The request specifies an invalid filter parameter.", location="parameters.")


def unknown_part(part: str) -> ApiError:
    """`part` names no property of the resource."""
    return ApiError(400, "unknownPart", f"'{part}'", domain="youtube.part", location="part")


def out_of_range(value: int, low: int, high: int) -> ApiError:
    """An integer outside its range."""
    message = f"Invalid value '{value}'. Values must be within the range: [{low}, {high}]"
    return ApiError(400, "invalidParameter", message)


def invalid_page_token() -> ApiError:
    """A page token this API did not make."""
    return ApiError(400, "invalidPageToken", "The request specifies an invalid page token.", location="pageToken")


def invalid_field_selection(selection: str) -> ApiError:
    """`fields` does not parse, or names a field the answer never has."""
    return ApiError(400, "invalidParameter", f"Invalid field selection {selection}", domain="global", location="fields")


def playlist_not_found() -> ApiError:
    """No such playlist, or the channel lacks this tab."""
    message = "The playlist identified with the request's playlistId parameter cannot be found."
    return ApiError(404, "playlistNotFound", message, domain="youtube.playlistItem")


def channel_not_found(domain: str) -> ApiError:
    """No such channel, where the API says so instead of answering with nothing."""
    message = "The channel identified with the request's channelId parameter cannot be found."
    return ApiError(404, "channelNotFound", message, domain=domain, location="channelId")


def video_not_found() -> ApiError:
    """No such video, where the API says so instead of answering with nothing."""
    message = "The video identified with the request's videoId parameter cannot be found."
    return ApiError(404, "videoNotFound", message, domain="youtube.playlistItem", location="videoId")


def method_not_found(path: str) -> ApiError:
    """The API has no such method, or this simulator does not serve it."""
    return ApiError(404, "notFound", f"Method not found: {path}", domain="global", status=_STATUS[404])


def login_required(parameter: str) -> ApiError:
    """The parameter asks for data of a logged-in user, and an API key is no login."""
    message = f"The request uses the {parameter} parameter but is not properly authorized."
    return ApiError(401, "authorizationRequired", message, location=parameter, status="UNAUTHENTICATED")


def key_missing() -> ApiError:
    """A call without an API key."""
    return ApiError(403, "forbidden", "The request is missing a valid API key.", domain="global", status=_STATUS[403])


def key_invalid() -> ApiError:
    """An API key Google does not know."""
    info = _error_info("API_KEY_INVALID", "googleapis.com", service=_SERVICE)
    return ApiError(
        400,
        "keyInvalid",
        "API key not valid. Please pass a valid API key.",
        domain="usageLimits",
        status=_STATUS[400],
        details=[info],
    )


def access_not_configured() -> ApiError:
    """The API is not enabled in the key's project."""
    message = (
        "YouTube Data API v3 has not been used in project 123456789012 before or it is disabled. "
        "Enable it, wait a few minutes and retry."
    )
    info = _error_info("SERVICE_DISABLED", "googleapis.com", service=_SERVICE, consumer=_CONSUMER)
    return ApiError(403, "accessNotConfigured", message, domain="usageLimits", status=_STATUS[403], details=[info])


def permission_denied() -> ApiError:
    """The caller may not see this."""
    message = "The caller does not have permission"
    return ApiError(403, "forbidden", message, domain="youtube.CoreErrorDomain", status=_STATUS[403])


def forbidden_item() -> ApiError:
    """This one resource may not be read with an API key."""
    message = "The request is not properly authorized to retrieve the requested resource."
    return ApiError(403, "forbidden", message, domain="youtube.common")


def quota_exceeded() -> ApiError:
    """The day's units of the project are spent."""
    message = "The request cannot be completed because you have exceeded your quota."
    return ApiError(403, "quotaExceeded", message, domain="youtube.quota")


def daily_limit_exceeded() -> ApiError:
    """The day's limit of the project is reached; the older wording of `quota_exceeded`."""
    return ApiError(403, "dailyLimitExceeded", "Daily Limit Exceeded", domain="usageLimits")


def rate_limited_403(reason: str) -> ApiError:
    """Too fast, in the older shape: `rateLimitExceeded` or `userRateLimitExceeded`."""
    message = "Rate Limit Exceeded" if reason == "rateLimitExceeded" else "User Rate Limit Exceeded"
    return ApiError(403, reason, message, domain="usageLimits")


_METRICS = {
    Bucket.QUERIES: ("Queries", "default"),
    Bucket.SEARCH: ("Search Queries", "search_requests"),
    Bucket.BATCH_STATS: ("Batch Get Stats Queries", "batch_get_stats_requests"),
}


def rate_limited_429(bucket: Bucket, *, per: str) -> ApiError:
    """Too fast (`per="minute"`) or spent for today (`per="day"`): only the message tells which."""
    name, metric = _METRICS[bucket]
    limit = f"{name} per {per}"
    message = (
        f"Quota exceeded for quota metric '{name}' and limit '{limit}' "
        f"of service '{_SERVICE}' for consumer '{_CONSUMER}'."
    )
    info = _error_info(
        "RATE_LIMIT_EXCEEDED",
        "googleapis.com",
        consumer=_CONSUMER,
        service=_SERVICE,
        quota_metric=f"{_SERVICE}/{metric}",
        quota_limit=f"{metric}Per{per.capitalize()}PerProject",
    )
    return ApiError(429, "rateLimitExceeded", message, domain="global", status=_STATUS[429], details=[info])


def bucket_empty(bucket: Bucket) -> ApiError:
    """How YouTube says that a bucket is empty: the old one by 403, the two newer ones by 429 per day."""
    return quota_exceeded() if bucket is Bucket.QUERIES else rate_limited_429(bucket, per="day")


_SERVER_ERRORS = {
    500: ("internalError", "Internal error encountered.", "INTERNAL"),
    502: ("badGateway", "Bad Gateway", "UNAVAILABLE"),
    503: ("backendError", "The service is currently unavailable.", "UNAVAILABLE"),
    504: ("deadlineExceeded", "Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
}


def server_error(code: int) -> ApiError:
    """Google's own failure: 500, 502, 503 or 504."""
    reason, message, status = _SERVER_ERRORS[code]
    return ApiError(code, reason, message, domain="global", status=status)


def _error_info(reason: str, domain: str, **metadata: str) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": domain,
        "metadata": metadata,
    }
