"""The service as a whole: on the bus in memory, with the real database."""

import asyncio
from uuid import uuid4

import httpx
from common import streams
from common.delivery import MemoryBus, MemoryLog, seal
from common.events import ContentProfile
from discovery.app import build_app
from discovery.settings import Settings

from tests.discovery.builders import a_candidate, a_spec, a_video, candidate_channels, exclusion_videos


def tell(log, stream, event):
    log.append(seal(stream, event, source="test", cause_id=str(uuid4())))


async def said(log, stream, count):
    async with asyncio.timeout(20):
        while len(log.all(stream.name)) < count:  # noqa: ASYNC110  the bus tells nobody
            await asyncio.sleep(0.02)
    return [stream.decode(record.header("ce_type"), record.value) for record in log.all(stream.name)]


async def test_from_videos_to_a_list_and_from_candidates_to_selected_channels(database_url):
    log = MemoryLog()
    app = build_app(Settings(kafka_bootstrap="unused:1", database_url=database_url), MemoryBus(log))
    spec = a_spec(profile=ContentProfile(search_queries=("ramen at home",)))
    videos = [a_video(title="Ramen"), a_video("v2", title="Ramen!")]
    tell(log, streams.EXCLUSION_VIDEOS_FETCHED, exclusion_videos(videos, spec=spec))
    tell(log, streams.CANDIDATE_CHANNELS_FETCHED, candidate_channels([a_candidate("UC1"), a_candidate("UC2")]))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        selected = await said(log, streams.CHANNEL_SELECTED, 2)
        await said(log, streams.EXCLUSION_LIST_BUILT, 1)
        ready = await client.get("http://discovery/ready")
        health = await client.get("http://discovery/health")
    assert sorted(event.channel.id for event in selected) == ["UC1", "UC2"]
    assert ready.json() == {"ready": True, "dependencies": {"kafka": True, "database": True}}
    assert health.json() == {"status": "ok"}


async def test_a_service_whose_database_is_away_lives_but_is_not_ready():
    away = Settings(kafka_bootstrap="unused:1", database_url="postgresql://nobody:nothing@127.0.0.1:9/none")
    app = build_app(away, MemoryBus())
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        ready = await client.get("http://discovery/ready")
        health = await client.get("http://discovery/health")
    assert (ready.status_code, health.status_code) == (503, 200)
    assert ready.json()["dependencies"]["database"] is False
