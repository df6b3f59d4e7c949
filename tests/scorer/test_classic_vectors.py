from typing import Any

import pytest
from scorer.domain.brand_rules import brand_fit
from scorer.domain.classic import FEWEST_VIDEOS, classic_score, first_excluding
from scorer.patterns import finds

from tests.scorer.golden import golden, number, rules, same_double
from tests.shared_data import needs_shared

pytestmark = needs_shared
GATE = 20.0


def ids(vectors: list[Any]) -> list[str]:
    return [f"{vector['category']}-{index}" for index, vector in enumerate(vectors)]


@pytest.mark.parametrize("vector", golden("calculateBrandFit"), ids=ids(golden("calculateBrandFit")))
def test_brand_fit_is_the_originals(vector):
    snippet = vector["args"][0]["snippet"]

    fit = brand_fit(snippet["title"], snippet.get("description"), rules(), finds=finds).fit

    assert same_double(fit, number(vector["output"]))


@pytest.mark.parametrize("vector", golden("isVideoExcluded"), ids=ids(golden("isVideoExcluded")))
def test_exclusion_is_the_originals(vector):
    snippet = vector["args"][0]["snippet"]

    excluding = first_excluding(snippet["title"], snippet.get("description"), vector["exclusionGames"])

    assert (excluding is not None) is vector["output"]


@pytest.mark.parametrize("vector", golden("analyzeChannelOutliers"), ids=ids(golden("analyzeChannelOutliers")))
def test_kept_videos_and_their_scores_are_the_originals(vector):
    profile = rules()
    subscribers = vector["channel"]["statistics"].get("subscriberCount")
    kept = []
    for video in vector["videos"] if len(vector["videos"]) >= FEWEST_VIDEOS else ():
        snippet = video["snippet"]
        score = classic_score(video.get("statistics", {}).get("viewCount"), subscribers)
        fit = brand_fit(snippet["title"], snippet.get("description"), profile, finds=finds).fit
        excluded = first_excluding(snippet["title"], snippet.get("description"), vector["exclusionGames"])
        if score > GATE and fit > profile.threshold and excluded is None:
            kept.append((video["id"]["videoId"], score, fit))

    expected = [(v["videoId"], number(v["outlierScore"]), number(v["brandFit"])) for v in vector["output"]]
    assert [row[0] for row in kept] == [row[0] for row in expected]
    assert all(
        same_double(mine[1], theirs[1]) and mine[2] == theirs[2] for mine, theirs in zip(kept, expected, strict=True)
    )
