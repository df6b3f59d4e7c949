"""Google's discovery document is the contract: every request is valid by it, every field that is read exists there."""

import inspect
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from youtube_fetcher.youtube import calls, parse
from youtube_fetcher.youtube.calls import METHODS, Call, Method
from youtube_simulator.api.partial_response import selection_of

from tests.simulator.discovery import document, json_schema, method, response_fields

CALLS = (
    calls.search_channels("cats & dogs", 50),
    calls.channels_by_id(["UC1", "UC2"]),
    calls.channel_by_handle("handle"),
    calls.channel_by_username("name"),
    calls.playlist_page("UU1"),
    calls.playlist_page("UU1", "token"),
    calls.video_stats(["v1"]),
    calls.videos_by_id(["v1"]),
    calls.channel_sections("UC1"),
)
by_name = pytest.mark.parametrize("one", METHODS, ids=lambda one: one.name)


@by_name
def test_each_method_has_the_path_of_the_contract(one: Method) -> None:
    assert one.path == "/" + method(one.name)["path"]
    assert method(one.name)["httpMethod"] == "GET"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method.name} {dict(call.arguments)}")
def test_each_parameter_of_each_call_exists_with_a_legal_value(call: Call) -> None:
    known: dict[str, Any] = method(call.method.name)["parameters"] | document()["parameters"]
    given = dict(call.query)
    assert set(given) <= set(known)
    for name, value in given.items():
        if known[name].get("type") == "integer":
            assert int(known[name]["minimum"]) <= int(str(value)) <= int(known[name]["maximum"])
    required = {name for name, one in method(call.method.name)["parameters"].items() if one.get("required")}
    # The document calls `id` required where a call may be filtered by something else instead.
    assert required - {"id"} <= set(given)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method.name} {dict(call.arguments)}")
def test_ids_are_never_asked_for_with_a_page_size(call: Call) -> None:
    assert not {"id", "maxResults"} <= {name for name, _ in call.arguments}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method.name} {dict(call.arguments)}")
def test_no_call_has_the_key_in_its_address(call: Call) -> None:
    assert "key" not in dict(call.query)


@by_name
def test_each_field_asked_for_exists_and_its_part_is_asked_for(one: Method) -> None:
    selection = selection_of(one.name, one.fields)
    items = selection["items"]
    assert selection.keys() <= response_fields()[one.name].keys()
    parts = set(one.part.split(","))
    assert set(items) - {"id"} <= parts
    assert parts - {"id"} <= set(items), "a part that nothing is read of is paid for in bytes"


def test_each_field_that_is_parsed_is_asked_for() -> None:
    read = set(re.findall(r'(?:get\(|, )"(\w+)"', inspect.getsource(parse)))
    asked = set(re.findall(r"\w+", " ".join(one.fields for one in METHODS)))
    values = {"items", "public", "unlisted", "upcoming", "live"}
    assert read - values == asked - values


def example(name: str) -> dict[str, Any]:
    """An answer with every field that the method's `fields` select, valid by the document's own schema."""
    selection = selection_of(name, next(one.fields for one in METHODS if one.name == name))
    schema = json_schema(name)
    answer: dict[str, Any] = _filled(schema, schema["$defs"], selection)
    Draft202012Validator(schema).validate(answer)
    return answer


def _filled(schema: dict[str, Any], known: dict[str, Any], selection: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _filled(known[schema["$ref"].rpartition("/")[2]], known, selection)
    match schema.get("type"):
        case "array":
            return [_filled(schema["items"], known, selection)]
        case "object":
            return {
                name: _filled(one, known, selection.get(name, {}))
                for name, one in schema["properties"].items()
                if name in selection
            }
        case "boolean":
            return True
        case "integer":
            return 7
        case _:
            return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return str(schema["enum"][-1])
    pattern = schema.get("pattern", "")
    if "T" in pattern:
        return "2026-03-01T12:00:00Z"
    return "7s" if pattern.endswith("s$") else "7"


def test_an_answer_as_the_contract_has_it_is_read_whole() -> None:
    (channel,) = parse.channels(example("channels.list")).values()
    # A count that is hidden is not read, and only what begins with @ is a handle.
    unread = {name for name, value in channel.model_dump().items() if value in (None, (), "")}
    assert unread == {"subscriber_count", "handle"}
    ((_, stats),) = parse.video_stats(example("videos.batchGetStats")).items()
    assert None not in stats
    (video,) = parse.videos(example("videos.list")).values()
    # The document gives no format for this duration, so the example's is none; a tab is never in this answer.
    assert {name for name, value in video.model_dump().items() if value in (None, (), "")} == {
        "duration_seconds",
        "tab",
    }
    (entry,) = parse.playlist_page(example("playlistItems.list")).entries
    assert entry.published_at
    assert parse.search_hits(example("search.list")) == (("7", "7"),)
    assert parse.featured_channels(example("channelSections.list")) == ("7",)
