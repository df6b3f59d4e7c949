"""What owners keep and what programs rely on: profiles, favourites, notes, comparisons, exports, ETags, limits."""

import csv
import io
from uuid import uuid4

import httpx
import pytest
from openpyxl import load_workbook

from tests.gateway.builders import qualified, scored, video
from tests.gateway.people import client_of, registered
from tests.gateway.running import running_gateway, start, until


async def complete(client, gateway, *videos, **body):
    analysis = await start(client, **body)
    gateway.tell(qualified(0, analysis=analysis), scored(0, *videos, analysis=analysis))

    async def done():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

    await until(done)
    return analysis


PROFILE = {"searchQueries": ["sourdough bread"], "gamePatterns": [{"pattern": "sourdough"}]}


async def test_a_profile_is_stored_in_versions_and_used_by_its_name(client):
    name = f"bread {uuid4().hex[:6]}"
    first = await client.put(f"/api/v1/profiles/{name}", json=PROFILE)
    assert (first.status_code, first.json()["version"], first.headers["ETag"]) == (200, 1, '"1"')
    second = await client.put(f"/api/v1/profiles/{name}", json=PROFILE | {"description": "Bread"})
    assert second.json()["version"] == 2
    assert (await client.get(f"/api/v1/profiles/{name}?version=1")).json()["description"] is None
    body = {"exclusion_channels": [], "profile": name}
    started = (await client.post("/api/v1/analyses", json=body)).json()
    assert started["spec"]["profile_name"] == name
    assert started["spec"]["profile"]["searchQueries"] == ["sourdough bread"]
    assert (await client.delete(f"/api/v1/profiles/{name}")).status_code == 204
    assert (await client.get(f"/api/v1/profiles/{name}")).status_code == 404
    assert (await client.get(f"/api/v1/analyses/{started['id']}")).json()["spec"]["profile_name"] == name


async def test_a_stale_change_of_a_profile_is_refused(client):
    name = f"stale-{uuid4().hex[:6]}"
    await client.put(f"/api/v1/profiles/{name}", json=PROFILE, headers={"If-Match": '"0"'})
    await client.put(f"/api/v1/profiles/{name}", json=PROFILE, headers={"If-Match": '"1"'})
    stale = await client.put(f"/api/v1/profiles/{name}", json=PROFILE, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/precondition-failed")


async def test_a_pattern_that_cannot_be_used_is_refused_with_its_place(client):
    body = {
        "gamePatterns": [{"pattern": "fine"}, {"pattern": "(?<=a)b"}],
        "brandFit": {"positiveIndicators": [{"pattern": "(", "score": 1}]},
    }
    response = await client.put("/api/v1/profiles/broken", json=body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [
        "gamePatterns[1].pattern",
        "brandFit.positiveIndicators[0].pattern",
    ]


async def test_the_name_of_a_bundled_profile_cannot_be_taken(client):
    response = await client.put("/api/v1/profiles/home-cooking", json=PROFILE)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "name")
    assert (await client.delete("/api/v1/profiles/home-cooking")).status_code == 404
    assert (await client.get("/api/v1/profiles/home-cooking")).json()["bundled"] is True


async def test_bundled_profiles_can_be_listed_and_read(client):
    listed = (await client.get("/api/v1/profiles")).json()["items"]
    assert "classic" in [profile["name"] for profile in listed if profile["bundled"]]
    assert (await client.get("/api/v1/profiles/classic")).json()["content"]["outlierThreshold"] == 20


async def test_classic_merges_a_part_of_a_profile_over_the_originals(client):
    part = {"outlierThreshold": 5, "brandFit": {"threshold": 4.5}}
    body = {"exclusion_channels": ["A"], "method": "classic", "profile": part}
    spec = (await client.post("/api/v1/analyses", json=body)).json()["spec"]
    assert spec["profile"]["outlierThreshold"] == 5
    assert spec["profile"]["brandFit"]["threshold"] == 4.5
    assert spec["profile"]["brandFit"]["baseScore"] == 5
    assert len(spec["profile"]["searchQueries"]) == 8
    assert (spec["min_score"], spec["window_days"], spec["method_version"]) == (20, 7, "classic-1")


async def test_favourites_are_kept_in_order(client):
    for number in range(2):
        body = {"title": f"Video {number}"}
        assert (await client.put(f"/api/v1/favourites/video/v{number}", json=body)).status_code == 200
    listed = (await client.get("/api/v1/favourites?kind=video")).json()["items"]
    assert [one["id"] for one in listed] == ["v1", "v0"]
    assert (await client.delete("/api/v1/favourites/video/v0")).status_code == 204
    assert (await client.delete("/api/v1/favourites/video/v0")).status_code == 404


async def test_an_analysis_can_be_named_and_noted(client, gateway):
    analysis = await start(client)
    body = {"name": "November", "notes": "look again"}
    named = await client.patch(f"/api/v1/analyses/{analysis}", json=body)
    assert (named.json()["name"], named.json()["notes"]) == ("November", "look again")
    again = await client.patch(f"/api/v1/analyses/{analysis}", json={"notes": None})
    assert (again.json()["name"], again.json()["notes"]) == ("November", None)


async def test_two_analyses_compare_by_rank_and_score(client, gateway):
    first = await complete(client, gateway, video("a", 9.0), video("b", 5.0))
    second = await complete(client, gateway, video("b", 7.0), video("c", 6.0))
    found = (await client.get(f"/api/v1/analyses/{first}/compare/{second}")).json()
    assert (found["in_both"], found["only_first"], found["only_second"]) == (1, 1, 1)
    assert [item["video_id"] for item in found["items"]] == ["a", "b", "c"]
    assert found["items"][1]["first"] == {"rank": 2, "score": 5.0}
    assert found["items"][1]["second"] == {"rank": 1, "score": 7.0}


async def test_a_retry_asks_the_same_again(client):
    analysis = await start(client, min_score=4, window_days=9)
    again = await client.post(f"/api/v1/analyses/{analysis}/retry")
    assert again.status_code == 202
    assert again.json()["id"] != str(analysis)
    assert (again.json()["spec"]["min_score"], again.json()["spec"]["window_days"]) == (4, 9)


async def test_exports_defuse_formulas_and_keep_types(client, gateway):
    evil = '=HYPERLINK("http://evil","x")'
    analysis = await complete(client, gateway, video("a", 9.5, title=evil), video("b", 5.0, title='say "hi", now'))
    path = f"/api/v1/analyses/{analysis}/export"
    text = (await client.get(path, params={"format": "csv", "bom": "true"})).content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Title"] for row in rows] == ["'" + evil, 'say "hi", now']
    assert rows[0]["Score"] == "9.5"
    sheet = load_workbook(io.BytesIO((await client.get(path, params={"format": "xlsx"})).content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (9.5, "n")
    assert (sheet["D2"].value, sheet["D2"].data_type) == (evil, "s")
    assert sheet["E2"].hyperlink.target == "https://www.youtube.com/watch?v=a"
    assert sheet.auto_filter.ref == "A1:Q3"
    assert sheet["J2"].is_date
    document = (await client.get(path, params={"format": "json"})).json()
    assert [item["video_id"] for item in document["items"]] == ["a", "b"]
    assert document["provenance"]["complete"]


async def test_a_page_that_polls_is_told_when_nothing_has_changed(client, gateway):
    analysis = await complete(client, gateway, video("a", 9.5))
    for path in ("", "/results?limit=5"):
        first = await client.get(f"/api/v1/analyses/{analysis}{path}")
        again = await client.get(f"/api/v1/analyses/{analysis}{path}", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    await client.patch(f"/api/v1/analyses/{analysis}", json={"name": "changed"})
    stale = {"If-None-Match": (await client.get("/api/v1/analyses?limit=1")).headers["ETag"]}
    assert (await client.get(f"/api/v1/analyses/{analysis}", headers=stale)).status_code == 200


async def test_limits_are_named_and_told_and_do_not_hold_for_loopback(engine_room, migrated_template):
    url = engine_room.create_database(migrated_template)
    async with (
        running_gateway(url, engine_room.next_redis_url(), trust_loopback=False, requests_per_minute=5) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as visitor,
    ):
        login = await registered(visitor)

        async def youtubes_quota_is_known():  # which is asked for in the background; visitors are told it, too
            return "youtube-search" in (await visitor.get("/api/v1/analyses")).headers.get("RateLimit-Policy", "")

        await until(youtubes_quota_is_known)
        async with client_of(gateway, login["access_token"]) as client:
            answers = [await client.get("/api/v1/analyses") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[0].headers["RateLimit-Policy"].startswith('"requests";q=5;w=60')
        assert answers[0].headers["RateLimit"].startswith('"requests";r=4;t=')
        assert '"youtube-search";q=100;w=86400' in answers[-2].headers["RateLimit-Policy"]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json()["type"] == "/problems/too-many-requests"
    async with (
        running_gateway(url, engine_room.next_redis_url(), requests_per_minute=5) as gateway,
        httpx.AsyncClient(base_url=gateway.url) as local,
    ):
        assert {(await local.get("/api/v1/analyses")).status_code for _ in range(8)} == {200}
    engine_room.drop_database(url)


@pytest.mark.parametrize("path", ["/docs", "/docs/start.js", "/docs/assets/swagger-ui-bundle.js", "/openapi.json"])
async def test_the_apis_pages_come_from_here_alone(client, path):
    response = await client.get(path)
    assert response.status_code == 200
    assert "cdn." not in response.text[:20_000]
