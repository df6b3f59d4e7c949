from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from youtube_simulator.clock import SimulatedClock
from youtube_simulator.growth import Growth, Wave
from youtube_simulator.world_file import WorldFileError, load_world, world_of

from tests.simulator.builders import NOW, a_channel, a_video, a_world, simulating

GROWING = {
    "waves": [{"views": 1000, "c": 1, "p": 1}, {"views": 500, "c": 0.1, "start": 5}],
    "likes": 0.1,
    "comments": 0.01,
}
waves = st.builds(
    Wave,
    views=st.floats(1, 1e8),
    c=st.floats(0, 50),
    p=st.floats(0.3, 3),
    k=st.floats(0.2, 3),
    start=st.floats(0, 40),
)


@given(st.lists(waves, min_size=1, max_size=3).map(tuple), st.floats(0, 400), st.floats(0, 400))
def test_views_never_fall_and_stay_below_what_the_waves_bring(waves, one, other):
    growth = Growth(waves)
    early, late = sorted((one, other))
    assert 0 <= growth.views(early) <= growth.views(late) <= sum(wave.views for wave in waves) * (1 + 1e-9)


def test_a_clock_ticks_at_its_pace_from_where_it_is_set():
    seconds = [100.0]
    clock = SimulatedClock(datetime(2026, 3, 1, tzinfo=UTC), monotonic=lambda: seconds[0])
    seconds[0] += 5
    assert clock.now() == datetime(2026, 3, 1, 0, 0, 5, tzinfo=UTC)
    clock.set(datetime(2026, 5, 1, tzinfo=UTC), rate=3600)
    seconds[0] += 2
    assert clock.now() == datetime(2026, 5, 1, 2, tzinfo=UTC)


async def test_the_clock_is_read_and_set_over_http():
    async with simulating() as simulator:
        assert (await simulator.http.get("/simulator/clock")).json()["now"] == NOW
        answer = await simulator.http.put("/simulator/clock", json={"now": "2026-04-01T02:00:00+02:00"})
        assert answer.json()["now"].startswith("2026-04-01T00:00:00.")
        for wrong in ({"now": "2026-04-01T00:00:00"}, {"now": "soon"}, {}, {"now": NOW, "rate": -1}):
            assert (await simulator.http.put("/simulator/clock", json=wrong)).status_code == 422


async def test_views_grow_as_the_clock_ticks_and_hidden_counts_stay_hidden():
    video = a_video(
        "one", publishedAt="2026-02-28T12:00:00Z", growth=GROWING, statistics={"viewCount": "0", "commentCount": "0"}
    )
    async with simulating(a_world(videos=[video])) as simulator:
        seen = []
        for now in ("2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-05T12:00:00Z", "2026-03-12T12:00:00Z"):
            await simulator.set_clock(now)
            stats = (await simulator.answer("videos:batchGetStats", part="statistics", id=video["id"]))["items"][0][
                "statistics"
            ]
            listed = (await simulator.answer("videos", part="statistics", id=video["id"]))["items"][0]["statistics"]
            assert stats == listed
            assert stats.keys() == {"viewCount", "commentCount"}
            seen.append(int(stats["viewCount"]))
    assert seen == [0, 500, 833, 1418]


async def test_statistics_without_growth_stand_still():
    async with simulating() as simulator:
        before = await simulator.answer("videos", part="statistics", id="one________")
        await simulator.set_clock("2030-01-01T00:00:00Z")
        assert await simulator.answer("videos", part="statistics", id="one________") == before


async def test_a_video_of_the_future_does_not_exist_yet():
    world = a_world(videos=[a_video("old"), a_video("new", publishedAt="2026-03-03T12:00:00Z")])
    uploads, channel = a_channel()["uploads"], a_channel()["id"]
    async with simulating(world) as simulator:

        async def seen() -> list[int]:
            items = await simulator.answer("playlistItems", part="id", playlistId=uploads)
            by_id = await simulator.answer("videos", part="id", id="new________")
            stats = await simulator.answer("videos:batchGetStats", part="id", id="new________")
            search = await simulator.answer("search", part="id", type="video", q="title")
            listed = await simulator.answer("search", part="id", type="video", channelId=channel)
            counts = (await simulator.answer("channels", part="statistics", id=channel))["items"][0]["statistics"]
            return [len(answer["items"]) for answer in (items, by_id, stats, search, listed)] + [
                int(counts["videoCount"])
            ]

        assert await seen() == [1, 0, 0, 1, 1, 3]
        await simulator.set_clock("2026-03-03T12:00:00Z")
        assert await seen() == [2, 1, 1, 2, 2, 4]
        await simulator.set_clock("2026-03-03T11:59:59Z")
        assert await seen() == [1, 0, 0, 1, 1, 3]


async def test_a_stream_is_upcoming_then_live_then_over():
    stream = a_video(
        "live", liveStart="2026-03-01T13:00:00Z", liveEnd="2026-03-01T15:00:00Z", duration="PT2H", tab="live"
    )
    async with simulating(a_world(videos=[stream])) as simulator:
        seen = []
        for hour in (12, 13, 15):
            await simulator.set_clock(f"2026-03-01T{hour}:00:00Z")
            item = (
                await simulator.answer("videos", part="snippet,contentDetails,liveStreamingDetails", id="live_______")
            )["items"][0]
            listed = await simulator.answer(
                "search", part="id", type="video", eventType=item["snippet"]["liveBroadcastContent"]
            )
            seen.append(
                (
                    item["snippet"]["liveBroadcastContent"],
                    item["contentDetails"]["duration"],
                    len(item["liveStreamingDetails"]),
                )
            )
            assert len(listed["items"]) == 1
    assert seen == [("upcoming", "P0D", 1), ("live", "P0D", 2), ("none", "PT2H", 3)]


async def test_tabs_list_their_format_and_an_absent_one_is_not_found():
    videos = [a_video("long", tab="long"), a_video("short", tab="short"), a_video("plain")]
    suffix = a_channel()["id"][2:]
    async with simulating(a_world(videos=videos)) as simulator:
        for prefix, name in (("UULF", "long"), ("UUSH", "short")):
            answer = await simulator.answer("playlistItems", part="contentDetails", playlistId=prefix + suffix)
            assert [item["contentDetails"]["videoId"].rstrip("_") for item in answer["items"]] == [name]
        assert await simulator.refusal("playlistItems", part="id", playlistId="UULV" + suffix) == (
            404,
            "playlistNotFound",
        )
        assert len((await simulator.answer("playlistItems", part="id", playlistId="UU" + suffix))["items"]) == 3


async def test_a_private_video_keeps_its_place_in_the_playlist_without_a_date():
    world = a_world(videos=[a_video("gone", state="gone")])
    async with simulating(world) as simulator:
        answer = await simulator.answer(
            "playlistItems", part="snippet,contentDetails,status", playlistId=a_channel()["uploads"]
        )
        assert (await simulator.answer("videos", part="id", id="gone_______"))["items"] == []
    item = answer["items"][0]
    assert item["snippet"]["title"] == "Private video"
    assert item["status"] == {"privacyStatus": "private"}
    assert item["contentDetails"] == {"videoId": "gone_______"}


async def test_a_channel_that_never_uploaded_has_no_uploads_and_an_emptied_one_has_none_left():
    never = a_channel(1, statistics=a_channel()["statistics"] | {"videoCount": "0"})
    async with simulating(a_world(channels=[never, a_channel(2)], videos=[])) as simulator:
        assert await simulator.refusal("playlistItems", part="id", playlistId=never["uploads"]) == (
            404,
            "playlistNotFound",
        )
        assert (await simulator.answer("playlistItems", part="id", playlistId=a_channel(2)["uploads"]))["items"] == []


async def test_featured_channels_stand_in_sections():
    shelves = [{"title": "Friends", "channels": [a_channel(2)["id"]]}, [a_channel(3)["id"]]]
    world = a_world(channels=[a_channel(1, sections=shelves), a_channel(2), a_channel(3)], videos=[])
    async with simulating(world) as simulator:
        answer = await simulator.answer("channelSections", part="snippet,contentDetails", channelId=a_channel()["id"])
        again = await simulator.answer("channelSections", part="id", id=answer["items"][1]["id"])
    assert [item["contentDetails"]["channels"] for item in answer["items"]] == [
        [a_channel(2)["id"]],
        [a_channel(3)["id"]],
    ]
    assert answer["items"][0]["snippet"]["type"] == "multipleChannels"
    assert [item["id"] for item in again["items"]] == [answer["items"][1]["id"]]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"meta": {"now": "2026-03-01T12:00:00"}, "channels": [], "videos": []},
        a_world(videos=[a_video("x", channel=9)]),
        a_world(videos=[a_video("x", growth={"views": 3})]),
        a_world(videos=[a_video("x", tab="cinema")]),
        {"meta": {"now": NOW}, "channels": ["x"], "videos": []},
    ],
)
def test_a_file_that_is_no_world_is_refused_with_one_line(broken):
    with pytest.raises(WorldFileError) as raised:
        world_of(broken)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\x1f\x8b broken", b"\xff\xfe"])
def test_a_file_that_is_no_json_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "world.json"
    path.write_bytes(content)
    with pytest.raises(WorldFileError, match=r"world\.json"):
        load_world(path)


def test_a_moment_of_the_world_is_a_moment_everywhere():
    world = world_of(a_world())
    assert world.now - timedelta(days=9) == datetime(2026, 2, 20, 12, tzinfo=UTC)
