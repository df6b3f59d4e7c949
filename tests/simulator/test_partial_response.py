import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from youtube_simulator.api.errors import ApiError
from youtube_simulator.api.partial_response import select, selection_of

from tests.simulator.builders import simulating

KNOWN = json.loads((files("youtube_simulator.api") / "response_fields.json").read_text(encoding="utf-8"))["videos.list"]
ANSWER = {
    "kind": "k",
    "nextPageToken": "t",
    "items": [
        {"id": "1", "snippet": {"title": "a", "tags": ["x"], "thumbnails": {"default": {"url": "u", "width": 1}}}},
        {"id": "2", "statistics": {"viewCount": "5"}},
    ],
}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("kind", {"kind": "k"}),
        ("items/id", {"items": [{"id": "1"}, {"id": "2"}]}),
        ("items(id,statistics/viewCount)", {"items": [{"id": "1"}, {"id": "2", "statistics": {"viewCount": "5"}}]}),
        ("items/snippet(title,tags),kind", {"kind": "k", "items": [{"snippet": {"title": "a", "tags": ["x"]}}, {}]}),
        ("items/snippet/thumbnails/*/url", {"items": [{"snippet": {"thumbnails": {"default": {"url": "u"}}}}, {}]}),
        ("items/id,items/statistics", {"items": [{"id": "1"}, {"id": "2", "statistics": {"viewCount": "5"}}]}),
        ("*", ANSWER),
        (" kind , nextPageToken ", {"kind": "k", "nextPageToken": "t"}),
    ],
)
def test_only_the_selected_fields_are_kept(fields, expected):
    assert select(ANSWER, selection_of("videos.list", fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        "",
        ",",
        "items(",
        "items)",
        "items()",
        "items//id",
        "a b",
        "items(id",
        "nonsense",
        "items/nonsense",
        "items/id/x",
        "/id",
        "i-d",
    ],
)
def test_what_does_not_parse_or_does_not_exist_is_refused(fields):
    with pytest.raises(ApiError) as raised:
        selection_of("videos.list", fields)
    assert (raised.value.code, raised.value.location) == (400, "fields")


def paths(tree: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [path for name, below in tree.items() for path in [(*above, name), *paths(below, (*above, name))]]


every_path = st.sampled_from([path for path in paths(KNOWN) if "*" not in path])


def shaped(tree: dict[str, Any]) -> dict[str, Any]:
    """An answer that has every field."""
    return {
        name: [shaped(below)] if name == "items" else shaped(below) if below else name for name, below in tree.items()
    }


FULL = shaped(KNOWN)


def fields_of(value: object, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    if isinstance(value, list):
        return {path for item in value for path in fields_of(item, above)}
    if isinstance(value, dict):
        return {path for name, below in value.items() for path in {(*above, name)} | fields_of(below, (*above, name))}
    return set()


@given(st.lists(every_path, min_size=1, max_size=6))
def test_a_list_of_paths_keeps_those_their_parents_and_what_is_below(chosen):
    kept = fields_of(select(FULL, selection_of("videos.list", ",".join("/".join(path) for path in chosen))))
    wanted = {
        path for path in fields_of(FULL) if any(path[: len(one)] == one or one[: len(path)] == path for one in chosen)
    }
    assert kept == wanted


@given(st.lists(every_path, min_size=1, max_size=6))
def test_brackets_say_the_same_as_paths(chosen):
    nested = ",".join("(".join(path) + ")" * (len(path) - 1) for path in chosen)
    flat = ",".join("/".join(path) for path in chosen)
    assert selection_of("videos.list", nested) == selection_of("videos.list", flat)


@given(st.lists(every_path, min_size=1, max_size=4))
def test_selecting_twice_changes_nothing(chosen):
    selection = selection_of("videos.list", ",".join("/".join(path) for path in chosen))
    once = select(FULL, selection)
    assert select(once, selection) == once


@given(st.text(max_size=40))
def test_any_text_is_either_a_selection_or_refused(text):
    try:
        selection = selection_of("videos.list", text)
    except ApiError:
        return
    assert fields_of(select(FULL, selection)) <= fields_of(FULL)


async def test_the_fields_of_an_answer_are_filtered_over_http():
    async with simulating() as simulator:
        answer = await simulator.answer(
            "videos", part="snippet,statistics", id="one________", fields="items(id,statistics/viewCount)"
        )
        assert answer == {"items": [{"id": "one________", "statistics": {"viewCount": "5000"}}]}
        assert await simulator.refusal("videos", part="id", id="one________", fields="items/nope") == (
            400,
            "invalidParameter",
        )
