"""A new API key: what its owner sees once, and what is stored."""

import secrets as randomness
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from gateway.domain.api_keys import digest, key_of, shown_prefix
from gateway.http.callers import Scope

KEY_BYTES = 24


def new_key(
    owner: str, name: str, scopes: Iterable[Scope], *, expires_in_days: int | None
) -> tuple[str, dict[str, Any]]:
    """The key, and its row without it."""
    key = key_of(randomness.token_bytes(KEY_BYTES))
    ends = datetime.now(UTC) + timedelta(days=expires_in_days) if expires_in_days else None
    return key, {
        "id": uuid4(),
        "owner": owner,
        "name": name,
        "prefix": shown_prefix(key),
        "digest": digest(key),
        "scopes": sorted(set(scopes)),
        "expires_at": ends,
    }
