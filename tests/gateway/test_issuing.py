"""The first account of a gateway, made at the console by who runs it."""

import asyncio
import json
import os
import sys

import httpx
import pytest

from tests.gateway.people import client_of
from tests.gateway.running import running_gateway, start


@pytest.fixture(scope="module")
async def closed_gateway(engine_room, migrated_template):
    """A gateway where nobody may register."""
    url = engine_room.create_database(migrated_template)
    changes = {"trust_loopback": False, "open_registration": False}
    async with running_gateway(url, engine_room.next_redis_url(), **changes) as running:
        yield running
    engine_room.drop_database(url)


async def console(gateway, *arguments: str) -> tuple[int, str, str]:
    """`python -m gateway account`, as `docker compose exec gateway` runs it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway",
        "account",
        *arguments,
        env={
            **os.environ,
            "GATEWAY_DATABASE_URL": gateway.settings.database_url.get_secret_value(),
            "GATEWAY_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaints = await process.communicate()
    return process.returncode or 0, out.decode(), complaints.decode()


async def test_the_operator_gets_a_password_and_a_key_that_work(closed_gateway):
    told, out, complaints = await console(closed_gateway, "ann", "ann@example.org", "--operator")
    assert told == 0, complaints
    issued = json.loads(out)
    async with client_of(closed_gateway, issued["api_key"]) as client:
        await start(client)
        assert (await client.get("/api/v1/admin/rebuild")).status_code == 404
        assert issued["api_key"] not in (await client.get("/api/v1/api-keys")).text
    async with httpx.AsyncClient(base_url=closed_gateway.url) as visitor:
        login = await visitor.post("/api/v1/auth/login", json={"name": "ann", "password": issued["password"]})
    assert login.json()["user"]["role"] == "admin"


async def test_others_get_accounts_that_run_nothing_of_the_gateways(closed_gateway):
    _, out, _ = await console(closed_gateway, "bob", "bob@example.org")
    async with client_of(closed_gateway, json.loads(out)["api_key"]) as client:
        assert (await client.get("/api/v1/auth/me")).json()["role"] == "user"
        assert (await client.get("/api/v1/admin/rebuild")).status_code == 403


@pytest.mark.parametrize(
    ("name", "email", "complaint"),
    [("x", "x@example.org", "username"), ("carol", "nowhere", "email"), ("taken", "taken@example.org", "taken")],
)
async def test_what_cannot_be_is_said_in_a_line(closed_gateway, name, email, complaint):
    if name == "taken":
        await console(closed_gateway, name, email)
    told, out, complaints = await console(closed_gateway, name, email)
    assert (told, out) == (1, "")
    assert complaint in complaints
    assert len(complaints.splitlines()) == 1


@pytest.mark.parametrize("path", ["/api/v1/auth/register", "/api/auth/register"])
async def test_nobody_may_register_where_registration_is_closed(closed_gateway, path):
    password = "a long sentence is best"
    account = {"username": "eve", "email": "eve@example.org", "password": password}
    more = {"confirmPassword": password} if path == "/api/auth/register" else {}
    async with httpx.AsyncClient(base_url=closed_gateway.url) as visitor:
        response = await visitor.post(path, json=account | more)
    assert response.status_code == 403
    assert "operator" in response.text
