"""The OpenAPI document tells the truth: schemathesis asks every route with what the document allows and forbids.

Few requests, for every day: `python -m benchmarks.gateway_bench.schema` sends more than 20,000, over real engines.
"""

import httpx
import pytest
from gateway.accounts.issuing import issue

from tests.gateway.asking import ask
from tests.gateway.builders import qualified, scored, skipped, video
from tests.gateway.people import client_of
from tests.gateway.running import RunningGateway, running_gateway, start

EXAMPLES = 4

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


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
        assert await ask(gateway.url, EXAMPLES) > 0
    engine_room.drop_database(url)


async def test_with_a_login_and_without_where_one_is_needed(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    limits = {"trust_loopback": False, "requests_per_minute": 10**9}
    async with running_gateway(url, engine_room.next_redis_url(), **limits) as gateway:
        issued = await issue(gateway.app.state.parts.database, "ann", "ann@example.org", is_operator=True)
        async with client_of(gateway, issued.api_key) as client:
            await fill(gateway, client)
        assert await ask(gateway.url, EXAMPLES, key=issued.api_key) > 0
        assert await ask(gateway.url, EXAMPLES) > 0
    engine_room.drop_database(url)
