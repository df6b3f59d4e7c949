"""What discovery remembers, on the real database."""

import asyncio
from datetime import timedelta

import pytest
from alembic import command
from common.errors import DependencyDown
from common.worldtime import FixedClock
from discovery.database import Database
from discovery.domain.exclusion_list import build_exclusion_list
from discovery.domain.known import Wanted
from discovery.migrate import Migration, alembic_config
from discovery.purge import Purge
from discovery.seen import Seen
from topics.frequencies import Frequencies

from tests.discovery.builders import NOW, a_channel, a_video, exclusion_videos

LATER = NOW + timedelta(days=20)


def wanted(*words, low=0, high=10**9, but=(), limit=10):
    return Wanted(dict.fromkeys(words, 1.0), low, high, but, limit)


async def test_words_are_counted_over_titles_seen(seen):
    await seen.remember_videos([(NOW, [a_video("v1", title="Free Fire live"), a_video("v2", title="free gifts")])])
    assert await seen.frequencies(["free", "fire", "minecraft"]) == Frequencies(2, {"free": 2, "fire": 1})


async def test_a_redelivered_title_is_counted_once(seen):
    for _ in range(2):
        await seen.remember_videos([(NOW, [a_video("v1", title="Free Fire")])])
    assert await seen.frequencies(["free"]) == Frequencies(1, {"free": 1})


async def test_sights_of_one_batch_count_each_title_once_and_the_latest_sight_of_a_channel_tells_its_newest_upload(
    seen,
):
    def seen_then(*videos):
        return [a_video(name, title="Free Fire", channel_id="UC1", published_at=moment) for name, moment in videos]

    removed = (LATER, seen_then(("v1", NOW - timedelta(days=9))))
    await seen.remember_videos([removed, (NOW, seen_then(("v1", NOW - timedelta(days=9)), ("v2", NOW)))])
    assert await seen.frequencies(["free"]) == Frequencies(2, {"free": 2})
    assert await seen.newest_uploads(["UC1", "UC2"]) == {"UC1": NOW - timedelta(days=9)}


async def test_writers_at_once_lose_no_count_and_block_nobody(seen):
    batches = [
        [a_video(f"v{batch}-{index}", title=f"fire {index} water {-index}") for index in range(20)]
        for batch in range(6)
    ]
    await asyncio.gather(*(seen.remember_videos([(NOW, batch)]) for batch in batches))
    assert (await seen.frequencies(["fire", "water"])).counts == {"fire": 120, "water": 120}


async def test_titles_that_are_gone_teach_nothing(seen):
    await seen.remember_videos([(NOW, [a_video("v1", title="Private video", available=False)])])
    assert (await seen.frequencies(["private"])).total == 0


async def test_channels_with_the_topics_words_are_offered_most_alike_first(seen):
    await seen.remember_channels(
        [
            a_channel("UC1", title="Yoga with Ann", keywords=("pilates", "stretching")),
            a_channel("UC2", title="Yoga and pilates"),
            a_channel("UC3", title="Cars"),
        ],
        NOW,
    )
    await seen.remember_videos([(NOW, [a_video("v1", channel_id="UC4", title="Yoga flow, pilates, stretching, abs")])])
    found = await seen.resembling(wanted("yoga", "pilate", "stretching", "ab"))
    assert found == ("UC1", "UC4", "UC2")


async def test_channels_outside_the_bounds_and_unwanted_ones_are_not_offered(seen):
    await seen.remember_channels(
        [
            a_channel("small", title="yoga pilates", subscriber_count=10),
            a_channel("hidden", title="yoga pilates", subscriber_count=None),
            a_channel("mine", title="yoga pilates", subscriber_count=1000),
        ],
        NOW,
    )
    assert await seen.resembling(wanted("yoga", "pilate", low=100, but=["mine"])) == ("hidden",)


async def test_an_older_sight_of_a_channel_changes_nothing(seen):
    await seen.remember_channels([a_channel("UC1", title="yoga pilates")], LATER)
    await seen.remember_channels([a_channel("UC1", title="cars")], NOW)
    assert await seen.resembling(wanted("yoga", "pilate")) == ("UC1",)


async def test_what_was_observed_too_long_ago_is_forgotten_and_the_counts_with_it(seen):
    await seen.remember_videos([(NOW, [a_video("old", title="fire")])])
    await seen.remember_videos([(LATER, [a_video("new", title="fire and water")])])
    await seen.remember_channels([a_channel("UC1", title="yoga pilates")], NOW)
    purge = Purge(seen, FixedClock(LATER + timedelta(days=10)), keep=timedelta(days=28), every_seconds=60)
    await purge.once()
    assert await seen.frequencies(["fire", "water"]) == Frequencies(1, {"fire": 1, "water": 1})
    assert await seen.resembling(wanted("yoga", "pilate")) == ()


async def test_the_list_recorded_first_stays(recorded):
    event = exclusion_videos([a_video()])
    first = build_exclusion_list(event, lambda pattern: pattern, Frequencies())
    assert await recorded.exclusion_list(event.analysis_id) is None
    assert await recorded.record_list(first, NOW) == first
    other = first.model_copy(update={"queries": ("another",)})
    assert await recorded.record_list(other, NOW) == first
    assert await recorded.exclusion_list(event.analysis_id) == first


async def test_an_absent_database_is_told_as_such():
    database = Database("postgresql://nobody:nothing@127.0.0.1:9/none")
    with pytest.raises(DependencyDown):
        await Seen(database).frequencies(["a"])
    assert not await database.ready()
    await database.stop()


async def test_two_replicas_migrate_an_empty_database_once(database_url):
    databases = [Database(database_url, connections=1) for _ in range(2)]
    migrations = [Migration(database) for database in databases]
    await asyncio.gather(*(migration.start() for migration in migrations))
    assert [migration.done for migration in migrations] == [True, True]
    for database in databases:
        await database.stop()


async def test_the_tables_are_what_the_migrations_make(database):
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.check(alembic_config(sync)))
