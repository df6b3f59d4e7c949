"""The classic rules against recordings of the original."""

import gzip
import json

import pytest
from common.events import ChannelCriteria
from discovery.domain.classic import find_names, rejection
from topics.patterns import JavaScriptPattern

from tests.shared_data import SHARED, needs_shared

ABSENT = "undefined"


def golden():
    if SHARED is None:
        return {"meta": {"contentConfig": {}}, "vectors": {"extractGameNames": [], "validateChannelCriteria": []}}
    with gzip.open(SHARED / "parity" / "golden_vectors.json.gz", "rt", encoding="utf-8") as file:
        return json.load(file)


GOLDEN = golden()
CONFIG = GOLDEN["meta"]["contentConfig"]


def vectors(function):
    return [
        pytest.param(vector, id=f"{index}-{vector['category']}")
        for index, vector in enumerate(GOLDEN["vectors"][function])
        if vector["category"] != "type_edge" and "throws" not in vector
    ]


def as_javascript_prints(args, position):
    value = args[position] if position < len(args) else ABSENT
    return "null" if value is None else value


@needs_shared
@pytest.mark.parametrize("vector", vectors("extractGameNames"))
def test_names_are_found_as_the_original_finds_them(vector):
    patterns = [JavaScriptPattern(entry["pattern"], entry["flags"]) for entry in CONFIG["gamePatterns"]]
    title, description = (as_javascript_prints(vector["args"], position) for position in (0, 1))
    assert find_names(title, description, patterns) == vector["output"]


@needs_shared
@pytest.mark.parametrize("vector", vectors("validateChannelCriteria"))
def test_channels_qualify_as_in_the_original(vector):
    (channel,) = vector["args"]
    reason = rejection(
        channel["snippet"]["title"],
        channel["snippet"].get("description") or "",
        subscriber_count=channel["statistics"].get("subscriberCount"),
        video_count=channel["statistics"].get("videoCount"),
        criteria=ChannelCriteria.model_validate(CONFIG["channelCriteria"]),
    )
    assert (reason is None) == vector["output"]
