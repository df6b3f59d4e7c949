"""What was seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
SCHEMA = "discovery"


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscriber_count", sa.BigInteger(), nullable=True),
        sa.Column("words", ARRAY(sa.Text()), nullable=False),
        sa.Column("observed_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("channel_pkey")),
        schema=SCHEMA,
    )
    op.create_index("channel_words_idx", "channel", ["words"], schema=SCHEMA, postgresql_using="gin")
    op.create_index("channel_observed_at_idx", "channel", ["observed_at"], schema=SCHEMA)
    op.create_table(
        "title",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("words", ARRAY(sa.Text()), nullable=False),
        sa.Column("observed_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("video_id", name=op.f("title_pkey")),
        schema=SCHEMA,
    )
    op.create_index("title_words_idx", "title", ["words"], schema=SCHEMA, postgresql_using="gin")
    op.create_index("title_observed_at_idx", "title", ["observed_at"], schema=SCHEMA)
    op.create_table(
        "word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("titles", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("word_pkey")),
        schema=SCHEMA,
    )
    op.create_table(
        "exclusion_list",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("observed_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("analysis_id", name=op.f("exclusion_list_pkey")),
        schema=SCHEMA,
    )
    op.create_index("exclusion_list_observed_at_idx", "exclusion_list", ["observed_at"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("exclusion_list", schema=SCHEMA)
    op.drop_table("word", schema=SCHEMA)
    op.drop_table("title", schema=SCHEMA)
    op.drop_table("channel", schema=SCHEMA)
