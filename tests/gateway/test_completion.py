"""An analysis completes exactly once, whoever brings its last outcome."""

import asyncio

from common.events import Counts
from common.streams import ANALYSIS_LIFECYCLE
from common.worldtime import FixedClock
from gateway.app_tables import outbox
from gateway.projection.apply import apply
from gateway.projection.completion import Completion
from gateway.projection.projector import Projector
from sqlalchemy import event, select, text

from tests.gateway.builders import ANALYSIS, NOW, cancelled, qualified, requested, scored, skipped, taken_over
from tests.gateway.running import until


async def outgoing(database):
    rows = await database.run(lambda connection: connection.execute(select(outbox).order_by(outbox.c.id)))
    return [ANALYSIS_LIFECYCLE.decode("AnalysisCompleted.v1", row.value) for row in rows]


async def project(database, *events, before_commit=None):
    """One consumer's transaction; `before_commit` holds it open."""
    completion = Completion(FixedClock(NOW))

    async def work(connection):
        touched = await apply(connection, events)
        await completion.react(connection, touched)
        if before_commit is not None:
            await before_commit()

    await database.run(work)


async def test_the_last_outcome_completes_the_analysis(database):
    await project(database, requested(), qualified(0, 1))
    await project(database, scored(0))
    assert await outgoing(database) == []
    await project(database, skipped(1))
    [completion] = await outgoing(database)
    assert (completion.counts.channels_scored, completion.counts.channels_skipped) == (1, 1)
    await project(database, skipped(1), scored(0))
    assert len(await outgoing(database)) == 1


async def test_the_outbox_is_looked_into_only_where_something_was_put(database):
    relayed, rung = [], []
    projector = Projector(database, Completion(FixedClock(NOW)), relayed.append, rung.append)
    await projector.project([requested(), qualified(0, 1), scored(0)])
    assert (relayed, rung) == ([], [[ANALYSIS]])
    await projector.project([skipped(1)])
    assert (relayed, rung) == ([[ANALYSIS]], [[ANALYSIS]])


async def test_a_re_score_completes_when_every_channel_of_its_recording_is_judged(database):
    await project(database, requested(), taken_over(0, 1))
    await project(database, scored(0))
    assert await outgoing(database) == []
    await project(database, scored(1))
    [completion] = await outgoing(database)
    assert completion.counts == Counts(
        channels_found=2, channels_selected=2, channels_scored=2, videos_scored=2, outliers=2
    )


async def test_a_cancelled_analysis_does_not_complete(database):
    await project(database, requested(), qualified(0), cancelled(), scored(0))
    assert await outgoing(database) == []


async def waits_for_a_lock(database) -> bool:
    """Whether a transaction waits for another: for the lock of `apply`, or later for the row that is counted."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return bool((await database.run(lambda connection: connection.execute(query))).scalar_one())


async def race(database) -> list[Counts]:
    """The last two outcomes in two transactions that overlap; what each completion counted."""
    await project(database, requested(), qualified(0, 1))
    first_is_applied, first_may_end = asyncio.Event(), asyncio.Event()

    async def hold():
        first_is_applied.set()
        await first_may_end.wait()

    first = asyncio.create_task(project(database, skipped(1), before_commit=hold))
    await first_is_applied.wait()
    second = asyncio.create_task(project(database, scored(0)))
    await until(lambda: waits_for_a_lock(database))
    first_may_end.set()
    await asyncio.gather(first, second)
    return [completion.counts for completion in await outgoing(database)]


COUNTED_RIGHT = Counts(
    channels_found=3, channels_selected=2, channels_scored=1, channels_skipped=1, videos_scored=1, outliers=1
)


async def test_of_two_overlapping_transactions_the_second_sees_both_outcomes(database):
    assert await race(database) == [COUNTED_RIGHT]


async def test_without_the_row_lock_the_race_is_lost(database):
    """Why `apply` locks first: the same two transactions, and each counts one outcome only."""

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute", retval=True)
    def unlocked(connection, cursor, statement, parameters, context, executemany):
        return statement.replace("FOR UPDATE", ""), parameters

    assert await race(database) == []
