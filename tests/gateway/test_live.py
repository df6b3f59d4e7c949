"""Following an analysis live: snapshots, deltas, resuming, and what a slow client gets."""

import asyncio
import contextlib

import httpx
import jsonschema
import pytest
from common.streams import CHANNEL_OUTCOMES
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.gateway.builders import exclusion, qualified, scored, skipped, video
from tests.gateway.people import client_of, registered
from tests.gateway.running import SECONDS, frame_of, running_gateway, start, until


def socket_of(gateway, analysis, query=""):
    return connect(f"ws{gateway.url[4:]}/api/v1/analyses/{analysis}/live{query}", proxy=None)


async def next_frame(socket):
    return frame_of(await asyncio.wait_for(socket.recv(), SECONDS))


async def frames_until(socket, state):
    frames = []
    while not frames or frames[-1]["analysis"]["state"] != state:
        frames.append(await next_frame(socket))
    return frames


def merged(frames):
    """What a client knows after some frames."""
    channels = {}
    for frame in frames:
        if frame["type"] == "snapshot":
            channels = {}
        channels |= {channel["channel_id"]: channel for channel in frame["channels"]}
    return channels


async def test_a_client_sees_a_snapshot_and_then_what_changes(client, gateway):
    analysis = await start(client)
    async with socket_of(gateway, analysis) as socket:
        first = await next_frame(socket)
        assert (first["type"], first["channels"], first["analysis"]["state"]) == ("snapshot", [], "queued")
        gateway.tell(exclusion(analysis), qualified(0, 1, analysis=analysis))
        gateway.tell(scored(0, video("a"), analysis=analysis), skipped(1, analysis=analysis))
        frames = await frames_until(socket, "completed")
    assert {frame["type"] for frame in frames} == {"delta"}
    channels = merged([first, *frames])
    assert channels["UC0"]["results"][0]["video_id"] == "a"
    assert channels["UC1"]["reason"] == "no_uploads"


async def test_a_client_that_comes_back_gets_only_what_it_missed(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))
    async with socket_of(gateway, analysis) as socket:
        known = (await frames_until(socket, "scoring"))[-1]
        while "UC0" not in [channel["channel_id"] for channel in known["channels"]]:
            known = await next_frame(socket)
        last = known
    gateway.tell(scored(1, analysis=analysis))
    async with socket_of(gateway, analysis, f"?after={last['seq']}&epoch={last['epoch']}") as socket:
        missed = await frames_until(socket, "completed")
    assert {frame["type"] for frame in missed} == {"delta"}
    assert set(merged(missed)) == {"UC1"}


async def test_a_fact_that_changes_nothing_is_sent_to_nobody(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))
    async with socket_of(gateway, analysis) as socket:
        await frames_until(socket, "completed")
        gateway.tell(scored(0, analysis=analysis))
        await until(lambda: gateway.has_read("gateway.project", CHANNEL_OUTCOMES.name))
        gateway.tell(qualified(0, 1, analysis=analysis))
        new = await next_frame(socket)
    assert [channel["channel_id"] for channel in new["channels"]] == ["UC1"]


async def test_another_epoch_gets_a_snapshot(client, gateway):
    analysis = await start(client)
    async with socket_of(gateway, analysis, "?after=1&epoch=0000") as socket:
        assert (await next_frame(socket))["type"] == "snapshot"


@pytest.mark.parametrize("query", ["?after=x", "?after=-1", "?after=99999999999999999999&epoch=1", "?epoch=%00"])
async def test_a_strange_position_gets_a_snapshot(client, gateway, query):
    analysis = await start(client)
    async with socket_of(gateway, analysis, query) as socket:
        assert (await next_frame(socket))["type"] == "snapshot"


@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000000", "nonsense"])
async def test_an_unknown_analysis_closes_the_socket(gateway, name):
    async with socket_of(gateway, name) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd.code == 4404


async def test_a_deleted_analysis_closes_its_sockets(client, gateway):
    analysis = await start(client)
    async with socket_of(gateway, analysis) as socket:
        await next_frame(socket)
        await client.delete(f"/api/v1/analyses/{analysis}")
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    assert socket.close_code == 4410


async def test_a_page_of_another_origin_may_not_open_a_socket(client, gateway):
    analysis = await start(client)
    with pytest.raises(InvalidStatus) as refused:
        async with connect(
            f"ws{gateway.url[4:]}/api/v1/analyses/{analysis}/live", origin="https://evil.example", proxy=None
        ):
            pass
    assert refused.value.response.status_code == 403


async def test_server_sent_events_carry_the_same_frames_and_resume(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))
    events = await read_events(gateway, analysis, until="scoring")
    assert events[0]["event"] == "snapshot"
    gateway.tell(scored(1, analysis=analysis))
    again = await read_events(gateway, analysis, until="completed", headers={"Last-Event-ID": events[-1]["id"]})
    assert {event["event"] for event in again} == {"delta"}
    assert "UC1" in merged([event["frame"] for event in again])


async def read_events(gateway, analysis, *, until, headers=None):
    events, event = [], {}
    async with (
        httpx.AsyncClient(base_url=gateway.url, timeout=SECONDS) as client,
        client.stream("GET", f"/api/v1/analyses/{analysis}/events", headers=headers or {}) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            if name in {"id", "event", "data"}:
                event[name] = value
            elif not line and event:
                event["frame"] = frame_of(event["data"])
                events.append(event)
                if event["frame"]["analysis"]["state"] == until:
                    return events
                event = {}
    raise AssertionError("the stream ended")


async def test_frames_are_as_the_asyncapi_document_has_them(client, gateway):
    document = (await client.get("/asyncapi.json")).json()
    schema = {"$ref": "#/components/schemas/Frame", "components": document["components"]}
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, video("a"), analysis=analysis))
    gateway.tell(skipped(1, analysis=analysis))
    async with socket_of(gateway, analysis) as socket:
        for frame in await frames_until(socket, "completed"):
            jsonschema.validate(frame, schema)


async def test_an_owner_has_so_many_live_connections_and_no_more(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    async with (
        running_gateway(url, engine_room.next_redis_url(), trust_loopback=False, sockets_per_owner=2) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as visitor,
    ):
        token = (await registered(visitor))["access_token"]
        async with client_of(gateway, token) as client:
            analysis = await start(client)
            headers = {"Authorization": f"Bearer {token}"}
            address = f"ws{gateway.url[4:]}/api/v1/analyses/{analysis}/live"
            async with (
                connect(address, additional_headers=headers, proxy=None) as one,
                connect(address, additional_headers=headers, proxy=None) as two,
            ):
                await next_frame(one)
                await next_frame(two)
                async with connect(address, additional_headers=headers, proxy=None) as third:
                    with pytest.raises(ConnectionClosed):
                        await third.recv()
                assert third.close_code == 4429
                refused = await client.get(f"/api/v1/analyses/{analysis}/events")
                assert refused.status_code == 429
            async with connect(address, additional_headers=headers, proxy=None) as again:
                await next_frame(again)
    engine_room.drop_database(url)


async def test_what_holds_an_analysis_up_is_named(client, gateway):
    analysis = await start(client)
    gateway.fetcher.missing = ["youtube_key"]
    try:
        async with socket_of(gateway, analysis) as socket:
            frame = await next_frame(socket)
            while frame["analysis"]["waiting_for"] != "youtube_key":
                frame = await next_frame(socket)
    finally:
        gateway.fetcher.missing = []


async def test_a_database_that_is_away_is_named_and_the_analysis_goes_on_when_it_is_back(engine_room):
    postgres = engine_room.new_postgres()
    process = await asyncio.to_thread(engine_room.start, postgres)
    async with (
        running_gateway(postgres.url, engine_room.next_redis_url(), patience_seconds=0.3) as gateway,
        httpx.AsyncClient(base_url=gateway.url, timeout=20) as client,
    ):
        await until(gateway.app.state.parts.database.schema.is_set, 20)
        analysis = await start(client)
        async with socket_of(gateway, analysis) as socket:
            assert (await next_frame(socket))["analysis"]["waiting_for"] is None
            await asyncio.to_thread(engine_room.kill, process)
            assert (await next_frame(socket))["analysis"]["waiting_for"] == "database"
            process = await asyncio.to_thread(engine_room.start, postgres)
            gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))
            done = (await frames_until(socket, "completed"))[-1]
    assert done["analysis"]["waiting_for"] is None
    await asyncio.to_thread(engine_room.stop, process)
