"""Nobody sees what is another's: on every route that the OpenAPI document has, so that none is forgotten."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import jwt
import pytest
from gateway.app import build_app
from gateway.settings import Settings
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.gateway.builders import qualified, scored
from tests.gateway.people import client_of, registered
from tests.gateway.running import frame_of, start, until

OPEN = {
    ("get", "/health"),
    ("get", "/ready"),
    ("get", "/metrics"),
    ("post", "/api/v1/auth/register"),
    ("post", "/api/v1/auth/login"),
    ("post", "/api/v1/auth/refresh"),
}
"""What anybody may ask; whatever else there is needs a login."""
BODIES = {
    "/api/v1/analyses": {"exclusion_channels": ["A"]},
    "/api/v1/analyses/plan": {"exclusion_channels": ["A"]},
    "/api/v1/api-keys": {"name": "x"},
    "/api/v1/auth/change-password": {"current_password": "x" * 12, "new_password": "abcdefghijkl"},
    "/api/v1/channels/search": None,
}


def document() -> dict:
    settings = Settings(database_url="postgresql://x:x@127.0.0.1:1/x", kafka_bootstrap="127.0.0.1:1")
    return build_app(settings).openapi()


def operations() -> list[tuple[str, str]]:
    paths = document()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


CLOSED = [operation for operation in operations() if operation not in OPEN]
OWNED = [operation for operation in CLOSED if "{analysis_id}" in operation[1]]


async def ask(client: httpx.AsyncClient, method: str, path: str, **names: object) -> httpx.Response:
    """Ask a route with something plausible in every place."""
    plausible = {
        "channel": "@pixelpanda",
        "key_id": str(UUID(int=1)),
        "other_id": names.get("analysis_id"),
        "kind": "channel",
        "item_id": "UC0",
        "name": "mine",
    } | names
    url = re.sub(r"{(\w+)}", lambda place: str(plausible.get(place[1], "x")), path)
    query = {"q": "panda"} if path.endswith("/search") else {}
    body = BODIES.get(path, {}) if method in {"post", "put", "patch"} else None
    return await client.request(method.upper(), url, params=query, json=body)


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_a_visitor_without_a_login_is_refused(visitor, method, path):
    response = await ask(visitor, method, path, analysis_id=UUID(int=1))
    assert response.status_code == 401, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.fixture(scope="module")
async def worthless_tokens(public_gateway) -> dict[str, str]:
    """Tokens that were good once."""
    async with httpx.AsyncClient(base_url=public_gateway.url) as visitor:
        expired, left, keyed = [await registered(visitor) for _ in range(3)]
    issuer = await public_gateway.app.state.parts.accounts.tokens()
    claims = jwt.decode(expired["access_token"], options={"verify_signature": False})
    past = datetime.now(UTC) - timedelta(minutes=1)
    async with client_of(public_gateway, left["access_token"]) as client:
        await client.post("/api/v1/auth/logout")
    async with client_of(public_gateway, keyed["access_token"]) as client:
        key = (await client.post("/api/v1/api-keys", json={"name": "old"})).json()
        await client.delete(f"/api/v1/api-keys/{key['id']}")
    return {
        "expired": jwt.encode(claims | {"exp": past}, issuer._secret, algorithm="HS256"),
        "logged out": left["access_token"],
        "revoked key": key["key"],
    }


@pytest.mark.parametrize("worthless", ["expired", "logged out", "revoked key"])
@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_an_expired_or_revoked_token_is_refused(public_gateway, worthless_tokens, worthless, method, path):
    async with client_of(public_gateway, worthless_tokens[worthless]) as client:
        response = await ask(client, method, path, analysis_id=UUID(int=1))
    assert response.status_code == 401, response.text


@pytest.fixture(scope="module")
async def anns(public_gateway):
    """Ann's login and an analysis of hers, complete."""
    async with httpx.AsyncClient(base_url=public_gateway.url) as visitor:
        login = await registered(visitor)
    async with client_of(public_gateway, login["access_token"]) as ann:
        analysis = await start(ann)
        public_gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))

        async def complete():
            return (await ann.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

        await until(complete)
    return login, analysis


@pytest.mark.parametrize(("method", "path"), OWNED)
async def test_another_owner_does_not_find_the_analysis(public_gateway, visitor, anns, method, path):
    _, analysis = anns
    bob = await registered(visitor)
    async with client_of(public_gateway, bob["access_token"]) as client:
        response = await ask(client, method, path, analysis_id=analysis)
    assert response.status_code == 404, response.text
    assert str(analysis) not in response.text.replace(f"no analysis {analysis}", "")


async def test_the_owner_still_has_it_all(public_gateway, anns):
    login, analysis = anns
    async with client_of(public_gateway, login["access_token"]) as ann:
        assert (await ann.get(f"/api/v1/analyses/{analysis}/results")).json()["items"]
        listed = (await ann.get("/api/v1/analyses")).json()["items"]
    assert [item["id"] for item in listed] == [str(analysis)]


async def test_lists_show_nothing_of_others(public_gateway, visitor, anns):
    bob = await registered(visitor)
    async with client_of(public_gateway, bob["access_token"]) as client:
        assert (await client.get("/api/v1/analyses")).json()["items"] == []
        assert (await client.get("/api/v1/api-keys")).json()["items"] == []


def socket_of(gateway, analysis):
    return connect(f"ws{gateway.url[4:]}/api/v1/analyses/{analysis}/live", proxy=None)


async def test_a_socket_asks_for_the_token_first_and_never_in_the_address(public_gateway, anns):
    login, analysis = anns
    async with socket_of(public_gateway, analysis) as socket:
        await socket.send(f'{{"token": "{login["access_token"]}"}}')
        assert frame_of(await socket.recv())["analysis"]["id"] == str(analysis)


@pytest.mark.parametrize("first", ['{"token": "wrong"}', "nonsense", "[1]", '{"token": 1}'])
async def test_a_socket_without_a_good_token_is_closed(public_gateway, anns, first):
    async with socket_of(public_gateway, anns[1]) as socket:
        await socket.send(first)
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    assert socket.close_code == 4401


async def test_anothers_socket_is_closed_as_not_found(public_gateway, visitor, anns):
    bob = await registered(visitor)
    async with socket_of(public_gateway, anns[1]) as socket:
        await socket.send(f'{{"token": "{bob["access_token"]}"}}')
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    assert socket.close_code == 4404
