"""Access tokens: JSON Web Tokens that live for minutes, signed with a secret of this gateway's own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

ALGORITHM = "HS256"
ISSUER = "outlier-gateway"
ACCESS_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    subject: str
    """A user's id, or `local`."""
    session_id: UUID | None
    """The login that it comes of; None for the local owner, who needs none."""


class AccessTokens:
    """Issues access tokens and reads them."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, claims: Claims) -> str:
        """A token for a quarter of an hour."""
        now = datetime.now(UTC)
        payload = {
            "iss": ISSUER,
            "sub": claims.subject,
            "sid": str(claims.session_id) if claims.session_id else None,
            "iat": now,
            "exp": now + ACCESS_LIFE,
        }
        return jwt.encode(payload, self._secret, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims | None:
        """What a token says; None: it is not ours, or has expired."""
        try:
            payload = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
            session = payload.get("sid")
            return Claims(payload["sub"], UUID(session) if session else None)
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            return None
