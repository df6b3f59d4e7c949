"""The discovery document is the contract: methods, parameters, fields, and the shape of every answer."""

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from youtube_simulator.api.methods import COMMON_PARAMETERS, METHODS, Method, Parameter
from youtube_simulator.demo.world import demo_world

from tests.simulator import discovery
from tests.simulator.builders import a_channel, a_video, a_world, simulating

UNDOCUMENTED = {"publishTime"}
"""Fields of a search result's snippet that YouTube sends and its discovery document lacks."""


def spelt(parameter: Parameter) -> dict[str, Any]:
    kinds = {"datetime": "string"}
    document = {"type": kinds.get(parameter.kind, parameter.kind), "repeated": parameter.repeated}
    document["enum"] = list(parameter.values) if parameter.values else None
    document["range"] = (str(parameter.low), str(parameter.high)) if parameter.kind == "integer" else None
    return document


def written(parameter: dict[str, Any]) -> dict[str, Any]:
    bounded = "minimum" in parameter
    return {
        "type": parameter["type"],
        "repeated": parameter.get("repeated", False),
        "enum": parameter.get("enum"),
        "range": (parameter["minimum"], parameter["maximum"]) if bounded else None,
    }


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_methods_path_and_parameters_are_the_documents(method: Method):
    official = discovery.method(method.name)
    assert method.path == "/" + official["path"]
    assert {name: spelt(parameter) for name, parameter in method.parameters.items()} == {
        name: written(parameter) for name, parameter in official["parameters"].items()
    }


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_the_parts_of_a_method_are_properties_of_its_resource(method: Method):
    response = discovery.document()["schemas"][discovery.method(method.name)["response"]["$ref"]]
    resource = discovery.document()["schemas"][response["properties"]["items"]["items"]["$ref"]]
    assert method.parts == resource["properties"].keys() - {"kind", "etag"}
    assert method.owner_parts <= method.parts
    assert method.login <= method.parameters.keys()


def test_the_common_parameters_are_the_documents():
    assert {name: spelt(parameter)["enum"] for name, parameter in COMMON_PARAMETERS.items()} == {
        name: parameter.get("enum") for name, parameter in discovery.document()["parameters"].items()
    }


def test_the_kept_tree_of_response_fields_is_fresh():
    kept = json.loads((files("youtube_simulator.api") / "response_fields.json").read_text(encoding="utf-8"))
    assert kept == discovery.response_fields(), "python -m tests.simulator.discovery > …/api/response_fields.json"


def violations(method: str, answer: dict[str, Any]) -> list[str]:
    for item in answer.get("items", []):
        if item["kind"] == "youtube#searchResult":
            item["snippet"] = {name: value for name, value in item["snippet"].items() if name not in UNDOCUMENTED}
    validator = jsonschema.Draft202012Validator(discovery.json_schema(method))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


EVERY_PART = {method.name: ",".join(sorted(method.parts - method.owner_parts)) for method in METHODS}


@pytest.fixture(scope="module")
def demo():
    return demo_world(seed=3)


async def test_every_answer_over_the_demo_world_fits_the_documents_schemas(demo):
    odd = [
        video["id"] for video in demo["videos"] if video["live"] != "none" or "liveStart" in video or "anomaly" in video
    ]
    hidden = [item["id"] for item in demo["channels"] if item["statistics"]["hiddenSubscriberCount"]]
    shelved = next(item["id"] for item in demo["channels"] if "sections" in item)
    channels = demo["channels"][::11]
    async with simulating(demo) as simulator:
        calls: list[tuple[str, str, dict[str, Any]]] = [
            ("search.list", "search", {"type": "channel", "q": "home workout"}),
            ("search.list", "search", {"type": "video", "q": "minecraft", "maxResults": 50}),
            ("search.list", "search", {"q": "easy"}),
            ("channels.list", "channels", {"id": [item["id"] for item in channels] + hidden[:10]}),
            ("videos.list", "videos", {"id": odd[:50]}),
            ("videos.list", "videos", {"chart": "mostPopular", "maxResults": 50}),
            ("videos.batchGetStats", "videos:batchGetStats", {"id": odd[:50]}),
            ("channelSections.list", "channelSections", {"channelId": shelved}),
            ("playlists.list", "playlists", {"id": [item["uploads"] for item in channels]}),
            *(
                ("playlistItems.list", "playlistItems", {"playlistId": item["uploads"], "maxResults": 50})
                for item in channels
            ),
        ]
        for method, path, parameters in calls:
            answer = await simulator.answer(path, part=EVERY_PART[method], **parameters)
            assert answer["items"]
            assert violations(method, answer) == []


async def test_answers_without_items_fit_the_documents_schemas():
    async with simulating(a_world(channels=[a_channel()], videos=[a_video("gone", state="gone")])) as simulator:
        calls: list[tuple[str, str, dict[str, Any]]] = [
            ("search.list", "search", {"q": "nothing at all", "type": "channel"}),
            ("channels.list", "channels", {"id": "UCnone"}),
            ("videos.list", "videos", {"id": "gone_______"}),
            ("videos.batchGetStats", "videos:batchGetStats", {"id": "none"}),
            ("channelSections.list", "channelSections", {"channelId": a_channel()["id"]}),
        ]
        for method, path, parameters in calls:
            answer = await simulator.answer(path, part=EVERY_PART[method], **parameters)
            assert not answer.get("items")
            assert violations(method, answer) == []
