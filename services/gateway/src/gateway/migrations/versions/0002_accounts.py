"""Accounts, keys, profiles and what owners note"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotations",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("analysis_id", name=op.f("annotations_pkey")),
        schema="app",
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("api_keys_pkey")),
        sa.UniqueConstraint("digest", name=op.f("api_keys_digest_key")),
        schema="app",
    )
    op.create_index(op.f("api_keys_owner_idx"), "api_keys", ["owner"], unique=False, schema="app")
    op.create_table(
        "favourites",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "item_id", name=op.f("favourites_pkey")),
        schema="app",
    )
    op.create_table(
        "profiles",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("owner", "name", "version", name=op.f("profiles_pkey")),
        schema="app",
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("secrets_pkey")),
        schema="app",
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("username_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email_key", name=op.f("users_email_key_key")),
        sa.UniqueConstraint("username_key", name=op.f("users_username_key_key")),
        schema="app",
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["app.users.id"], name=op.f("sessions_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("sessions_pkey")),
        schema="app",
    )
    op.create_index(op.f("sessions_expires_at_idx"), "sessions", ["expires_at"], unique=False, schema="app")
    op.create_index(op.f("sessions_user_id_idx"), "sessions", ["user_id"], unique=False, schema="app")
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("rotated_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["app.sessions.id"], name=op.f("refresh_tokens_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("refresh_tokens_pkey")),
        schema="app",
    )
    op.create_index(op.f("refresh_tokens_session_id_idx"), "refresh_tokens", ["session_id"], unique=False, schema="app")


def downgrade() -> None:
    op.drop_index(op.f("refresh_tokens_session_id_idx"), table_name="refresh_tokens", schema="app")
    op.drop_table("refresh_tokens", schema="app")
    op.drop_index(op.f("sessions_user_id_idx"), table_name="sessions", schema="app")
    op.drop_index(op.f("sessions_expires_at_idx"), table_name="sessions", schema="app")
    op.drop_table("sessions", schema="app")
    op.drop_table("users", schema="app")
    op.drop_table("secrets", schema="app")
    op.drop_table("profiles", schema="app")
    op.drop_table("favourites", schema="app")
    op.drop_index(op.f("api_keys_owner_idx"), table_name="api_keys", schema="app")
    op.drop_table("api_keys", schema="app")
    op.drop_table("annotations", schema="app")
