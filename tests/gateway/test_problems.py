"""Every refusal is a problem document that names the field and the mend; nothing is started or spent."""

import httpx
import pytest
from gateway.problems import Kind

from tests.gateway.running import running_gateway

GOOD = {"exclusion_channels": ["Pixel Panda"]}


@pytest.mark.parametrize(
    ("change", "field", "mend"),
    [
        ({"exclusion_channels": [" "]}, "exclusion_channels[0]", "write at least 1 character(s)"),
        ({"exclusion_channels": ["\t" + "x" * 100]}, "exclusion_channels[0]", "write at most 100 characters"),
        ({"exclusion_channels": ["x" * 101]}, "exclusion_channels[0]", "write at most 100 characters"),
        ({"exclusion_channels": ["a"] * 1000}, "exclusion_channels", "give at most 50"),
        ({"exclusion_channels": "Pixel Panda"}, "exclusion_channels", "write a list, in [ ]"),
        ({"exclusion_channels": [1]}, "exclusion_channels[0]", "write a text in quotation marks"),
        ({"exclusion_channels": None}, "exclusion_channels", "write a list, in [ ]"),
        ({"exclusion_channels": ["a\x00b"]}, "exclusion_channels[0]", "remove it"),
        (
            {"exclusion_channels": []},
            "exclusion_channels",
            "name at least one channel, or a profile with searchQueries",
        ),
        ({"min_subscribers": 2, "max_subscribers": 1}, "min_subscribers", "make it the smaller of the two"),
        ({"min_subscribers": "2"}, "min_subscribers", "write a whole number, without quotation marks"),
        ({"min_subscribers": -1}, "min_subscribers", "use 0 or more"),
        ({"window_days": 0}, "window_days", "use 1 or more"),
        ({"window_days": 91}, "window_days", "use 90 or less"),
        ({"window_days": 1.5}, "window_days", "write a whole number, without quotation marks"),
        ({"min_score": "high"}, "min_score", "write a number, without quotation marks"),
        ({"min_brand_fit": 11}, "min_brand_fit", "use 10 or less"),
        ({"method": "magic"}, "method", "use 'adjusted' or 'classic'"),
        ({"profile": "no-such-profile"}, "profile", None),
        ({"profile": {"gamePatterns": [{"pattern": "("}]}}, "profile.gamePatterns[0].pattern", "correct the pattern"),
        ({"profile": {"gamePatterns": [{"pattern": "(a)\\1"}]}}, "profile.gamePatterns[0].pattern", None),
        ({"profile": {"searchQueries": "x"}}, "profile.searchQueries", None),
        ({"profile": {"searchQueries": ["\x00"]}}, "profile", "remove it"),
        ({"profile": {"description": "x", "searchQueries": ["y" * 199] * 21}}, "profile.searchQueries", None),
        ({"max_channels": 1001}, "max_channels", "use 1,000 or less"),
        ({"max_results": 0}, "max_results", "use 1 or more"),
        ({"on_quota": "beg"}, "on_quota", "use 'wait' or 'partial'"),
        ({"surprise": 1}, "surprise", "remove it; the documentation lists what there is"),
    ],
)
async def test_a_bad_start_names_the_field_and_the_mend(client, gateway, change, field, mend):
    response = await client.post("/api/v1/analyses", json=GOOD | change)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == "/problems/invalid-input"
    assert body["errors"][0]["field"] in {field, f"{field}.str", f"{field}.list"}, body
    if mend is not None:
        assert body["errors"][0]["mend"] == mend
    assert gateway.fetcher.plans == []


async def test_a_missing_name_list_is_named(client):
    response = await client.post("/api/v1/analyses", json={})
    assert response.json()["errors"] == [{"field": "exclusion_channels", "message": "field required", "mend": "add it"}]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"nonsense"])
async def test_a_body_that_is_no_json_is_refused(client, body):
    response = await client.post("/api/v1/analyses", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in {400, 422}
    assert response.json()["status"] == response.status_code


async def test_a_body_that_is_too_large_is_refused_unread(client, gateway):
    response = await client.post("/api/v1/analyses", content=b"x" * (gateway.settings.max_body_bytes + 1))
    assert (response.status_code, response.json()["type"]) == (413, "/problems/too-large")


async def test_a_body_without_a_length_is_counted(client, gateway):
    async def pieces():
        for _ in range(10):
            yield b" " * (gateway.settings.max_body_bytes // 8)

    response = await client.post("/api/v1/analyses", content=pieces())
    assert (response.status_code, response.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("PUT", "/api/v1/analyses", 405),
        ("GET", "/api/v1/analyses/nonsense", 404),
        ("GET", "/api/v1/analyses/00000000-0000-4000-8000-000000000000", 404),
        ("GET", "/api/v1/analyses?limit=0", 422),
        ("GET", "/api/v1/analyses?cursor=nonsense", 422),
        ("GET", "/api/v1/analyses?cursor=WyJ4IiwieSJd", 422),
        ("GET", "/api/v1/channels/search", 422),
        ("GET", "/api/v1/channels/nonsense", 422),
        ("GET", "/api/v1/channels/@nobody", 404),
    ],
)
async def test_other_errors_are_problem_documents_too(client, method, path, status):
    response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


async def test_the_address_of_every_kind_of_problem_can_be_opened(client):
    for kind in Kind:
        response = await client.get(kind.address)
        assert response.status_code == 200
        assert str(kind.status) in response.text


async def test_a_fetcher_that_is_away_is_told_with_a_time_to_come_back(client, gateway):
    gateway.fetcher.down = True
    try:
        response = await client.get("/api/v1/quota")
    finally:
        gateway.fetcher.down = False
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.json()["detail"] == "YouTube's quota is used up."


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Origin": "https://evil.example"}, Kind.FOREIGN_ORIGIN),
        ({"Origin": "null"}, Kind.FOREIGN_ORIGIN),
        ({"Host": "rebound.example"}, Kind.WRONG_HOST),
        ({"X-Forwarded-For": "203.0.113.9"}, Kind.NOT_LOGGED_IN),
    ],
)
async def test_requests_of_other_pages_and_machines_are_refused(client, headers, kind):
    response = await client.post("/api/v1/analyses", json=GOOD, headers=headers)
    assert (response.status_code, response.json()["type"]) == (kind.status, kind.address)


async def test_the_pages_own_origin_and_the_original_frontends_may_write(client, gateway):
    for origin in (gateway.url, "http://localhost:3000"):
        response = await client.post("/api/v1/analyses", json=GOOD, headers={"Origin": origin})
        assert response.status_code == 202


async def test_the_original_frontend_passes_cors_with_credentials(client):
    response = await client.options(
        "/api/v1/analyses",
        headers={
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,authorization,x-correlation-id",
        },
    )
    assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert response.headers["access-control-allow-credentials"] == "true"


async def test_answers_forbid_what_a_page_need_not_do(client):
    headers = (await client.get("/health")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


async def test_the_probes_name_each_dependency(client):
    response = await client.get("/ready")
    assert response.json() == {
        "ready": True,
        "dependencies": {"kafka": True, "database": True, "redis": True, "fetcher": True},
    }
    assert "outlier_" in (await client.get("/metrics")).text


async def test_channels_and_quota_come_from_the_fetcher(client):
    found = (await client.get("/api/v1/channels/search?q=panda")).json()["items"]
    assert [channel["title"] for channel in found] == ["Pixel Panda"]
    channel = (await client.get("/api/v1/channels/@pixelpanda")).json()
    videos = (await client.get(f"/api/v1/channels/{channel['id']}/videos?limit=1")).json()["items"]
    assert [video["title"] for video in videos] == ["Doors"]
    quota = (await client.get("/api/v1/quota")).json()
    assert quota["buckets"][0]["remaining"] == 92
    assert quota["next_analysis"]["searches"]["expected"] == 8


async def test_a_plan_costs_nothing_and_starts_nothing(client):
    before = (await client.get("/api/v1/analyses?limit=1")).json()
    plan = await client.post("/api/v1/analyses/plan", json=GOOD)
    assert plan.json()["searches"] == {"expected": 8, "worst": 9}
    assert (await client.get("/api/v1/analyses?limit=1")).json() == before


async def test_nobody_else_is_trusted_where_loopback_is_not(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    async with (
        running_gateway(url, engine_room.next_redis_url(), trust_loopback=False) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as client,
    ):
        response = await client.get("/api/v1/analyses")
        assert (response.status_code, response.json()["type"]) == (401, "/problems/not-logged-in")
    engine_room.drop_database(url)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_a_body_of_another_type_is_told_which_one_is_understood(client, kind):
    response = await client.post(
        "/api/v1/analyses", content='{"exclusion_channels": ["A"]}', headers={"Content-Type": kind}
    )
    assert (response.status_code, response.json()["type"]) == (415, "/problems/unsupported-media-type")
    assert "application/json" in response.json()["detail"]


async def test_half_a_character_is_told_as_that(client):
    response = await client.post(
        "/api/v1/analyses", content=rb'{"exclusion_channels": ["\ud800"]}', headers={"Content-Type": "application/json"}
    )
    [error] = response.json()["errors"]
    assert (error["field"], error["mend"][:21]) == ("exclusion_channels[0]", "send whole characters")
