"""The projection can be built anew from the log, on a live system, and nobody notices but by the epoch."""

import asyncio
from uuid import UUID

import pytest
from common.events import AnalysisCompleted
from gateway.projection.writing import share
from sqlalchemy import text

from tests.gateway.builders import deleted, qualified, scored, skipped, whole_story
from tests.gateway.running import start, until
from tests.gateway.test_apply import rows_of
from tests.gateway.test_live import next_frame, socket_of


async def rebuilt(client, **body):
    response = await client.post("/api/v1/admin/rebuild", json=body)
    assert response.status_code == 202, response.text

    async def report():
        found = (await client.get("/api/v1/admin/rebuild")).json()
        return found if found["state"] != "running" else None

    return await until(report, 20)


@pytest.fixture
async def filled(client, gateway):
    """Some analyses: complete, running, deleted."""
    for number in range(1, 6):
        gateway.tell(*whole_story(UUID(int=number)))
    gateway.tell(deleted(UUID(int=5)))
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))

    async def is_there():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["counts"]["channels_scored"]

    await until(is_there)
    return analysis


async def test_a_rebuild_gives_the_same_rows_under_a_new_epoch(client, gateway, filled):
    database = gateway.app.state.parts.database
    before = await rows_of(database)
    async with socket_of(gateway, filled) as socket:
        first = await next_frame(socket)
        report = await rebuilt(client)
        again = first
        while again["epoch"] == first["epoch"]:
            again = await next_frame(socket)
    assert report["error"] is None
    assert report["equal"], report
    assert report["swapped"]
    assert [table["table"] for table in report["after"]] == ["analyses", "channels", "results"]
    assert await rows_of(database) == before
    assert again["type"] == "snapshot"


async def test_a_rebuild_repairs_what_differs_from_the_log(client, gateway, filled):
    database = gateway.app.state.parts.database
    before = await rows_of(database)
    await database.run(lambda connection: connection.execute(text("UPDATE results SET score = 0")))
    compared = await rebuilt(client, swap=False)
    assert (compared["equal"], compared["swapped"]) == (False, False)
    assert await rows_of(database) != before
    assert not (await rebuilt(client))["equal"]
    assert await rows_of(database) == before
    assert (await rebuilt(client))["equal"]


async def test_effects_are_off_while_it_is_built(client, gateway, filled):
    before = len(gateway.published(AnalysisCompleted))
    await rebuilt(client)
    assert len(gateway.published(AnalysisCompleted)) == before


async def test_facts_and_requests_go_on_during_a_rebuild_and_nothing_is_lost(client, gateway, filled):
    started = []

    async def work():
        while True:
            analysis = await start(client)
            started.append(analysis)
            gateway.tell(
                qualified(0, 1, analysis=analysis), scored(0, analysis=analysis), skipped(1, analysis=analysis)
            )
            response = await client.get(f"/api/v1/analyses/{analysis}/results")
            assert response.status_code == 200, response.text
            await client.post(f"/api/v1/analyses/{started[0]}/cancel")

    working = [asyncio.create_task(work()) for _ in range(3)]
    for _ in range(3):
        report = await rebuilt(client)
        assert report["swapped"], report
        assert report["equal"], report
    for task in working:
        task.cancel()
    outcomes = await asyncio.gather(*working, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}, outcomes
    assert len(started) > 5

    async def all_done():
        states = [(await client.get(f"/api/v1/analyses/{one}")).json()["state"] for one in started]
        return set(states) <= {"completed", "cancelled"}

    await until(all_done, 20)
    assert (await rebuilt(client))["equal"]


async def test_there_is_one_rebuild_at_a_time(client, gateway, filled):
    async with gateway.app.state.parts.database.connection() as writer, writer.begin():
        await share(writer)  # the first cannot end before this writer does
        first, second = [await client.post("/api/v1/admin/rebuild", json={}) for _ in range(2)]
    assert (first.status_code, second.status_code) == (202, 409)

    async def ended():
        return (await client.get("/api/v1/admin/rebuild")).json()["state"] == "done"

    await until(ended, 20)
