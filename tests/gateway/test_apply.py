"""The projection is the same whatever the order, grouping and repetition in which its facts arrive."""

import asyncio
import random
from functools import partial
from uuid import UUID

import pytest
from common.events import AnalysisCompleted, SkipReason, Stage
from gateway.database import Database
from gateway.domain.state import State, state_of
from gateway.projection import store
from gateway.projection.apply import apply
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.gateway.builders import (
    ANALYSIS,
    NOW,
    cancelled,
    completed,
    deleted,
    exclusion,
    failed,
    paused,
    qualified,
    requested,
    scored,
    skipped,
    taken_over,
    video,
    whole_story,
)

OTHER = UUID(int=2)
EXTRAS = [
    cancelled(),
    deleted(),
    failed(stage=Stage.CHANNELS),
    exclusion(not_found=("Else",), later=5),
    qualified(1, 2),
    scored(0, video("a", 9.0), later=7),
    scored(5, video("x", 4.0)),
    skipped(0, SkipReason.CANCELLED),
    skipped(1, SkipReason.NO_UPLOADS),
    completed(later=4),
    paused(hours=5),
    taken_over(0, 4),
    # Of one moment: what tells the first two apart is shown, what tells the others apart is not kept.
    scored(2, video("c", 9.0, description="one")),
    scored(2, video("c", 9.0, description="two")),
    scored(3, video("d", 1.0, view_count=1)),
    scored(3, video("d", 1.0, view_count=2)),
]


async def rows_of(database: Database) -> dict[str, list[tuple]]:
    """Every row of the projection but what counts arrivals."""

    async def work(connection):
        found = {}
        for table in ("analyses", "channels", "results"):
            rows = await connection.execute(text(f"SELECT to_jsonb({table}) - 'seq' FROM {table} ORDER BY 1"))
            found[table] = [row[0] for row in rows]
        return found

    return await database.run(work)


async def apply_all(database: Database, batches) -> None:
    for batch in batches:
        await database.run(partial(apply, events=batch))


async def empty(database: Database) -> None:
    await database.run(lambda connection: connection.execute(text("TRUNCATE analyses, channels, results")))


@st.composite
def interleavings(draw):
    """Events of two analyses, some of them twice, shuffled and cut into batches."""
    extras = draw(st.lists(st.sampled_from(EXTRAS), unique_by=id, max_size=6))
    events = whole_story() + whole_story(OTHER) + extras
    repeated = events + draw(st.lists(st.sampled_from(events), max_size=6))
    order = draw(st.permutations(range(len(repeated))))
    shuffled = [repeated[index] for index in order]
    cuts = sorted(draw(st.sets(st.integers(1, len(shuffled) - 1), max_size=8)))
    batches = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    return events, batches


def test_every_interleaving_gives_the_same_rows(gateway_url):
    """The property on which replay, redelivery and several replicas rest."""
    with asyncio.Runner() as runner:
        database = Database(gateway_url, connections=1)

        @settings(max_examples=60, deadline=None)
        @given(interleavings())
        def check(case):
            events, batches = case

            async def compare():
                await empty(database)
                await apply_all(database, [events])
                expected = await rows_of(database)
                await empty(database)
                await apply_all(database, batches)
                assert await rows_of(database) == expected

            runner.run(compare())

        check()
        runner.run(database.close())


async def test_concurrent_transactions_give_the_same_rows(database):
    events = whole_story() + EXTRAS[3:] + whole_story(OTHER)
    await apply_all(database, [events])
    expected = await rows_of(database)
    for seed in range(5):
        await empty(database)
        shuffled = events * 2
        random.Random(seed).shuffle(shuffled)
        lanes = [shuffled[lane::4] for lane in range(4)]
        await asyncio.gather(*(apply_all(database, [lane[:9], lane[9:]]) for lane in lanes))
        assert await rows_of(database) == expected


async def facts_after(database: Database, *events):
    await apply_all(database, [events])
    return (await database.run(lambda connection: store.load(connection, [ANALYSIS])))[ANALYSIS]


async def test_a_deleted_analysis_keeps_nothing(database):
    await apply_all(database, [whole_story(), [deleted()], [scored(3)]])
    rows = await rows_of(database)
    assert rows["channels"] == rows["results"] == []
    assert rows["analyses"][0]["owner"] is None
    assert rows["analyses"][0]["spec"] is None
    assert rows["analyses"][0]["deleted"]


async def test_a_later_score_beats_a_skip_and_heals_the_analysis(database):
    await apply_all(database, [[requested(), qualified(0), skipped(0, SkipReason.DEAD_LETTERED)], [scored(0)]])
    rows = await rows_of(database)
    assert [row["outcome"] for row in rows["channels"]] == ["scored"]
    assert [row["video_id"] for row in rows["results"]] == ["v0"]
    assert rows["analyses"][0]["channels_skipped"] == 0


async def test_a_redelivered_channel_is_counted_once(database):
    await apply_all(database, [[requested(), qualified(0, 1)], [scored(0)], [scored(0)], [scored(0)]])
    [analysis] = (await rows_of(database))["analyses"]
    assert analysis["channels_scored"] == 1
    assert analysis["spent_batch_stats"] == 1


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], State.QUEUED),
        ([exclusion()], State.SEARCHING),
        ([qualified(0)], State.SCORING),
        ([qualified(0), paused()], State.PAUSED),
        ([failed()], State.FAILED),
        ([failed(), paused()], State.FAILED),
        ([failed(), qualified(0)], State.SCORING),
        ([qualified(0), failed(stage=Stage.CHANNELS), scored(0), completed()], State.COMPLETED),
        ([completed(), cancelled()], State.CANCELLED),
        ([cancelled(), deleted()], State.DELETED),
    ],
)
async def test_the_state_derives_by_precedence(database, events, state):
    facts = await facts_after(database, requested(), *events)
    assert state_of(facts, NOW) is state


async def test_a_pause_ends_with_its_time_without_any_event(database):
    facts = await facts_after(database, requested(), qualified(0), paused(hours=2))
    assert state_of(facts, NOW.replace(hour=13)) is State.PAUSED
    assert state_of(facts, NOW.replace(hour=14)) is State.SCORING


async def test_an_infinite_score_of_classic_is_stored(database):
    await apply_all(database, [[requested(), qualified(0), scored(0, video("inf", float("inf")))]])
    assert [row["score"] for row in (await rows_of(database))["results"]] == ["Infinity"]


async def test_a_title_with_a_nul_character_is_stored_without_it(database):
    await apply_all(database, [[requested(), scored(0, video("nul", title="a\x00b"))]])
    assert [row["title"] for row in (await rows_of(database))["results"]] == ["ab"]


async def test_only_the_first_completion_counts(database):
    facts = await facts_after(database, requested(), completed(later=9), completed(later=4))
    assert facts.completed is not None
    assert AnalysisCompleted.model_validate({"analysis_id": ANALYSIS, **facts.completed}).completed_at.second == 4
