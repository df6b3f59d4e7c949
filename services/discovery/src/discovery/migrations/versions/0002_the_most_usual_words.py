"""The most usual words at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
SCHEMA = "discovery"


def upgrade() -> None:
    op.create_index("word_titles_idx", "word", [sa.literal_column("titles DESC"), "word"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_index("word_titles_idx", "word", schema=SCHEMA)
