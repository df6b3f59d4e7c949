"""What was read from YouTube goes after 28 days of world time, and the schema is what the models say."""

from datetime import timedelta
from uuid import UUID

from alembic import command
from common.events import AnalysisRequested
from common.streams import ANALYSIS_LIFECYCLE
from common.worldtime import FixedClock
from gateway.database import Database
from gateway.housekeeping.housekeeper import Housekeeper
from gateway.migrate import alembic_config, migrate
from sqlalchemy import text

from tests.gateway.builders import NOW, exclusion, qualified, requested, scored, whole_story
from tests.gateway.running import start, until
from tests.gateway.test_apply import apply_all, rows_of

KEEP = timedelta(days=28)


async def test_data_go_when_they_are_old_and_not_before(database):
    young = UUID(int=2)
    week = 7 * 24 * 3600
    await apply_all(
        database,
        [
            whole_story(),
            [requested(young), exclusion(young, later=week), qualified(0, 1, analysis=young)],
            [scored(0, analysis=young), scored(1, analysis=young, later=week)],
        ],
    )
    clock = FixedClock(NOW + KEEP)
    keeper = Housekeeper(database, clock, keep=KEEP)
    before = await rows_of(database)
    await keeper.purge()
    assert await rows_of(database) == before
    clock.advance(timedelta(days=1))
    purged = await keeper.purge()
    after = await rows_of(database)
    assert purged is not None
    assert [row["id"] for row in after["analyses"]] == [str(young)]
    assert {row["analysis_id"] for row in after["channels"]} == {str(young)}
    assert [row["videos"] is None for row in after["channels"]] == [True, False]
    assert [row["channel_id"] for row in after["results"]] == ["UC1"]


async def test_an_expired_analysis_says_so(client, gateway):
    analysis = await start(client)
    await until(lambda: any(one.analysis_id == analysis for one in gateway.published(AnalysisRequested)))
    await until(lambda: gateway.has_read("gateway.project", ANALYSIS_LIFECYCLE.name))  # else it comes back
    database = gateway.app.state.parts.database
    keeper = Housekeeper(database, FixedClock(NOW + timedelta(days=60)), keep=KEEP)
    await keeper.purge()
    response = await client.get(f"/api/v1/analyses/{analysis}")
    assert (response.status_code, response.json()["type"]) == (410, "/problems/expired")


async def test_migrations_and_models_agree(database):
    async def check(connection):
        await connection.run_sync(lambda sync: command.check(alembic_config(sync)))

    await database.run(check)


async def test_migrating_again_and_down_and_up_changes_nothing(database_url):
    database = Database(database_url, connections=2)

    async def columns(connection):
        query = text(
            "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema IN ('app', 'projection') ORDER BY 1, 2, 3"
        )
        return (await connection.execute(query)).all()

    await migrate(database)
    first = await database.run(columns)
    await migrate(database)

    async def down(connection):
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))

    await database.run(down)
    await migrate(database)
    assert await database.run(columns) == first
    await database.close()
