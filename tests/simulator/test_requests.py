import pytest

from tests.simulator.builders import a_channel, a_video, a_world, simulating

CHANNEL = a_channel()["id"]


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("channels", {"id": "x"}, (400, "missingRequiredParameter")),
        ("channels", {"part": "id"}, (400, "missingRequiredParameter")),
        ("channels", {"part": "id", "id": ""}, (400, "missingRequiredParameter")),
        ("channels", {"part": "nonsense", "id": "x"}, (400, "unknownPart")),
        ("channels", {"part": "auditDetails", "id": "x"}, (403, "forbidden")),
        ("channels", {"part": "id", "mine": "true"}, (401, "authorizationRequired")),
        ("channels", {"part": "id", "id": ",".join(map(str, range(51)))}, (400, "invalidFilters")),
        ("channels", {"part": "id", "id": "x", "maxResults": 5}, (400, "incompatibleParameters")),
        ("channels", {"part": "id", "id": "x", "publishedAfter": "2026-01-01T00:00:00Z"}, (400, "invalid")),
        ("videos", {"part": "id", "chart": "leastPopular"}, (400, "invalid")),
        ("videos", {"part": "id", "chart": "mostPopular", "maxResults": 0}, (400, "invalidParameter")),
        ("videos", {"part": "id", "myRating": "like"}, (401, "authorizationRequired")),
        ("videos:batchGetStats", {"part": "id"}, (400, "missingRequiredParameter")),
        ("videos:batchGetStats", {"part": "id", "id": "x", "maxResults": 5}, (400, "invalid")),
        ("playlistItems", {"part": "id"}, (400, "missingRequiredParameter")),
        (
            "playlistItems",
            {"part": "id", "playlistId": a_channel()["uploads"], "pageToken": "???"},
            (400, "invalidPageToken"),
        ),
        (
            "playlistItems",
            {"part": "id", "playlistId": a_channel()["uploads"], "videoId": "no"},
            (404, "videoNotFound"),
        ),
        ("playlistItems", {"part": "id", "playlistId": a_channel()["uploads"], "maxResults": "many"}, (400, "invalid")),
        ("channelSections", {"part": "id", "channelId": "UCnone"}, (404, "channelNotFound")),
        ("channelSections", {"part": "id"}, (400, "missingRequiredParameter")),
        ("playlists", {"part": "id", "channelId": "UCnone"}, (404, "channelNotFound")),
        ("search", {"part": "id", "type": "film"}, (400, "invalid")),
        ("search", {"part": "id", "type": "channel", "videoDuration": "short"}, (400, "incompatibleParameters")),
        ("search", {"part": "id", "publishedAfter": "yesterday"}, (400, "invalid")),
        ("search", {"part": "id", "order": "best"}, (400, "invalid")),
        ("search", {"part": "id", "forMine": "perhaps"}, (400, "invalid")),
        ("search", {"part": "id", "maxResults": 51}, (400, "invalidParameter")),
        ("subscriptions", {"part": "id"}, (404, "notFound")),
    ],
)
async def test_what_the_api_does_not_take_is_refused_by_reason(method, parameters, expected):
    async with simulating() as simulator:
        assert await simulator.refusal(method, **parameters) == expected


async def test_an_unknown_parameter_is_named():
    async with simulating() as simulator:
        error = (await simulator.call("videos", part="id", id="x", colour="red")).json()["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    assert 'Unknown name "colour"' in error["message"]
    assert error["details"][0]["fieldViolations"]


async def test_a_key_is_taken_from_the_header_or_the_query_and_asked_for():
    async with simulating(api_keys=frozenset({"good"})) as simulator:
        path = f"/youtube/v3/channels?part=id&id={CHANNEL}"
        statuses = {
            "header": (await simulator.http.get(path, headers={"X-Goog-Api-Key": "good"})).status_code,
            "query": (await simulator.http.get(path + "&key=good")).status_code,
            "wrong": (await simulator.http.get(path + "&key=bad")).status_code,
            "none": (await simulator.http.get(path)).status_code,
        }
        wrong = (await simulator.http.get(path + "&key=bad")).json()["error"]
        usage = await simulator.usage()
    assert statuses == {"header": 200, "query": 200, "wrong": 400, "none": 403}
    assert wrong["errors"][0]["reason"] == "keyInvalid"
    assert wrong["details"][0]["reason"] == "API_KEY_INVALID"
    assert usage["quota"]["queries"] == 2


async def test_ids_may_be_repeated_or_separated_by_commas_and_come_in_the_worlds_order():
    world = a_world(videos=[a_video("one"), a_video("two"), a_video("three")])
    async with simulating(world) as simulator:
        by_comma = await simulator.answer("videos", part="id", id="three______,one________,one________")
        repeated = await simulator.answer("videos", part="id", id=["three______", "one________"])
    assert [item["id"] for item in by_comma["items"]] == ["one________", "three______"]
    assert by_comma["items"] == repeated["items"]


async def test_channels_are_found_by_handle_in_any_case_and_by_user_name():
    world = a_world(channels=[a_channel(1, username="oldname"), a_channel(2)])
    async with simulating(world) as simulator:
        for parameters in ({"forHandle": "@CHANNEL1"}, {"forHandle": "channel1"}, {"forUsername": "OldName"}):
            answer = await simulator.answer("channels", part="id", **parameters)
            assert [item["id"] for item in answer["items"]] == [CHANNEL]
        assert "items" not in await simulator.answer("channels", part="id", forHandle="@nobody")


async def test_answers_are_compressed_and_an_unchanged_one_is_not_sent_again():
    world = a_world(videos=[a_video(f"v{number}") for number in range(50)])
    async with simulating(world) as simulator:
        parameters = {"part": "snippet", "playlistId": a_channel()["uploads"], "maxResults": 50}
        first = await simulator.call("playlistItems", **parameters)
        assert first.headers["content-encoding"] == "gzip"
        again = await simulator.http.get(
            "/youtube/v3/playlistItems",
            params=parameters | {"key": "k"},
            headers={"If-None-Match": first.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
        short = await simulator.call("playlistItems", **parameters, prettyPrint="false")
    assert first.json() == short.json()
    assert len(short.text) < len(first.text)


async def test_errors_of_a_thousand_pages_deep_are_an_empty_page():
    async with simulating() as simulator:
        answer = await simulator.answer(
            "playlistItems", part="id", playlistId=a_channel()["uploads"], pageToken="bzk5OTk5"
        )
    assert answer["items"] == []
