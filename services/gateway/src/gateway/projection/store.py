"""Statements that write the projection: many rows each, the caller owns the transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from gateway.database import to_json_text
from gateway.domain.facts import Facts, JsonObject
from gateway.projection.rows import SHOWN, Row, outcomes_json, results_json
from gateway.projection.tables import analyses, channels, results

_FACTS = tuple(part.name for part in fields(Facts))
_IDS = bindparam("ids", type_=ARRAY(Uuid))


@dataclass(frozen=True, slots=True)
class Head:
    """The locked row of an analysis."""

    deleted: bool
    next_seq: int
    is_new: bool = False
    """Nothing was known of it before this transaction."""


_STUBS = text(
    "INSERT INTO analyses (id) SELECT id FROM unnest(:ids) AS wanted (id) ORDER BY id ON CONFLICT DO NOTHING "
    "RETURNING id"
).bindparams(_IDS)
_LOCK = text("SELECT id, deleted, seq FROM analyses WHERE id = ANY (:ids) ORDER BY id FOR UPDATE").bindparams(_IDS)


async def lock(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Head]:
    """Lock analyses in the order of `ids`, which must be sorted; unknown ones become empty rows."""
    heads = await _locked(connection, ids)
    missing = [key for key in ids if key not in heads]
    if missing:
        # A new row is locked by who makes it; one that somebody else has made meanwhile is locked like the rest.
        made = await connection.execute(_STUBS, {"ids": missing})
        heads |= {row.id: Head(deleted=False, next_seq=1, is_new=True) for row in made}
        others = [key for key in missing if key not in heads]
        if others:
            heads |= await _locked(connection, others)
    return heads


async def _locked(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Head]:
    rows = await connection.execute(_LOCK, {"ids": ids})
    return {row.id: Head(deleted=row.deleted, next_seq=row.seq + 1) for row in rows}


async def load(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Facts]:
    """The facts of analyses."""
    query = select(analyses.c.id, *(analyses.c[name] for name in _FACTS)).where(analyses.c.id.in_(ids))
    return {row.id: facts_of(row) for row in await connection.execute(query)}


def facts_of(row: SqlRow[Any]) -> Facts:
    """The facts in a row that has all their columns."""
    return Facts(**{name: getattr(row, name) for name in _FACTS})


async def save(connection: AsyncConnection, changed: Mapping[UUID, Facts]) -> None:
    """Write the facts of analyses."""
    query = update(analyses).where(analyses.c.id == bindparam("key"))
    query = query.values({name: bindparam(f"new_{name}") for name in _FACTS})
    await connection.execute(
        query,
        [{"key": key} | {f"new_{name}": getattr(facts, name) for name in _FACTS} for key, facts in changed.items()],
    )


async def clear(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Remove every trace of deleted analyses but their tombstones."""
    if ids:
        await connection.execute(delete(results).where(results.c.analysis_id.in_(ids)))
        await connection.execute(delete(channels).where(channels.c.analysis_id.in_(ids)))


_ADD_SELECTIONS = text("""
INSERT INTO channels AS known (analysis_id, channel_id, seq, selection_rank, title, subscriber_count,
    subscribers_hidden, position, origin, likeness)
SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (analysis_id uuid, channel_id text, seq bigint,
    selection_rank text, title text, subscriber_count bigint, subscribers_hidden boolean, position integer,
    origin jsonb, likeness float8)
ON CONFLICT (analysis_id, channel_id) DO UPDATE SET seq = excluded.seq, selection_rank = excluded.selection_rank,
    title = excluded.title, subscriber_count = excluded.subscriber_count,
    subscribers_hidden = excluded.subscribers_hidden, position = excluded.position, origin = excluded.origin,
    likeness = excluded.likeness
WHERE known.selection_rank IS NULL OR known.selection_rank < excluded.selection_rank
""")


async def add_selections(connection: AsyncConnection, rows: Iterable[Row]) -> None:
    """Store accepted channels; those already known change nothing."""
    await connection.execute(_ADD_SELECTIONS, {"rows": to_json_text(rows)})


_ADD_OUTCOMES = text("""
WITH new AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (analysis_id uuid, channel_id text, seq bigint,
        outcome_rank text, outcome text, reason text, detail text, method text, baseline jsonb, videos jsonb,
        window_cut boolean, observed_at timestamptz, videos_scored integer, outliers integer, spent_queries integer,
        spent_search integer, spent_batch_stats integer, spent_cached integer, channel_title text,
        channel_subscribers bigint, channel_position integer)
), changed AS (
    INSERT INTO channels AS known (analysis_id, channel_id, seq, outcome_rank, outcome, reason, detail, method,
        baseline, videos, window_cut, observed_at, videos_scored, outliers, spent_queries, spent_search,
        spent_batch_stats, spent_cached)
    SELECT analysis_id, channel_id, seq, outcome_rank, outcome, reason, detail, method, baseline, videos, window_cut,
        observed_at, videos_scored, outliers, spent_queries, spent_search, spent_batch_stats, spent_cached
    FROM new
    ON CONFLICT (analysis_id, channel_id) DO UPDATE SET seq = excluded.seq, outcome_rank = excluded.outcome_rank,
        outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail, method = excluded.method,
        baseline = excluded.baseline, videos = excluded.videos, window_cut = excluded.window_cut,
        observed_at = excluded.observed_at, videos_scored = excluded.videos_scored, outliers = excluded.outliers,
        spent_queries = excluded.spent_queries, spent_search = excluded.spent_search,
        spent_batch_stats = excluded.spent_batch_stats, spent_cached = excluded.spent_cached
    WHERE known.outcome_rank IS NULL OR known.outcome_rank < excluded.outcome_rank
    RETURNING known.analysis_id, known.channel_id
), gone AS (
    DELETE FROM results USING changed
    WHERE results.analysis_id = changed.analysis_id AND results.channel_id = changed.channel_id
)
SELECT analysis_id, channel_id FROM changed
""")
_ADD_RESULTS = text("""
INSERT INTO results (analysis_id, channel_id, video_id, title, description, published_at, duration_seconds, view_count,
    format, category_id, language, first_tag, score, low, high, brand_fit, brand_reasons, coverage,
    coverage_probability, excluded_by, nearest_title, topic, outlier, evidence, channel_title, subscriber_count,
    position, observed_at)
SELECT new.analysis_id, new.channel_id, video_id, title, description, published_at, duration_seconds, view_count,
    format, category_id, language, first_tag, score, low, high, brand_fit, brand_reasons, coverage,
    coverage_probability, excluded_by, nearest_title, topic, outlier, evidence, channel_title, channel_subscribers,
    channel_position, observed_at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (analysis_id uuid, channel_id text, observed_at timestamptz,
    channel_title text, channel_subscribers bigint, channel_position integer, videos jsonb),
    jsonb_to_recordset(new.videos) AS video (video_id text, title text, description text, published_at timestamptz,
    duration_seconds bigint, view_count bigint, format text, category_id text, language text, first_tag text,
    score float8, low float8, high float8, brand_fit float8, brand_reasons jsonb, coverage text,
    coverage_probability float8, excluded_by text, nearest_title jsonb, topic text, outlier boolean, evidence jsonb)
ON CONFLICT DO NOTHING
""")


async def add_outcomes(connection: AsyncConnection, rows: Sequence[Row]) -> None:
    """Store outcomes of channels with their results; those that are known, or outranked, change nothing."""
    changed = {tuple(row) for row in await connection.execute(_ADD_OUTCOMES, {"rows": outcomes_json(rows)})}
    shown = [row for row in rows if row[SHOWN] and (row["analysis_id"], row["channel_id"]) in changed]
    if shown:
        await connection.execute(_ADD_RESULTS, {"rows": results_json(shown)})


_RECOUNT = text("""
UPDATE analyses SET seq = seq + 1, (channels_selected, channels_decided, channels_scored, channels_skipped,
    videos_scored, outliers, spent_queries, spent_search, spent_batch_stats, spent_cached) = (
        SELECT count(selection_rank), count(selection_rank) FILTER (WHERE outcome IS NOT NULL),
            count(*) FILTER (WHERE outcome = 'scored'), count(*) FILTER (WHERE outcome = 'skipped'),
            coalesce(sum(channels.videos_scored), 0), coalesce(sum(channels.outliers), 0),
            coalesce(sum(channels.spent_queries), 0), coalesce(sum(channels.spent_search), 0),
            coalesce(sum(channels.spent_batch_stats), 0), coalesce(sum(channels.spent_cached), 0)
        FROM channels WHERE channels.analysis_id = analyses.id)
WHERE id = ANY (:ids)
RETURNING id AS analysis_id, decision IS NOT NULL AND completed IS NULL AND NOT cancelled AND NOT deleted
    AND channels_decided >= channels_selected AS is_complete
""").bindparams(_IDS)


async def recount(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Count channels anew and move `seq` on.

    Returns:
        Of each analysis, whether every selected channel has an outcome and nobody has said so yet.
    """
    return {row.analysis_id: row.is_complete for row in await connection.execute(_RECOUNT, {"ids": ids})}


async def complete(connection: AsyncConnection, completions: Mapping[UUID, JsonObject]) -> None:
    """Write that analyses, which are locked, have completed."""
    query = update(analyses).where(analyses.c.id == bindparam("key")).values(completed=bindparam("completion"))
    await connection.execute(query, [{"key": key, "completion": value} for key, value in completions.items()])
