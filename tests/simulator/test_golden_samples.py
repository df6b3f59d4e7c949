"""The simulator answers as the recorded fake API did. Apart from entity tags, which are irrelevant, and the address of
thumbnails, which is the simulator's own, the answers are equal; quotas follow the present buckets, not the old 100
units a search."""

import gzip
import json
from functools import cache
from typing import Any

import pytest
from youtube_simulator.search import SearchIndex
from youtube_simulator.world_file import world_of

from tests.shared_data import SHARED, needs_shared, shared
from tests.simulator.builders import BASE_URL, simulating

pytestmark = needs_shared


@cache
def loaded(relative: str) -> Any:
    return json.loads(gzip.decompress(shared(relative).read_bytes()))


SAMPLES = sorted(loaded("parity/fake_api_samples.json.gz")) if SHARED else []


def comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: comparable(child) for name, child in value.items() if name != "etag"}
    if isinstance(value, list):
        return [comparable(child) for child in value]
    return value.replace("https://i.ytimg.com", BASE_URL) if isinstance(value, str) else value


@pytest.mark.parametrize("sample", SAMPLES)
async def test_an_answer_equals_the_recorded_one(sample):
    method, _, query = sample.partition("?")
    parameters = dict(pair.split("=", 1) for pair in query.split("&"))
    expected = loaded("parity/fake_api_samples.json.gz")[sample]
    async with simulating(loaded("parity/world.json.gz")) as simulator:
        response = await simulator.call(method, **parameters)
    assert response.status_code == expected["status"]
    assert comparable(response.json()) == comparable(expected["body"])


def test_the_ranking_rule_gives_the_prescribed_rankings():
    document = loaded("parity/world.json.gz")
    index = SearchIndex(world_of(document | {"searchIndex": {}}))
    prescribed = document["searchIndex"]["channel"]
    ranked = {query: [channel.id for channel in index.channels(query)] for query in prescribed}
    assert ranked == prescribed


async def test_errors_look_like_googles_own():
    async with simulating() as simulator:
        not_found = (await simulator.call("playlistItems", part="id", playlistId="UUnone")).json()
        await simulator.set_faults(rates={"403_quotaExceeded": 1})
        exceeded = (await simulator.call("channels", part="id", id="x")).json()
    real = json.loads(shared("real_data/api_fixtures_errors/quotaExceeded_403.json").read_text())
    assert exceeded == real
    real = json.loads(shared("real_data/api_fixtures_errors/playlistNotFound_404.json").read_text())
    plain = real["error"]["message"].replace("<code>", "").replace("</code>", "")
    assert not_found["error"]["code"] == real["error"]["code"]
    assert not_found["error"]["message"] == plain
    for name in ("domain", "reason"):
        assert not_found["error"]["errors"][0][name] == real["error"]["errors"][0][name]
