"""Tables of the schema `app`: what only the gateway knows, and no log could restore."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, LargeBinary, MetaData, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

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
