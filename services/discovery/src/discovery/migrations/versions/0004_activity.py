"""When channels last uploaded, as far as was seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
SCHEMA = "discovery"


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("newest_upload", TIMESTAMP(timezone=True), nullable=False),
        sa.Column("observed_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("activity_pkey")),
        schema=SCHEMA,
    )
    op.create_index("activity_observed_at_idx", "activity", ["observed_at"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("activity", schema=SCHEMA)
