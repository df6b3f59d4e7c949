"""The original frontend's contract, row by row, in both of its variants (f6 and HEAD)."""

import asyncio
import csv
import io

import httpx
import pytest
from common.events import AnalysisRequested, Method
from gateway.original.not_offered import NOT_OFFERED

from tests.gateway.builders import exclusion, failed, qualified, scored, topics, video
from tests.gateway.people import PASSWORD, registered
from tests.gateway.running import until

FORM = {
    "exclusionChannels": ["Thinknoodles", "LankyBox"],
    "minSubs": 50_000,
    "maxSubs": 500_000,
    "timeWindow": 7,
    "outlierThreshold": 30,
}
FRONTEND = {"Origin": "http://localhost:3000", "x-correlation-id": "client_1_abcdefghi"}


async def begin(client, name: str):
    response = await client.post("/api/outlier/start", json=FORM | {"exclusionChannels": [name]}, headers=FRONTEND)
    assert response.status_code == 200, response.text
    return response.json()["analysisId"]


async def finish(gateway, client, analysis):
    gateway.tell(
        exclusion(analysis),
        topics(analysis),
        qualified(0, 1, analysis=analysis),
        scored(
            0,
            video("abc", 116.4, title='He said "hi", =1+1', first_tag="doors"),
            video("def", 40.0, excluded_by="doors"),
            analysis=analysis,
        ),
        scored(1, video("ghi", 35.0), analysis=analysis),
    )

    async def done():
        found = (await client.get(f"/api/outlier/status/{analysis}")).json()
        return found["analysis"]["status"] == "completed"

    await until(done)


async def test_a_start_runs_the_classic_method_with_the_forms_values(client, gateway):
    analysis = await begin(client, "classic start")
    [event] = await until(
        lambda: [one for one in gateway.published(AnalysisRequested) if str(one.analysis_id) == analysis]
    )
    spec = event.spec
    assert spec.method is Method.CLASSIC_1
    assert (spec.min_subscribers, spec.max_subscribers, spec.window_days, spec.min_score) == (50_000, 500_000, 7, 30)
    assert len(spec.profile.search_queries) == 8
    assert (spec.profile.outlier_threshold, spec.profile.brand_fit.threshold) == (20, 6)


async def test_a_start_that_is_sent_four_times_at_once_is_one_analysis(client, gateway):
    body = FORM | {"exclusionChannels": ["four times", " "]}
    answers = await asyncio.gather(*(client.post("/api/outlier/start", json=body) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    [analysis] = {answer.json()["analysisId"] for answer in answers}
    other = (await client.post("/api/outlier/start", json=body | {"outlierThreshold": 40})).json()["analysisId"]
    assert other != analysis

    def requested():
        return [str(event.analysis_id) for event in gateway.published(AnalysisRequested)]

    await until(lambda: other in requested())  # it was the last to be put into the outbox, which keeps the order
    assert requested().count(analysis) == 1
    [started] = [one for one in gateway.published(AnalysisRequested) if str(one.analysis_id) == analysis]
    assert started.spec.exclusion_channels == ("four times",)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"outlierThreshold": 20.5}, "outlierThreshold", "Outlier threshold must be between 10-100"),
        ({"outlierThreshold": 150}, "outlierThreshold", "Outlier threshold must be between 10-100"),
        ({"timeWindow": 60}, "timeWindow", "Time window must be between 1-30 days"),
        ({"exclusionChannels": ["x"] * 1000}, "exclusionChannels", None),
        ({"exclusionChannels": [1, None, {}]}, "exclusionChannels[0]", None),
        ({"minSubs": 400_000, "maxSubs": 20_000}, "minSubs", None),
    ],
)
async def test_a_bad_start_names_its_fields(client, change, field, message):
    response = await client.post("/api/outlier/start", json=FORM | change)
    assert response.status_code == 400
    body = response.json()
    assert body["success"] is False
    assert field in [detail["path"] for detail in body["details"]]
    assert body["error"] == body["message"]
    if message:
        assert message.lower() in body["message"].lower()


async def test_numbers_as_texts_and_blank_names_are_taken_as_the_original_took_them(client):
    body = FORM | {"minSubs": "50000", "exclusionChannels": ["", "  "]}
    assert (await client.post("/api/outlier/start", json=body)).status_code == 200


async def test_status_results_and_export_follow_the_analysis(client, gateway):
    analysis = await begin(client, "follow me")
    status = (await client.get(f"/api/outlier/status/{analysis}")).json()["analysis"]
    assert status["status"] == "processing"
    assert status["config"] == FORM | {"exclusionChannels": ["follow me"]}
    running = await client.get(f"/api/outlier/results/{analysis}")
    assert (running.status_code, running.json()["message"]) == (400, "Analysis is processing")
    await finish(gateway, client, analysis)
    body = (await client.get(f"/api/outlier/results/{analysis}")).json()
    assert body["summary"] == {"totalOutliers": 2, "channelsAnalyzed": 2, "exclusionGames": 1}
    first = body["results"][0]
    assert first["id"] == "abc"
    assert first["snippet"]["thumbnails"]["medium"]["url"].endswith("/vi/abc/mqdefault.jpg")
    assert first["statistics"]["viewCount"] == "12345"
    assert first["channelInfo"]["statistics"]["subscriberCount"] == "20000"
    assert (first["outlierScore"], first["brandFit"], first["isExcluded"]) == (116.4, 6.5, False)
    assert [item["outlierScore"] for item in body["results"]] == [116.4, 35.0]
    status = (await client.get(f"/api/outlier/status/{analysis}")).json()["analysis"]
    assert (status["total_outliers_found"], status["total_channels_analyzed"]) == (2, 2)


async def test_the_csv_escapes_quotes_and_knows_what_a_video_is_about(client, gateway):
    analysis = await begin(client, "a file")
    await finish(gateway, client, analysis)
    response = await client.get(f"/api/outlier/export/{analysis}")
    head, first, _ = list(csv.reader(io.StringIO(response.text)))
    assert ",".join(head) == (
        "Channel Name,Subscribers,Video Title,Views,Outlier Score,Brand Fit,Game/Content,URL,Published Date"
    )
    assert first[2] == 'He said "hi", =1+1'
    assert first[4:8] == ["116.4", "6.5", "doors", "https://youtube.com/watch?v=abc"]


async def test_the_page_of_an_analysis_links_by_the_ids_object(client, gateway):
    analysis = await begin(client, "its own page")
    await finish(gateway, client, analysis)
    shown = (await client.get(f"/api/dashboard/analysis/{analysis}")).json()["analysis"]
    assert shown["results"][0]["id"]["videoId"] == "abc"
    assert shown["config"]["exclusionChannels"] == ["its own page"]
    assert shown["name"] == "Not like its own page"
    assert shown["processing_time_ms"] >= 0
    assert (await client.get("/api/dashboard/analysis/nonsense")).status_code == 404


async def test_a_failed_analysis_says_why_on_its_page(client, gateway):
    analysis = await begin(client, "fails")
    gateway.tell(failed(analysis))

    async def told():
        return (await client.get(f"/api/dashboard/analysis/{analysis}")).json()["analysis"].get("error_message")

    assert await until(told) == "dead_lettered"
    assert (await client.get(f"/api/outlier/results/{analysis}")).json()["status"] == "failed"


async def test_the_dashboard_of_f6_counts_what_there_is(client, gateway):
    await finish(gateway, client, await begin(client, "for the dashboard"))
    body = (await client.get("/api/dashboard?range=7")).json()
    listed = (await client.get("/api/outlier/list")).json()["analyses"]
    metrics = body["metrics"]
    assert metrics["totalAnalyses"] == len(listed)
    assert metrics["totalOutliers"] == sum(one["total_outliers_found"] for one in listed)
    assert metrics["last30Days"]["analyses"] == len(listed)
    assert metrics["uniqueChannels"] == 2
    assert len(body["usageData"]) == 7
    assert body["usageData"][-1]["analyses"] == len(listed)
    assert body["quotaUsage"]["used"] == 8
    assert body["recentOutliers"][0]["id"] == "abc"
    assert {"id", "name", "status", "started_at", "config"} <= set(body["recentAnalyses"][0])


async def test_the_dashboard_of_head_counts_the_same(client):
    first = (await client.get("/api/dashboard?range=30")).json()
    body = (await client.get("/api/dashboard/comprehensive?range=30&timezone=utc&compare=previous_period")).json()
    assert body["overview"]["totalAnalyses"] == first["metrics"]["totalAnalyses"]
    assert body["overview"]["totalOutliers"] == first["metrics"]["totalOutliers"]
    assert len(body["history"]["analyses"]) == len(body["activities"])


async def test_the_dashboard_exports(client, gateway):
    await finish(gateway, client, await begin(client, "exported dashboard"))
    text = (await client.get("/api/dashboard/export?range=30&search=exported&status=completed")).text
    assert len(text.strip().splitlines()) == 2
    workbook = await client.get("/api/dashboard/export/excel?range=30&tab=overview")
    assert workbook.content[:2] == b"PK"


async def test_favourite_channels_come_and_go(client):
    assert (await client.post("/api/favorites/channels/UC0")).json()["success"]
    shown = (await client.get("/api/dashboard")).json()["favoriteChannels"]
    assert [one["id"] for one in shown] == ["UC0"]
    assert (await client.delete("/api/favorites/channels/UC0")).json()["success"]
    assert (await client.get("/api/dashboard")).json()["favoriteChannels"] == []


async def test_files_of_one_analysis(client, gateway):
    analysis = await begin(client, "three files")
    await finish(gateway, client, analysis)
    for kind, start in (("csv", b"Channel Name"), ("excel", b"PK"), ("json", b'{"analysis"')):
        response = await client.get(f"/api/export/outlier/{analysis}/{kind}")
        assert response.content.startswith(start), kind
    assert {one["id"] for one in (await client.get("/api/export/formats")).json()["formats"]} == {
        "csv",
        "excel",
        "json",
    }


async def test_channels_come_in_the_originals_envelope(client):
    found = (await client.get("/api/channels/search?q=panda&maxResults=5")).json()
    assert (found["success"], found["count"], found["channels"][0]["snippet"]["title"]) == (True, 1, "Pixel Panda")
    channel = found["channels"][0]["id"]
    assert (await client.get(f"/api/channels/{channel}")).json()["channel"]["statistics"][
        "subscriberCount"
    ] == "2000000"
    assert (await client.get(f"/api/channels/{channel}/videos")).json()["count"] == 1
    unknown = await client.get("/api/channels/UCbbbbbbbbbbbbbbbbbbbbbb")
    assert (unknown.status_code, unknown.json()["success"]) == (404, False)


async def test_the_configuration_can_be_read_and_not_written(client):
    found = (await client.get("/api/config/game-patterns")).json()["gamePatterns"]
    assert found[0]["pattern"] == "doors?"
    assert (await client.put("/api/config/game-patterns", json={})).status_code == 501


@pytest.mark.parametrize(("method", "path", "what"), NOT_OFFERED)
async def test_what_is_not_offered_says_so(client, method, path, what):
    response = await client.request(method, path.replace("{", "").replace("}", ""), json={})
    assert response.status_code == 501
    assert what in response.json()["error"]


async def test_on_loopback_the_page_is_logged_in_as_the_local_user(client):
    status = (await client.get("/api/auth/status", headers=FRONTEND)).json()
    assert status["authenticated"]
    assert status["user"]["username"] == "local"
    refreshed = (await client.post("/api/auth/refresh", headers=FRONTEND)).json()
    token = refreshed["accessToken"]
    assert token == refreshed["tokens"]["accessToken"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await client.get("/api/dashboard", headers=bearer)).status_code == 200
    assert (await client.get("/api/v1/auth/me", headers=bearer)).json()["username"] == "local"


async def test_a_foreign_page_may_not_start_anything(client):
    response = await client.post("/api/outlier/start", json=FORM, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


class TestWithAccounts:
    """Where loopback is not trusted."""

    async def test_registering_and_logging_in_in_both_variants(self, visitor):
        body = {"username": "nova", "email": "nova@example.org", "password": PASSWORD, "confirmPassword": PASSWORD}
        different = await visitor.post("/api/auth/register", json=body | {"confirmPassword": "another one"})
        assert different.json()["details"][0]["path"] == "confirmPassword"
        made = await visitor.post("/api/auth/register", json=body)
        assert made.json()["user"]["username"] == "nova"
        assert made.json()["accessToken"] == made.json()["tokens"]["accessToken"]
        taken = await visitor.post("/api/auth/register", json=body)
        assert {detail["path"] for detail in taken.json()["details"]} == {"username", "email"}
        for name in ({"identifier": "nova@example.org", "rememberMe": True}, {"username": "nova", "totpCode": ""}):
            login = await visitor.post("/api/auth/login", json=name | {"password": PASSWORD})
            assert login.status_code == 200
            assert login.json()["requires2FA"] is False
        wrong = await visitor.post("/api/auth/login", json={"identifier": "nova", "password": "wrong"})
        assert wrong.status_code == 401
        assert wrong.json()["message"] == wrong.json()["error"]

    async def test_a_visitor_is_not_authenticated(self, visitor):
        assert (await visitor.get("/api/auth/status")).json() == {"authenticated": False, "user": None}
        for method, path in (
            ("POST", "/api/outlier/start"),
            ("GET", "/api/outlier/list"),
            ("GET", "/api/dashboard"),
            ("GET", "/api/dashboard/comprehensive"),
            ("GET", "/api/auth/profile"),
            ("POST", "/api/favorites/channels/UC0"),
            ("GET", "/api/channels/search?q=x"),
            ("GET", "/api/config"),
            ("GET", "/api/export/formats"),
        ):
            response = await visitor.request(method, path, json=FORM if method == "POST" else None)
            assert response.status_code == 401, path
            assert response.json()["error"] == "Access token or API key is required"

    async def test_the_refresh_cookie_alone_starts_and_exports_and_is_not_rotated(self, visitor, public_gateway):
        login = await registered(visitor)
        visitor.cookies.set("refreshToken", login["refresh_token"])
        started = await visitor.post("/api/outlier/start", json=FORM, headers=FRONTEND)
        assert started.status_code == 200, started.text
        assert "set-cookie" not in started.headers
        analysis = started.json()["analysisId"]
        assert (await visitor.get(f"/api/outlier/export/{analysis}", headers=FRONTEND)).status_code == 200
        assert (await visitor.get("/api/auth/profile")).json()["user"]["email"] == login["user"]["email"]
        async with httpx.AsyncClient(base_url=public_gateway.url) as other:
            assert (await other.get(f"/api/outlier/export/{analysis}")).status_code == 401
            stranger = await registered(other)
            other.cookies.set("refreshToken", stranger["refresh_token"])
            assert (await other.get(f"/api/outlier/export/{analysis}")).status_code == 404

    async def test_a_profile_can_be_changed_and_the_password_too(self, visitor):
        login = await registered(visitor)
        visitor.headers["Authorization"] = f"Bearer {login['access_token']}"
        changed = await visitor.put("/api/auth/profile", json={"username": "renamed.one", "email": "r@example.org"})
        assert changed.json()["user"]["username"] == changed.json()["username"] == "renamed.one"
        new = "yet another sentence"
        body = {"currentPassword": "wrong", "newPassword": new, "confirmNewPassword": new}
        refused = await visitor.post("/api/auth/change-password", json=body)
        assert refused.json()["details"][0]["path"] == "currentPassword"
        done = await visitor.post("/api/auth/change-password", json=body | {"currentPassword": PASSWORD})
        assert done.status_code == 200

    async def test_a_logout_clears_the_cookie(self, visitor):
        login = await registered(visitor)
        visitor.headers["Authorization"] = f"Bearer {login['access_token']}"
        response = await visitor.post("/api/auth/logout")
        assert 'refreshToken=""' in response.headers["set-cookie"]
        del visitor.headers["Authorization"]
        visitor.cookies.set("refreshToken", login["refresh_token"])
        assert not (await visitor.get("/api/auth/status")).json()["authenticated"]
        assert (await visitor.post("/api/auth/refresh")).status_code == 401

    async def test_no_other_identity_provider_is_offered(self, visitor):
        providers = (await visitor.get("/api/auth/oauth/config")).json()["providers"]
        assert [provider["enabled"] for provider in providers.values()] == [False, False]
