"""The projection's tables: no schema is named, so that a rebuild can fill the same ones beside the old."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)
Moment = TIMESTAMP(timezone=True)
Json = JSONB(none_as_null=True)
Bytewise = Text(collation="C")
"""Compared byte by byte, as Python compares: the merge must not depend on the server's locale."""
NOUGHT = text("0")


def count(name: str) -> Column[int]:
    """A number that begins at nought."""
    return Column(name, Integer, nullable=False, server_default=NOUGHT)


meta = Table(
    "meta",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default=text("true")),
    Column("epoch", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    Column("built_at", Moment, nullable=False, server_default=text("now()")),
)
"""One row: which building of the projection this is. Live clients of another epoch get a snapshot."""

analyses = Table(
    "analyses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("seq", BigInteger, nullable=False, server_default=NOUGHT),
    Column("owner", Bytewise),
    Column("requested_at", Moment),
    Column("source_analysis_id", Uuid),
    Column("spec", Json),
    Column("exclusion", Json),
    Column("topics", Json),
    Column("decision", Json),
    Column("progress", JSONB, nullable=False, server_default=text("'{}'")),
    Column("pauses", JSONB, nullable=False, server_default=text("'{}'")),
    Column("failures", JSONB, nullable=False, server_default=text("'{}'")),
    Column("completed", Json),
    Column("cancelled", Boolean, nullable=False, server_default=false()),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    count("channels_selected"),
    count("channels_decided"),
    count("channels_scored"),
    count("channels_skipped"),
    count("videos_scored"),
    count("outliers"),
    count("spent_queries"),
    count("spent_search"),
    count("spent_batch_stats"),
    count("spent_cached"),
)
"""One row an analysis. `channels_decided`: selected ones that have an outcome. The counts are taken from the
channels' rows each time, never added to; `spent_*` is what the channels cost."""
Index("analyses_owner_requested_at_idx", analyses.c.owner, analyses.c.requested_at.desc(), analyses.c.id.desc())

channels = Table(
    "channels",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("channel_id", Bytewise, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("selection_rank", Bytewise),
    Column("title", Text),
    Column("subscriber_count", BigInteger),
    Column("subscribers_hidden", Boolean),
    Column("position", Integer),
    Column("origin", JSONB),
    Column("likeness", Float),
    Column("outcome_rank", Bytewise),
    Column("outcome", Bytewise),
    Column("reason", Text),
    Column("detail", Text),
    Column("method", Text),
    Column("baseline", JSONB),
    Column("videos", JSONB),
    Column("window_cut", Boolean),
    Column("observed_at", Moment),
    count("videos_scored"),
    count("outliers"),
    count("spent_queries"),
    count("spent_search"),
    count("spent_batch_stats"),
    count("spent_cached"),
)
"""One row a channel: what the decision says of it (`selection_rank` is set), and what became of it."""
Index("channels_analysis_id_seq_idx", channels.c.analysis_id, channels.c.seq)

results = Table(
    "results",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("channel_id", Bytewise, primary_key=True),
    Column("video_id", Bytewise, primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("published_at", Moment),
    Column("duration_seconds", BigInteger),
    Column("view_count", BigInteger),
    Column("format", Bytewise, nullable=False),
    Column("category_id", Bytewise),
    Column("language", Bytewise),
    Column("first_tag", Text),
    Column("score", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("brand_fit", Float),
    Column("brand_reasons", JSONB, nullable=False),
    Column("coverage", Bytewise, nullable=False),
    Column("coverage_probability", Float),
    Column("excluded_by", Text),
    Column("nearest_title", JSONB),
    Column("topic", Text),
    Column("outlier", Boolean, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("channel_title", Text, nullable=False),
    Column("subscriber_count", BigInteger),
    Column("position", Integer, nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""One row a video worth showing: the outliers, and what only its topic excludes."""
Index("results_analysis_id_score_idx", results.c.analysis_id, results.c.score.desc())

TABLES = (meta, analyses, channels, results)
