"""A gateway as its callers meet it: on a port of loopback, with the bus in memory behind it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from common import streams
from common.delivery import MemoryBus, MemoryLog, seal
from common.events import Event
from common.worldtime import FixedClock
from fastapi import FastAPI
from gateway.app import build_app
from gateway.settings import Settings

from tests.gateway.builders import NOW
from tests.gateway.fake_fetcher import FakeFetcher

SECONDS = 20.0
"""How long a machine may take to do what a test waits for: a bound on failing, nothing waits for its end."""


@dataclass
class RunningGateway:
    """Where it listens, and what stands behind it."""

    url: str
    log: MemoryLog
    clock: FixedClock
    fetcher: FakeFetcher
    app: FastAPI
    settings: Settings
    _told: int = field(default=0)

    def tell(self, *events: Event) -> None:
        """Write events to the log, as other services would."""
        for event in events:
            stream = next(one for one in streams.EVENT_STREAMS if isinstance(event, one.payloads))
            self._told += 1
            self.log.append(seal(stream, event, source="test", cause_id=f"test/{self._told}"))

    def has_read(self, group: str, topic: str) -> bool:
        """Whether a group has read everything that a stream holds."""
        read = sum(
            offset for (name, place), offset in self.log.committed.items() if (name, place.topic) == (group, topic)
        )
        return read == len(self.log.all(topic))

    def published(self, kind: type[Event]) -> list[Any]:
        """Events of a kind in the lifecycle stream, as they stand in the log."""
        records = self.log.all(streams.ANALYSIS_LIFECYCLE.name)
        return [
            kind.model_validate_json(record.value) for record in records if record.header("ce_type") == kind.type_name()
        ]


async def until(condition: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """What `condition` (sync or async) gives, once it is true."""
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def running_gateway(
    database_url: str, redis_url: str, *, log: MemoryLog | None = None, **changes: Any
) -> AsyncIterator[RunningGateway]:
    """Start a gateway in this loop; stop it at the end."""
    log = log or MemoryLog()
    clock = FixedClock(NOW + timedelta(minutes=1))
    fetcher = FakeFetcher()
    async with served(fetcher.app()) as fetcher_url:
        values: dict[str, Any] = {
            "database_url": database_url,
            "redis_url": redis_url,
            "fetcher_url": fetcher_url,
            "kafka_bootstrap": "in memory",
            "trust_loopback": True,
            "database_connections": 5,
        }
        settings = Settings(**(values | changes))
        app = build_app(settings, bus=MemoryBus(log), clock=clock)
        async with served(app) as url:
            yield RunningGateway(url=url, log=log, clock=clock, fetcher=fetcher, app=app, settings=settings)


@contextlib.asynccontextmanager
async def served(app: FastAPI, port: int = 0, *, end_seconds: int = 2) -> AsyncIterator[str]:
    """Serve an app on a port of loopback, a free one where none is named, in this loop.

    At the end, requests that are under way have `end_seconds`.
    """
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=end_seconds
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]  # the tests' own handlers stay
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started or task.done(), 30)
    if task.done():
        await task
        raise AssertionError("the server ended at its start")
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


async def start(client: httpx.AsyncClient, **body: Any) -> UUID:
    """Start an analysis; its id."""
    response = await client.post("/api/v1/analyses", json={"exclusion_channels": ["Pixel Panda"]} | body)
    assert response.status_code == 202, response.text
    return UUID(response.json()["id"])


def frame_of(text: str | bytes) -> dict[str, Any]:
    """A live frame."""
    frame = json.loads(text)
    assert set(frame) == {"type", "epoch", "seq", "analysis", "channels"}
    return frame
