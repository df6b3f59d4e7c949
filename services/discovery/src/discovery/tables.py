"""Tables of the schema `discovery`: what was seen of YouTube, to be offered before a search is spent."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

SCHEMA = "discovery"
metadata = MetaData(
    schema=SCHEMA, naming_convention={"pk": "%(table_name)s_pkey", "ix": "%(table_name)s_%(column_0_name)s_idx"}
)
Moment = TIMESTAMP(timezone=True)

channel = Table(
    "channel",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscriber_count", BigInteger),
    Column("words", ARRAY(Text), nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""Channels seen, with the words of their title, description and keywords."""
Index("channel_words_idx", channel.c.words, postgresql_using="gin")
Index("channel_observed_at_idx", channel.c.observed_at)

title = Table(
    "title",
    metadata,
    Column("video_id", Text, primary_key=True),
    Column("channel_id", Text, nullable=False),
    Column("words", ARRAY(Text), nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""Titles seen, as the distinct words they are made of."""
Index("title_words_idx", title.c.words, postgresql_using="gin")
Index("title_observed_at_idx", title.c.observed_at)

word = Table(
    "word",
    metadata,
    Column("word", Text, primary_key=True),
    Column("titles", BigInteger, nullable=False),
)
"""In how many of the titles a word stands: always equal to a count over `title`."""
Index("word_titles_idx", word.c.titles.desc(), word.c.word)

exclusion_list = Table(
    "exclusion_list",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""The list built for each analysis: it rests on what was seen by then, so a redelivery must get the same one."""
Index("exclusion_list_observed_at_idx", exclusion_list.c.observed_at)

decision = Table(
    "decision",
    metadata,
    Column("analysis_id", Uuid, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""Which channels each analysis chose: candidates that are fetched again may be others, the decision is not."""
Index("decision_observed_at_idx", decision.c.observed_at)

activity = Table(
    "activity",
    metadata,
    Column("channel_id", Text, primary_key=True),
    Column("newest_upload", Moment, nullable=False),
    Column("observed_at", Moment, nullable=False),
)
"""When each channel whose videos were read last uploaded: a silent one is not worth reading again."""
Index("activity_observed_at_idx", activity.c.observed_at)
