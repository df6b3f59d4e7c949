"""People with accounts."""

from itertools import count

import httpx

from tests.gateway.running import SECONDS, RunningGateway

PASSWORD = "correct horse battery"
_numbers = count(1)


async def registered(visitor: httpx.AsyncClient, name: str | None = None) -> dict:
    """A new account's login."""
    name = name or f"person{next(_numbers)}"
    body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    response = await visitor.post("/api/v1/auth/register", json=body)
    assert response.status_code == 201, response.text
    visitor.cookies.clear()
    return response.json()


def client_of(gateway: RunningGateway, token: str) -> httpx.AsyncClient:
    """A client that shows a token."""
    return httpx.AsyncClient(base_url=gateway.url, headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS)


async def person(gateway: RunningGateway, visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client of somebody new."""
    return client_of(gateway, (await registered(visitor))["access_token"])
