"""The kinds of problems there are: each with an address, a title, a status, and what a caller can do."""

from enum import Enum


class Kind(Enum):
    """A kind of problem; `slug` is the last part of its address."""

    INVALID_INPUT = (
        "invalid-input",
        422,
        "Something in the request is not valid",
        "`errors` names each field, what is wrong with it and what would be right. Nothing was started or spent.",
    )
    MALFORMED_BODY = (
        "malformed-body",
        400,
        "The body is not JSON",
        "Send one JSON object, encoded as UTF-8, with `Content-Type: application/json`.",
    )
    NOT_FOUND = (
        "not-found",
        404,
        "There is no such thing",
        "Check the id. What belongs to somebody else, and what was deleted, is not found either.",
    )
    EXPIRED = (
        "expired",
        410,
        "Its data have expired",
        "What was read from YouTube may be kept for a month only. Start the same again to see how things are now.",
    )
    NOT_LOGGED_IN = (
        "not-logged-in",
        401,
        "This needs a login",
        "Send `Authorization: Bearer <access token or API key>`. Tokens expire: refresh them; keys can be revoked.",
    )
    FORBIDDEN = (
        "forbidden",
        403,
        "This is not allowed to you",
        "The login or the API key is valid, but its role or its scopes do not cover this call.",
    )
    FOREIGN_ORIGIN = (
        "foreign-origin",
        403,
        "Pages of other origins may not do this",
        "Open the page under this gateway's own address, or have its origin allowed (`GATEWAY_ALLOWED_ORIGINS`).",
    )
    WRONG_HOST = (
        "wrong-host",
        421,
        "This gateway does not answer to that host name",
        "Use the address that the gateway was started with, or have the name added (`GATEWAY_TRUSTED_HOSTS`).",
    )
    METHOD_NOT_ALLOWED = (
        "method-not-allowed",
        405,
        "This address does not take that method",
        "`Allow` lists the methods it takes.",
    )
    CONFLICT = (
        "conflict",
        409,
        "The state of things does not allow this",
        "Read the resource again; `detail` says what stands in the way.",
    )
    IN_FLIGHT = (
        "in-flight",
        409,
        "The first request with this Idempotency-Key is still being handled",
        "Send it again after `Retry-After` seconds: the answer of the first one is given then.",
    )
    KEY_REUSED = (
        "idempotency-key-reused",
        422,
        "This Idempotency-Key was used with another body",
        "Use a new key for a new request; send the same body to repeat the old one.",
    )
    PRECONDITION_FAILED = (
        "precondition-failed",
        412,
        "It has changed since you read it",
        "Read it again and repeat the change with its new ETag in `If-Match`.",
    )
    TOO_LARGE = (
        "too-large",
        413,
        "The body is too large",
        "Send less: shorten lists and texts. `detail` gives the limit in bytes.",
    )
    UNSUPPORTED_MEDIA_TYPE = (
        "unsupported-media-type",
        415,
        "The body's type is not understood",
        "Send `Content-Type: application/json`.",
    )
    TOO_MANY_REQUESTS = (
        "too-many-requests",
        429,
        "Too many requests",
        "Wait `Retry-After` seconds. `RateLimit` tells what is left, `RateLimit-Policy` how much there is.",
    )
    INTERNAL = (
        "internal",
        500,
        "Something is broken on our side",
        "Try again later; if it stays, report it with the time of the request. It is in the gateway's log.",
    )
    NOT_IMPLEMENTED = (
        "not-implemented",
        501,
        "This part of the original is not offered",
        "The list of such routes stands in docs/parity.md.",
    )
    UNAVAILABLE = (
        "unavailable",
        503,
        "Something that this needs is away for now",
        "Send the request again after `Retry-After` seconds; `detail` names what is away. Running analyses go on.",
    )

    def __init__(self, slug: str, status: int, title: str, mend: str) -> None:
        self.slug = slug
        self.status = status
        self.title = title
        self.mend = mend

    @property
    def address(self) -> str:
        """Where the kind is explained, relative to the gateway's root."""
        return f"/problems/{self.slug}"


BY_SLUG = {kind.slug: kind for kind in Kind}
_BY_STATUS = {kind.status: kind for kind in reversed(Kind)}


def kind_for(status: int) -> Kind:
    """The most general kind of a status."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return Kind.INTERNAL if status >= Kind.INTERNAL.status else Kind.INVALID_INPUT
