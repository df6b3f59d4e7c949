"""Kinds of gaps: nobody had the topic, or they had it badly or long ago."""

import csv
import io

from common.events import Coverage, ExclusionEvidence, Gap

from tests.gateway.builders import qualified, scored, video
from tests.gateway.running import start, until


def had(gap):
    return ExclusionEvidence(video_id="theirs", title="Their bread", times=2, best_multiple=0.4, last_days=9, gap=gap)


async def test_results_are_filtered_and_exported_by_the_gap_that_they_leave(client, gateway):
    analysis = await start(client)
    gateway.tell(
        qualified(0, analysis=analysis),
        scored(
            0,
            video("free", 9.0),
            video("maybe", 8.0, coverage=Coverage.MAYBE, coverage_probability=0.6, nearest_title=had(Gap.BADLY)),
            video("had", 7.0, coverage=Coverage.COVERED, excluded_by="bread", nearest_title=had(Gap.BADLY)),
            video("old", 6.0, coverage=Coverage.MAYBE, nearest_title=had(Gap.LONG_AGO)),
            video("taken", 5.0, coverage=Coverage.MAYBE, nearest_title=had(None)),
            analysis=analysis,
        ),
    )

    async def done():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

    async def found(query):
        answer = await client.get(f"/api/v1/analyses/{analysis}/results?{query}")
        return [item["video_id"] for item in answer.json()["items"]]

    await until(done)
    assert await found("gap=nobody") == ["free"]
    assert await found("gap=badly") == ["maybe"]
    assert await found("gap=badly&excluded=all") == ["maybe", "had"]
    assert await found("gap=long_ago") == ["old"]

    shown = (await client.get(f"/api/v1/analyses/{analysis}/results")).json()["items"][1]
    assert shown["coverage_probability"] == 0.6
    assert shown["nearest_title"] == had(Gap.BADLY).model_dump(mode="json")
    rows = csv.DictReader(io.StringIO((await client.get(f"/api/v1/analyses/{analysis}/export?format=csv")).text))
    assert [row["Gap"] for row in rows] == ["nobody", "badly", "long_ago", ""]
