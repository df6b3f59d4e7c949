"""Decisions, so that a redelivery does not decide again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
SCHEMA = "discovery"


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("observed_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("analysis_id", name=op.f("decision_pkey")),
        schema=SCHEMA,
    )
    op.create_index("decision_observed_at_idx", "decision", ["observed_at"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("decision", schema=SCHEMA)
