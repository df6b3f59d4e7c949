"""Starting, following, cancelling and deleting analyses over REST."""

import asyncio
from uuid import uuid4

from common.events import AnalysisCancelled, AnalysisCompleted, AnalysisDeleted, AnalysisRequested, RescoreRequested

from tests.gateway.builders import exclusion, paused, qualified, scored, skipped, topics, video
from tests.gateway.running import start, until


async def state_of(client, analysis):
    return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"]


async def test_a_start_is_accepted_readable_at_once_and_published(client, gateway):
    response = await client.post(
        "/api/v1/analyses", json={"exclusion_channels": ["  Pixel Panda "], "min_score": 3, "window_days": 14}
    )
    assert response.status_code == 202
    body = response.json()
    assert response.headers["Location"] == f"/api/v1/analyses/{body['id']}"
    assert body["state"] == "queued"
    assert body["spec"]["exclusion_channels"] == ["Pixel Panda"]
    assert body["spec"]["method"] == "adjusted"
    assert body["spec"]["method_version"] == "adjusted-1"
    read = await client.get(response.headers["Location"])
    assert read.json() | {"quota": None} == body | {"quota": None}
    await until(lambda: body["id"] in [str(event.analysis_id) for event in gateway.published(AnalysisRequested)])


async def test_an_analysis_goes_from_queued_to_completed(client, gateway):
    analysis = await start(client)
    gateway.tell(exclusion(analysis, not_found=("Nobody",)), topics(analysis))
    await until(lambda: has_state(client, analysis, "searching"))
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))
    await until(lambda: has_state(client, analysis, "scoring"))
    gateway.tell(skipped(1, analysis=analysis))
    await until(lambda: has_state(client, analysis, "completed"))
    body = (await client.get(f"/api/v1/analyses/{analysis}")).json()
    assert body["counts"] == {
        "channels_found": 3,
        "channels_selected": 2,
        "channels_scored": 1,
        "channels_skipped": 1,
        "videos_scored": 1,
        "outliers": 1,
    }
    assert body["not_found"] == ["Nobody"]
    assert body["topics"] == [{"name": "doors", "count": 4, "video_ids": ["ex1"], "aliases": ["doors game"]}]
    assert body["funnel"]["rejected"] == {"too_many_subscribers": 1}
    assert body["quota"] == {"queries": 6, "search": 1, "batch_stats": 1, "cached": 0}
    assert body["progress"]["percent"] == 100
    await until(lambda: analysis in [event.analysis_id for event in gateway.published(AnalysisCompleted)])


async def has_state(client, analysis, state):
    return await state_of(client, analysis) == state


async def test_an_analysis_without_any_selected_channel_completes(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(analysis=analysis))
    await until(lambda: has_state(client, analysis, "completed"))


async def test_a_pause_says_what_is_waited_for_and_until_when(client, gateway):
    analysis = await start(client)
    gateway.tell(paused(analysis, hours=3))
    await until(lambda: has_state(client, analysis, "paused"))
    body = (await client.get(f"/api/v1/analyses/{analysis}")).json()
    assert body["waiting_for"] == "quota"
    assert body["paused_until"] == "2026-11-24T15:00:00Z"


async def test_a_cancelled_analysis_stays_cancelled_and_keeps_what_was_found(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, 1, analysis=analysis), scored(0, analysis=analysis))
    await until(lambda: has_state(client, analysis, "scoring"))
    response = await client.post(f"/api/v1/analyses/{analysis}/cancel")
    assert (response.status_code, response.json()["state"]) == (200, "cancelled")
    again = await client.post(f"/api/v1/analyses/{analysis}/cancel")
    assert again.status_code == 200
    gateway.tell(skipped(1, analysis=analysis))
    await until(lambda: analysis in [event.analysis_id for event in gateway.published(AnalysisCancelled)])
    assert await state_of(client, analysis) == "cancelled"
    results = (await client.get(f"/api/v1/analyses/{analysis}/results")).json()
    assert [item["video_id"] for item in results["items"]] == ["v0"]


async def test_a_completed_analysis_cannot_be_cancelled(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(analysis=analysis))
    await until(lambda: has_state(client, analysis, "completed"))
    response = await client.post(f"/api/v1/analyses/{analysis}/cancel")
    assert response.status_code == 409
    assert response.json()["type"] == "/problems/conflict"


async def test_a_deleted_analysis_is_gone_from_every_answer_at_once(client, gateway):
    analysis = await start(client)
    gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))
    await until(lambda: has_state(client, analysis, "completed"))
    assert (await client.delete(f"/api/v1/analyses/{analysis}")).status_code == 204
    for path in ("", "/results", "/export", "/events"):
        response = await client.get(f"/api/v1/analyses/{analysis}{path}")
        assert response.status_code == 404, path
    listed = (await client.get("/api/v1/analyses?limit=100")).json()["items"]
    assert str(analysis) not in [item["id"] for item in listed]
    await until(lambda: analysis in [event.analysis_id for event in gateway.published(AnalysisDeleted)])


async def test_the_list_is_paged_newest_first_without_gaps(client, gateway):
    started = [str(await start(client)) for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = (
            await client.get("/api/v1/analyses", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert set(started) <= set(seen)


async def test_a_rescore_is_a_new_analysis_of_the_same_recording(client, gateway):
    analysis = await start(client, min_score=2)
    refused = await client.post(f"/api/v1/analyses/{analysis}/rescore", json={"min_score": 5})
    assert refused.status_code == 409
    gateway.tell(qualified(0, analysis=analysis), scored(0, analysis=analysis))
    await until(lambda: has_state(client, analysis, "completed"))
    preview = (await client.get(f"/api/v1/analyses/{analysis}/rescore")).json()
    assert (preview["channels"], preview["source_analysis_id"]) == (1, str(analysis))
    assert preview["recorded_from"] < preview["expires_at"]
    response = await client.post(f"/api/v1/analyses/{analysis}/rescore", json={"min_score": 5})
    body = response.json()
    assert response.status_code == 202
    assert body["source_analysis_id"] == str(analysis)
    assert body["spec"]["min_score"] == 5
    assert body["spec"]["exclusion_channels"] == ["Pixel Panda"]
    [event] = await until(
        lambda: [one for one in gateway.published(RescoreRequested) if str(one.analysis_id) == body["id"]]
    )
    assert event.source_analysis_id == analysis
    assert event.recorded_from < event.recorded_until


async def test_the_same_idempotency_key_is_the_same_start(client, gateway):
    key = {"Idempotency-Key": uuid4().hex}
    first, second = await asyncio.gather(*(post(client, key) for _ in range(2)))
    answers = [first, second]
    while any(answer.status_code == 409 for answer in answers):
        assert all(answer.headers["Retry-After"] == "1" for answer in answers if answer.status_code == 409)
        answers = [await post(client, key) for _ in range(2)]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def post(client, headers, **changes):
    return await client.post("/api/v1/analyses", json={"exclusion_channels": ["A"]} | changes, headers=headers)


async def test_an_idempotency_key_with_another_body_is_refused(client):
    key = {"Idempotency-Key": uuid4().hex}
    assert (await post(client, key)).status_code == 202
    refused = await post(client, key, min_score=9)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/idempotency-key-reused"


async def test_results_come_ranked_with_every_filter_in_force(client, gateway):
    analysis = await start(client, max_results=3)
    gateway.tell(
        qualified(0, 1, analysis=analysis),
        scored(
            0,
            video("a", 3.0),
            video("b", 9.0, excluded_by="doors"),
            video("c", 5.0, view_count=1),
            video("low", 1.0, excluded_by="doors"),
            analysis=analysis,
        ),
        scored(1, video("d", 3.0), video("e", 4.0, title="100% Obby_win"), analysis=analysis),
    )
    await until(lambda: has_state(client, analysis, "completed"))

    async def ids(**query):
        response = await client.get(f"/api/v1/analyses/{analysis}/results", params=query)
        assert response.status_code == 200, response.text
        return [item["video_id"] for item in response.json()["items"]]

    assert await ids() == ["c", "e", "a"]
    assert await ids(sort="views", order="asc") == ["c", "a", "d"]
    assert await ids(excluded="true") == ["b"]
    assert await ids(excluded="all") == ["b", "c", "e"]
    assert await ids(min_score=3.5) == ["c", "e"]
    assert await ids(must="obby_") == ["e"]
    assert await ids(must_not="obby video") == []
    assert await ids(channel_id="UC1") == ["e", "d"]
    page = (await client.get(f"/api/v1/analyses/{analysis}/results?limit=2")).json()
    assert page["filters"]["analysis"]["max_results"] == 3
    assert page["filters"]["request"]["excluded"] == "false"
    assert page["provenance"]["complete"]
    rest = (await client.get(f"/api/v1/analyses/{analysis}/results", params={"cursor": page["next_cursor"]})).json()
    assert [item["video_id"] for item in page["items"] + rest["items"]] == ["c", "e", "a"]
    assert rest["next_cursor"] is None
    moved = await client.get(
        f"/api/v1/analyses/{analysis}/results", params={"cursor": page["next_cursor"], "sort": "views"}
    )
    assert moved.status_code == 422
