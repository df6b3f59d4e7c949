"""Outliers grouped into topics across channels."""

from tests.gateway.builders import qualified, scored, skipped, video
from tests.gateway.running import start, until


async def test_a_topic_on_three_channels_is_a_signal_with_its_channels_and_how_it_does_elsewhere(client, gateway):
    analysis = await start(client)
    gateway.tell(
        qualified(0, 1, 2, 3, 4, analysis=analysis),
        scored(0, video("a", 4.0, title="Sourdough starter in 3 days"), analysis=analysis),
        scored(1, video("b", 6.0, title="My sourdough starter"), video("x", 3.0, title="Knives"), analysis=analysis),
        scored(2, video("c", 5.0, title="Sourdough starter mistakes"), analysis=analysis),
        scored(
            3,
            *(video(f"f{n}", 0.4, title=f"Sourdough starter {n}", outlier=False) for n in range(5)),
            *(video(f"u{n}", 1.0, title=f"Dinner {n}", outlier=False) for n in range(9)),
            video("undecided", None, title="Sourdough starter today", outlier=False),
            analysis=analysis,
        ),
        skipped(4, analysis=analysis),
    )

    async def done():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

    await until(done)
    answer = (await client.get(f"/api/v1/analyses/{analysis}/trends")).json()
    [trend] = answer["items"]
    assert (trend["name"], trend["strength"], trend["median_score"]) == ("sourdough starter", "signal", 5.0)
    assert [one["video_id"] for one in trend["videos"]] == ["b", "c", "a"]
    assert len(trend["channels"]) == trend["video_count"] == 3
    assert trend["elsewhere"] == {"videos": 5, "flops": 5, "median_score": 0.4}
    assert trend["effect"] == "flops"
    assert (answer["outliers"], answer["videos"]) == (4, 18)

    every = (await client.get(f"/api/v1/analyses/{analysis}/trends?least_channels=1")).json()["items"]
    assert [one["strength"] for one in every] == ["signal", "luck"]


async def test_an_analysis_without_outliers_has_no_trends(client):
    analysis = await start(client)
    answer = await client.get(f"/api/v1/analyses/{analysis}/trends")
    assert answer.json() == {"items": [], "outliers": 0, "videos": 0}
