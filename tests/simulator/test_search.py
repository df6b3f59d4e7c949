from tests.simulator.builders import a_channel, a_video, a_world, simulating


async def found(simulator, kind: str, **parameters) -> list[str]:
    answer = await simulator.answer("search", part="id", type=kind, **parameters)
    return [item["id"][f"{kind}Id"] for item in answer["items"]]


async def test_a_title_beats_a_part_of_a_title_beats_words():
    channels = [
        a_channel(1, title="Bread for All", description="baking", keywords=[]),
        a_channel(2, title="Bread", description="", keywords=[]),
        a_channel(3, title="Toast", description="bread", keywords=[]),
        a_channel(4, title="Soup", description="soup", keywords=["bread"]),
        a_channel(5, title="Cars", description="cars", keywords=[]),
    ]
    async with simulating(a_world(channels=channels, videos=[])) as simulator:
        ranked = await found(simulator, "channel", q=" bread ")
    assert [int(channel_id[2:]) for channel_id in ranked] == [2, 1, 4, 3]


async def test_a_keyword_inside_the_query_counts_unless_it_is_everywhere():
    channels = [
        a_channel(1, title="A", description="", keywords=["roblox"]),
        a_channel(2, title="B", description="", keywords=["tower"]),
    ]
    async with simulating(a_world(channels=channels, videos=[])) as simulator:
        ranked = await found(simulator, "channel", q="roblox tower")
    assert [int(channel_id[2:]) for channel_id in ranked] == [2, 1]


async def test_a_prescribed_ranking_is_kept():
    world = a_world(channels=[a_channel(1), a_channel(2)], videos=[])
    world["searchIndex"] = {"channel": {"odd": [a_channel(2)["id"]], "Odd": []}}
    async with simulating(world) as simulator:
        assert await found(simulator, "channel", q="odd") == [a_channel(2)["id"]]
        assert await found(simulator, "channel", q="Odd") == []


async def test_snippets_are_escaped_and_cut():
    title = """Tom & Jax's "Big" <Day>"""
    video = a_video("one", title=title, description="line\nnext & " + "x" * 200)
    async with simulating(a_world(channels=[a_channel(title="Tom & Jax")], videos=[video])) as simulator:
        answer = await simulator.answer("search", part="snippet", type="video", q="tom")
        snippet = answer["items"][0]["snippet"]
        whole = (await simulator.answer("videos", part="snippet", id=video["id"]))["items"][0]["snippet"]
    assert snippet["title"] == "Tom &amp; Jax&#39;s &quot;Big&quot; &lt;Day&gt;"
    assert snippet["channelTitle"] == "Tom &amp; Jax"
    assert snippet["description"] == "line next &amp; " + "x" * (160 - len("line next & ")) + " ..."
    assert (whole["title"], whole["description"]) == (title, video["description"])


async def test_a_channels_videos_are_listed_newest_first_within_the_window():
    videos = [
        a_video(name, publishedAt=f"2026-02-{day:02d}T12:00:00Z") for name, day in [("a", 10), ("b", 12), ("c", 14)]
    ]
    videos += [a_video("gone", publishedAt="2026-02-13T12:00:00Z", state="gone"), a_video("other", channel=2)]
    world = a_world(channels=[a_channel(1), a_channel(2)], videos=videos)
    window = {"publishedAfter": "2026-02-12T12:00:00Z", "publishedBefore": "2026-02-14T12:00:00Z"}
    async with simulating(world) as simulator:
        listed = await found(simulator, "video", channelId=a_channel()["id"], order="date", **window)
    assert [name.rstrip("_") for name in listed] == ["gone", "b"]


async def test_videos_are_ordered_and_filtered_as_asked():
    videos = [
        a_video("short", title="bread one", duration="PT3M59S", statistics={"viewCount": "10", "likeCount": "9"}),
        a_video("middle", title="bread two", duration="PT4M", statistics={"viewCount": "30", "likeCount": "3"}),
        a_video("long", title="a bread", duration="PT20M1S", categoryId="20", statistics={"viewCount": "20"}),
    ]
    async with simulating(a_world(videos=videos)) as simulator:

        async def named(**parameters) -> list[str]:
            return [name.rstrip("_") for name in await found(simulator, "video", q="bread", **parameters)]

        assert await named(order="viewCount") == ["middle", "long", "short"]
        assert await named(order="rating") == ["short", "middle", "long"]
        assert await named(order="title") == ["long", "short", "middle"]
        assert await named(videoDuration="short") == ["short"]
        assert await named(videoDuration="medium") == ["middle"]
        assert await named(videoDuration="long") == ["long"]
        assert await named(videoCategoryId="20") == ["long"]


async def test_pages_follow_one_another_without_gap_or_repeat():
    world = a_world(channels=[a_channel(number) for number in range(1, 13)], videos=[])
    async with simulating(world) as simulator:
        seen: list[str] = []
        token: dict[str, str] = {}
        while True:
            answer = await simulator.answer("search", part="id", type="channel", q="channel", **token)
            seen += [item["id"]["channelId"] for item in answer["items"]]
            assert answer["pageInfo"] == {"totalResults": 12, "resultsPerPage": 5}
            if "nextPageToken" not in answer:
                break
            token = {"pageToken": answer["nextPageToken"]}
    assert len(seen) == len(set(seen)) == 12
    assert "prevPageToken" in answer


async def test_without_a_type_channels_and_videos_are_found():
    async with simulating() as simulator:
        answer = await simulator.answer("search", part="id", q="title channel")
    assert [item["id"]["kind"] for item in answer["items"]] == ["youtube#channel", "youtube#video"]
