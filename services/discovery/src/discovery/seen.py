"""What was seen of YouTube so far: channels, titles, and how many titles each word stands in. It owns the SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from common.events import Channel, Video
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from topics.frequencies import Frequencies
from topics.words import words

from discovery.database import Database
from discovery.domain.known import Wanted

MAX_WORDS = 200
LEAST_SHARED_WORDS = 2
"""A channel that shares fewer words with the topics resembles nobody."""
ONE_WRITER = 0x7469_746C_6573
"""Advisory lock of the one who counts words: two would wait for each other's rows in turn."""

_REMEMBER_CHANNELS = text("""
INSERT INTO discovery.channel AS known (id, subscriber_count, words, observed_at)
SELECT id, subscriber_count, string_to_array(words, ' '), CAST(:observed_at AS timestamptz)
FROM unnest(CAST(:ids AS text[]), CAST(:subscribers AS bigint[]), CAST(:words AS text[]))
     AS seen (id, subscriber_count, words)
ORDER BY id
ON CONFLICT (id) DO UPDATE
SET subscriber_count = EXCLUDED.subscriber_count, words = EXCLUDED.words, observed_at = EXCLUDED.observed_at
WHERE known.observed_at < EXCLUDED.observed_at
""")
_REMEMBER_TITLES = text("""
WITH fresh AS (
  INSERT INTO discovery.title (video_id, channel_id, words, observed_at)
  SELECT video_id, channel_id, string_to_array(words, ' '), observed_at
  FROM unnest(CAST(:ids AS text[]), CAST(:channels AS text[]), CAST(:words AS text[]), CAST(:moments AS timestamptz[]))
       AS seen (video_id, channel_id, words, observed_at)
  ON CONFLICT (video_id) DO NOTHING
  RETURNING words
)
INSERT INTO discovery.word AS counted (word, titles)
SELECT word, count(*) FROM fresh, unnest(words) AS word GROUP BY word
ON CONFLICT (word) DO UPDATE SET titles = counted.titles + EXCLUDED.titles
""")
_REMEMBER_ACTIVITY = text("""
INSERT INTO discovery.activity AS known (channel_id, newest_upload, observed_at)
SELECT channel_id, newest_upload, observed_at
FROM unnest(CAST(:channels AS text[]), CAST(:newest AS timestamptz[]), CAST(:moments AS timestamptz[]))
     AS seen (channel_id, newest_upload, observed_at)
ON CONFLICT (channel_id) DO UPDATE
SET newest_upload = EXCLUDED.newest_upload, observed_at = EXCLUDED.observed_at
WHERE known.observed_at < EXCLUDED.observed_at
""")
_NEWEST_UPLOADS = text(
    "SELECT channel_id, newest_upload FROM discovery.activity WHERE channel_id = ANY(CAST(:channels AS text[]))"
)
_FORGET_TITLES = text("""
WITH old AS (
  DELETE FROM discovery.title WHERE observed_at < CAST(:before AS timestamptz) RETURNING words
), gone AS (
  SELECT word, count(*) AS titles FROM old, unnest(words) AS word GROUP BY word
)
UPDATE discovery.word AS counted SET titles = counted.titles - gone.titles FROM gone WHERE counted.word = gone.word
""")
_FREQUENCIES = text("""
SELECT word, titles FROM discovery.word WHERE word = ANY(CAST(:words AS text[]))
UNION
(SELECT word, titles FROM discovery.word ORDER BY titles DESC, word LIMIT :usual)
""")
_RESEMBLING = text("""
SELECT hit.channel_id
FROM (
  SELECT id AS channel_id, unnest(words) AS word FROM discovery.channel WHERE words && CAST(:words AS text[])
  UNION
  SELECT channel_id, unnest(words) FROM discovery.title WHERE words && CAST(:words AS text[])
) AS hit
JOIN unnest(CAST(:words AS text[]), CAST(:weights AS float8[])) AS wanted (word, weight) ON wanted.word = hit.word
LEFT JOIN discovery.channel AS known ON known.id = hit.channel_id
WHERE (known.subscriber_count IS NULL OR known.subscriber_count BETWEEN :low AND :high)
  AND hit.channel_id <> ALL(CAST(:but AS text[]))
GROUP BY hit.channel_id
HAVING count(*) >= :least
ORDER BY sum(wanted.weight) DESC, hit.channel_id
LIMIT :limit
""")


class Seen:
    """The repository over the schema `discovery`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def frequencies(self, wanted: Sequence[str], *, usual: int = 0) -> Frequencies:
        """In how many of the titles seen each of the wanted words stands.

        Args:
            wanted: The words.
            usual: So many of the most usual words are told too.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        async with self._database.transaction() as connection:
            total = await connection.scalar(text("SELECT count(*) FROM discovery.title"))
            rows = await connection.execute(_FREQUENCIES, {"words": list(wanted), "usual": usual})
            return Frequencies(total or 0, {row.word: row.titles for row in rows})

    async def resembling(self, wanted: Wanted) -> tuple[str, ...]:
        """Ids of channels seen whose words are those of the topics, most alike first.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute(
                _RESEMBLING,
                {
                    "words": list(wanted.words),
                    "weights": list(wanted.words.values()),
                    "low": wanted.min_subscribers,
                    "high": wanted.max_subscribers,
                    "but": list(wanted.but),
                    "least": LEAST_SHARED_WORDS,
                    "limit": wanted.limit,
                },
            )
            return tuple(row.channel_id for row in rows)

    async def remember_channels(self, channels: Sequence[Channel], observed_at: datetime) -> None:
        """Keep what was seen of channels; an older sight of one changes nothing.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        kept = {channel.id: channel for channel in channels}
        if not kept:
            return
        async with self._database.transaction() as connection:
            await connection.execute(
                _REMEMBER_CHANNELS,
                {
                    "ids": list(kept),
                    "subscribers": [channel.subscriber_count for channel in kept.values()],
                    "words": [
                        _joined(" ".join((channel.title, channel.description, *channel.keywords)))
                        for channel in kept.values()
                    ],
                    "observed_at": observed_at,
                },
            )

    async def newest_uploads(self, channel_ids: Sequence[str]) -> Mapping[str, datetime]:
        """When channels last uploaded, of those whose videos were read.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute(_NEWEST_UPLOADS, {"channels": list(channel_ids)})
            return {row.channel_id: row.newest_upload for row in rows}

    async def remember_videos(self, sights: Sequence[tuple[datetime, Sequence[Video]]]) -> None:
        """Count the words of titles not seen before, and when their channels last uploaded; a redelivery counts once.

        Args:
            sights: When videos were seen, in world time, and which.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        kept: dict[str, tuple[datetime, Video]] = {}
        for observed_at, videos in sights:
            for video in videos:
                if video.title and video.available:
                    kept.setdefault(video.id, (observed_at, video))
        if not kept:
            return
        async with self._database.transaction() as connection:
            await _be_the_one_writer(connection)
            await connection.execute(
                _REMEMBER_TITLES,
                {
                    "ids": list(kept),
                    "channels": [video.channel_id for _, video in kept.values()],
                    "words": [_joined(video.title) for _, video in kept.values()],
                    "moments": [observed_at for observed_at, _ in kept.values()],
                },
            )
            newest = _newest(sights)
            await connection.execute(
                _REMEMBER_ACTIVITY,
                {
                    "channels": list(newest),
                    "moments": [observed_at for observed_at, _ in newest.values()],
                    "newest": [upload for _, upload in newest.values()],
                },
            )

    async def forget(self, before: datetime) -> None:
        """Delete what was observed before a moment of world time.

        Raises:
            DependencyDown: PostgreSQL is not there.
        """
        async with self._database.transaction() as connection:
            await _be_the_one_writer(connection)
            await connection.execute(_FORGET_TITLES, {"before": before})
            await connection.execute(text("DELETE FROM discovery.word WHERE titles <= 0"))
            for table in ("channel", "activity", "exclusion_list", "decision"):
                await connection.execute(
                    text(f"DELETE FROM discovery.{table} WHERE observed_at < :before"),  # noqa: S608  our own names
                    {"before": before},
                )


async def _be_the_one_writer(connection: AsyncConnection) -> None:
    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_WRITER})


def _newest(sights: Iterable[tuple[datetime, Sequence[Video]]]) -> dict[str, tuple[datetime, datetime]]:
    """When each channel was last seen, and its newest upload then, by its id, in order of ids."""
    newest: dict[str, tuple[datetime, datetime]] = {}
    for observed_at, videos in sights:
        for video in videos:
            if video.title and video.available and video.published_at is not None:
                sight = (observed_at, video.published_at)
                newest[video.channel_id] = max(sight, newest.get(video.channel_id, sight))
    return dict(sorted(newest.items()))


def _joined(content: str) -> str:
    """The distinct words of a text, joined by the blank that none of them holds."""
    return " ".join(list(dict.fromkeys(words(content)))[:MAX_WORDS])
