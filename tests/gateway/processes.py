"""A gateway as a process of its own, over engines of the test's own."""

import asyncio
import contextlib
import os
import resource
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from common.topics import create_topics
from local_stack.ports import free_ports

from tests.engine_room import EngineRoom

READY_SECONDS = 60
PAGE_KIB = 4
OPEN_FILES = 20_000


@dataclass
class GatewayProcess:
    """Where it listens, and which process it is."""

    url: str
    pid: int
    process: asyncio.subprocess.Process

    def resident_mib(self) -> float:
        """Memory that it holds now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * PAGE_KIB / 1024

    def cpu_seconds(self) -> float:
        """Processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def raise_open_files() -> None:
    """As many files as the system allows: every socket is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def prepared(room: EngineRoom) -> dict[str, str]:
    """The environment of gateways over the engines of `room`, with the topics there."""
    await create_topics([room.kafka.bootstrap])
    return {
        "GATEWAY_KAFKA_BOOTSTRAP": room.kafka.bootstrap,
        "GATEWAY_DATABASE_URL": room.create_database(),
        "GATEWAY_REDIS_URL": room.next_redis_url(),
        "GATEWAY_FETCHER_URL": "http://127.0.0.1:9",
        "GATEWAY_TRUST_LOOPBACK": "true",
        "GATEWAY_LOG_LEVEL": "WARNING",
        "GATEWAY_PATIENCE_SECONDS": "1",
    }


@contextlib.asynccontextmanager
async def gateway(environment: dict[str, str]) -> AsyncIterator[GatewayProcess]:
    """`python -m gateway` on a free port."""
    (port,) = free_ports(1)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway",
        env={**os.environ, **environment, "GATEWAY_HTTP_PORT": str(port)},
        stdout=asyncio.subprocess.DEVNULL,
    )
    running = GatewayProcess(f"http://127.0.0.1:{port}", process.pid, process)
    try:
        await _until_ready(running)
        yield running
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_ready(running: GatewayProcess) -> None:
    deadline = time.monotonic() + READY_SECONDS
    async with httpx.AsyncClient(base_url=running.url) as client:
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                dependencies = (await client.get("/ready")).json()["dependencies"]
                if dependencies["kafka"] and dependencies["database"] and dependencies["redis"]:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError("the gateway did not become ready")
