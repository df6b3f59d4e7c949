"""Tables of the schema `app`: what only the gateway knows, and no log could restore."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from gateway.projection.tables import metadata as projection_metadata

SCHEMA = "app"
metadata = MetaData(schema=SCHEMA, naming_convention=projection_metadata.naming_convention)
Moment = TIMESTAMP(timezone=True)
NOW = text("now()")

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False),
)
"""Records that are to be published, in order of `id`; a relayed one is gone."""

starts = Table(
    "starts",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("started_at", Moment, nullable=False, server_default=NOW),
)
"""When each analysis was started in wall time, by which recordings are found in the log."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_digest", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("analysis_id", Uuid, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
)
"""Starts that were given a key: the same key again is the same start."""
Index("idempotency_created_at_idx", idempotency.c.created_at)

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("username", Text, nullable=False),
    Column("username_key", Text, nullable=False, unique=True),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
)
"""Accounts. A `…_key` is the name folded, so that two spellings of one name are one account."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("remembered", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("revoked_at", Moment),
)
"""Logins. All tokens that come of one login are its family: one that is stolen ends them all."""

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("session_id", Uuid, ForeignKey(sessions.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("issued_at", Moment, nullable=False, server_default=NOW),
    Column("rotated_at", Moment),
)
"""Refresh tokens, hashed. A rotated one that comes back after its grace is a theft."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)
"""API keys, hashed; `prefix` is what their owner recognises them by."""

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""Secrets of the gateway itself, made at its first start."""

annotations = Table(
    "annotations",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text),
    Column("notes", Text),
)
"""What owners call their analyses, and what they note about them."""

favourites = Table(
    "favourites",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
)
"""Channels and videos that owners keep in sight; `title` is theirs to read when YouTube's data are purged."""

profiles = Table(
    "profiles",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    Column("deleted_at", Moment),
)
"""Content profiles, every version of them; the highest one counts."""
