"""Reading stays cheap: statements a request are counted, and a database that restarts is waited for."""

import asyncio
import time
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import event
from websockets.asyncio.client import connect

from tests.gateway.builders import qualified, scored, video
from tests.gateway.people import PASSWORD, client_of, registered
from tests.gateway.running import frame_of, running_gateway, start, until


@contextmanager
def counted(gateway):
    """The statements of requests that come meanwhile.

    Each runs in a task of its own. What goes on in the background (the relay, consumers that read what it publishes,
    the watchdog) runs in tasks that were there before.
    """
    statements: list[str] = []
    background = asyncio.all_tasks()
    engine = gateway.app.state.parts.database.engine.sync_engine

    def note(connection, cursor, statement, parameters, context, executemany):
        if asyncio.current_task() not in background:
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def large(client, gateway, channels: int):
    analysis = await start(client, max_channels=1000, max_results=1000)
    gateway.tell(qualified(*range(channels), analysis=analysis))
    for number in range(channels):
        gateway.tell(scored(number, video(f"a{number}", 3.0), video(f"b{number}", 4.0), analysis=analysis))

    async def done():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

    await until(done, 30)
    return analysis


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/v1/analyses?limit=20", 1),
        ("/api/v1/analyses/{analysis}", 1),
        ("/api/v1/analyses/{analysis}/results?limit=50", 3),
        ("/api/v1/analyses/{analysis}/results?limit=50&sort=views&must=video&excluded=all", 3),
        ("/api/v1/analyses/{analysis}/export?format=csv", 2),
        ("/api/v1/analyses/{analysis}/trends", 2),
        ("/api/v1/analyses/{analysis}/compare/{analysis}", 4),
        ("/api/v1/profiles", 1),
        ("/api/dashboard", 14),
    ],
)
async def test_a_request_takes_as_many_statements_for_many_rows_as_for_few(client, gateway, path, most):
    counts = []
    for channels in (2, 60):
        analysis = await large(client, gateway, channels)
        with counted(gateway) as statements:
            response = await client.get(path.format(analysis=analysis))
        assert response.status_code == 200
        counts.append(len(statements))
    assert 0 < counts[0] == counts[1] <= most, statements


async def test_a_request_waits_while_the_database_restarts(engine_room):
    postgres = engine_room.new_postgres()
    process = await asyncio.to_thread(engine_room.start, postgres)
    async with (
        running_gateway(postgres.url, engine_room.next_redis_url(), patience_seconds=30) as gateway,
        httpx.AsyncClient(base_url=gateway.url, timeout=40) as client,
    ):
        analysis = await start(client)
        await asyncio.to_thread(engine_room.kill, process)
        waiting = asyncio.create_task(start(client))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        process = await asyncio.to_thread(engine_room.start, postgres)
        second = await waiting
        assert (await client.get(f"/api/v1/analyses/{second}")).json()["state"] == "queued"
        assert (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "queued"
    await asyncio.to_thread(engine_room.stop, process)


async def test_a_request_is_told_503_when_the_database_stays_away_and_all_goes_on_when_it_is_back(engine_room):
    postgres = engine_room.new_postgres()
    process = await asyncio.to_thread(engine_room.start, postgres)
    async with (
        running_gateway(postgres.url, engine_room.next_redis_url(), patience_seconds=3) as gateway,
        httpx.AsyncClient(base_url=gateway.url, timeout=20) as client,
    ):
        await until(gateway.app.state.parts.database.schema.is_set, 20)
        analysis = await start(client)
        await asyncio.to_thread(engine_room.kill, process)
        began = time.monotonic()
        response = await client.get(f"/api/v1/analyses/{analysis}")
        assert 2 < time.monotonic() - began < 8
        assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
        assert "database" in response.json()["detail"]
        ready = await client.get("/ready")
        assert (ready.status_code, ready.json()["dependencies"]["database"]) == (503, False)

        process = await asyncio.to_thread(engine_room.start, postgres)
        gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))

        async def done():
            return (await client.get(f"/api/v1/analyses/{analysis}")).json().get("state") == "completed"

        await until(done, 20)
    await asyncio.to_thread(engine_room.stop, process)


async def test_the_gateway_goes_on_without_its_cache(engine_room, migrated_template):
    valkey = engine_room.new_valkey()
    process = await asyncio.to_thread(engine_room.start, valkey)
    url = engine_room.create_database(migrated_template)
    async with (
        running_gateway(url, valkey.url, trust_loopback=False) as gateway,
        httpx.AsyncClient(base_url=gateway.url, timeout=20) as visitor,
    ):
        login = await registered(visitor)
        async with client_of(gateway, login["access_token"]) as client:
            await asyncio.to_thread(engine_room.kill, process)
            analysis = await start(client)
            async with connect(
                f"ws{gateway.url[4:]}/api/v1/analyses/{analysis}/live",
                additional_headers={"Authorization": client.headers["Authorization"]},
                proxy=None,
            ) as socket:
                gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))
                async with asyncio.timeout(10):
                    while frame_of(await socket.recv())["analysis"]["state"] != "completed":
                        pass
            name = {"name": login["user"]["username"], "password": PASSWORD}
            refused = await visitor.post("/api/v1/auth/login", json=name)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
            assert (await client.get("/ready")).json()["dependencies"]["redis"] is False

            process = await asyncio.to_thread(engine_room.start, valkey)

            async def logged_in():
                return (await visitor.post("/api/v1/auth/login", json=name)).status_code == 200

            await until(logged_in, 15)
    await asyncio.to_thread(engine_room.stop, process)
    engine_room.drop_database(url)


async def test_a_gateway_that_is_started_before_its_database_waits_for_it(engine_room):
    postgres = engine_room.new_postgres()
    async with (
        running_gateway(postgres.url, engine_room.next_redis_url(), patience_seconds=1) as gateway,
        httpx.AsyncClient(base_url=gateway.url, timeout=20) as client,
    ):
        assert (await client.get("/health")).status_code == 200
        assert (await client.get("/api/v1/analyses")).status_code == 503
        assert (await client.get("/ready")).json()["dependencies"]["database"] is False
        process = await asyncio.to_thread(engine_room.start, postgres)

        async def is_ready():
            return (await client.get("/ready")).status_code == 200

        await until(is_ready, 20)
        assert (await client.get("/api/v1/analyses")).json()["items"] == []
    await asyncio.to_thread(engine_room.stop, process)
