"""The OpenAPI document tells the truth: schemathesis asks every route with what the document allows and forbids.

`SCHEMATHESIS_EXAMPLES=600 pytest tests/gateway/test_schema.py` asks more than 20,000 times.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

import httpx
import pytest

from tests.gateway.builders import qualified, scored, skipped, video
from tests.gateway.people import client_of, registered
from tests.gateway.running import RunningGateway, running_gateway, start

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
SECONDS = 120 if EXAMPLES < 10 else 7_200
NOT_ASKED = "/events$"
"""Event streams do not end; tests/gateway/test_live.py reads them."""
CONFIG = Path(__file__).with_name("schemathesis.toml")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(SECONDS)]


async def ask(gateway: RunningGateway, *options: str) -> str:
    """Run schemathesis over the whole document; its report."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(CONFIG),
        "run",
        f"{gateway.url}/openapi.json",
        "--url",
        gateway.url,
        "--checks",
        "all",
        "--phases",
        "examples,coverage,fuzzing,stateful" if EXAMPLES >= 10 else "examples,fuzzing",
        "--max-examples",
        str(EXAMPLES),
        "--exclude-path-regex",
        NOT_ASKED,
        "--continue-on-failure",
        "--warnings",
        "off",
        "--no-color",
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    report = output.decode()
    assert process.returncode == 0, report[-8_000:]
    return report


def cases(report: str) -> int:
    found = re.search(r"(\d+) generated", report)
    assert found, report[-2_000:]
    return int(found[1])


async def fill(gateway: RunningGateway, client: httpx.AsyncClient) -> None:
    """Something to find."""
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), skipped(1, analysis=analysis))
    gateway.tell(scored(0, video("a", 9.0), video("b", 5.0), analysis=analysis))


async def test_without_a_login_on_loopback(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    async with (
        running_gateway(url, engine_room.next_redis_url()) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as client,
    ):
        await fill(gateway, client)
        print(cases(await ask(gateway)), "requests without a login")  # noqa: T201  for whoever asks with -s
    engine_room.drop_database(url)


async def test_with_a_login_and_without_where_one_is_needed(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    limits = {"trust_loopback": False, "requests_per_minute": 10**9}
    async with (
        running_gateway(url, engine_room.next_redis_url(), **limits) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as visitor,
    ):
        login = await registered(visitor)
        async with client_of(gateway, login["access_token"]) as client:
            await fill(gateway, client)
            body = {"name": "schemathesis", "scopes": ["read", "write", "admin"]}
            key = (await client.post("/api/v1/api-keys", json=body)).json()["key"]
        kept = ("--exclude-path-regex", f"{NOT_ASKED}|/api-keys|/auth/logout|/auth/change-password")
        with_key = cases(await ask(gateway, "--header", f"Authorization: Bearer {key}", *kept))
        print(with_key, "requests with a login,", cases(await ask(gateway)), "without")  # noqa: T201
    engine_room.drop_database(url)
