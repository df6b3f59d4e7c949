"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analyses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("owner", sa.Text(collation="C"), nullable=True),
        sa.Column("requested_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("source_analysis_id", sa.Uuid(), nullable=True),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("exclusion", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("topics", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("decision", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("progress", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("pauses", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("failures", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("completed", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("channels_selected", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channels_decided", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channels_scored", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channels_skipped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("videos_scored", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outliers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_queries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_search", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_batch_stats", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_cached", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("analyses_pkey")),
    )
    op.create_index(
        "analyses_owner_requested_at_idx",
        "analyses",
        ["owner", sa.literal_column("requested_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_table(
        "channels",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Text(collation="C"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("selection_rank", sa.Text(collation="C"), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("subscriber_count", sa.BigInteger(), nullable=True),
        sa.Column("subscribers_hidden", sa.Boolean(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("origin", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("outcome_rank", sa.Text(collation="C"), nullable=True),
        sa.Column("outcome", sa.Text(collation="C"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("baseline", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("videos", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("window_cut", sa.Boolean(), nullable=True),
        sa.Column("observed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("videos_scored", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outliers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_queries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_search", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_batch_stats", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("spent_cached", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("analysis_id", "channel_id", name=op.f("channels_pkey")),
    )
    op.create_index("channels_analysis_id_seq_idx", "channels", ["analysis_id", "seq"], unique=False)
    op.create_table(
        "meta",
        sa.Column("singleton", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("epoch", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("built_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("singleton", name=op.f("meta_pkey")),
    )
    op.create_table(
        "results",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Text(collation="C"), nullable=False),
        sa.Column("video_id", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("duration_seconds", sa.BigInteger(), nullable=True),
        sa.Column("view_count", sa.BigInteger(), nullable=True),
        sa.Column("format", sa.Text(collation="C"), nullable=False),
        sa.Column("category_id", sa.Text(collation="C"), nullable=True),
        sa.Column("language", sa.Text(collation="C"), nullable=True),
        sa.Column("first_tag", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("brand_fit", sa.Float(), nullable=True),
        sa.Column("brand_reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("coverage", sa.Text(collation="C"), nullable=False),
        sa.Column("coverage_probability", sa.Float(), nullable=True),
        sa.Column("excluded_by", sa.Text(), nullable=True),
        sa.Column("nearest_title", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("outlier", sa.Boolean(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channel_title", sa.Text(), nullable=False),
        sa.Column("subscriber_count", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("observed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("analysis_id", "channel_id", "video_id", name=op.f("results_pkey")),
    )
    op.create_index(
        "results_analysis_id_score_idx", "results", ["analysis_id", sa.literal_column("score DESC")], unique=False
    )
    op.create_table(
        "idempotency",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("idempotency_pkey")),
        schema="app",
    )
    op.create_index("idempotency_created_at_idx", "idempotency", ["created_at"], unique=False, schema="app")
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
        schema="app",
    )
    op.create_table(
        "starts",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("analysis_id", name=op.f("starts_pkey")),
        schema="app",
    )
    op.execute("INSERT INTO meta DEFAULT VALUES")


def downgrade() -> None:
    op.drop_table("starts", schema="app")
    op.drop_table("outbox", schema="app")
    op.drop_index("idempotency_created_at_idx", table_name="idempotency", schema="app")
    op.drop_table("idempotency", schema="app")
    op.drop_index("results_analysis_id_score_idx", table_name="results")
    op.drop_table("results")
    op.drop_table("meta")
    op.drop_index("channels_analysis_id_seq_idx", table_name="channels")
    op.drop_table("channels")
    op.drop_index("analyses_owner_requested_at_idx", table_name="analyses")
    op.drop_table("analyses")
