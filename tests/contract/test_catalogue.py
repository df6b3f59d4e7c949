"""The catalogue keeps its promises: sizes, keys, names, and payloads that stay readable for ever."""

import json
from pathlib import Path

import pytest
from common.delivery.envelope import TooLarge, derived_id, seal
from common.errors import Undecodable
from common.streams import EVENT_STREAMS, Stream, all_topics

from tests.contract.builders import ANALYSIS, headroom, largest

GOLDEN = Path(__file__).parent / "golden"
PAYLOADS = [(stream, payload) for stream in EVENT_STREAMS for payload in stream.payloads]
NAMES = [f"{stream.name}:{payload.__name__}" for stream, payload in PAYLOADS]


@pytest.mark.parametrize(("stream", "payload"), PAYLOADS, ids=NAMES)
def test_the_largest_legal_payload_fits_its_stream(stream: Stream, payload):
    event = largest(payload)
    sealed = seal(stream, event, source="test", cause_id="test")
    assert len(sealed.value) + headroom(event) <= stream.max_bytes
    assert stream.decode(payload.type_name(), sealed.value) == event


def test_an_event_that_is_too_large_is_refused_where_it_is_made():
    stream = EVENT_STREAMS[0]
    small = Stream(stream.name, stream.payloads, max_bytes=10)
    with pytest.raises(TooLarge, match="allows 10"):
        seal(small, largest(stream.payloads[0]), source="test", cause_id="test")


@pytest.mark.parametrize(("stream", "payload"), PAYLOADS, ids=NAMES)
def test_every_golden_payload_is_still_read(stream: Stream, payload):
    path = GOLDEN / f"{payload.type_name()}.json"
    assert path.exists(), f"a new event lands with its golden JSON; {path.name} is missing: run write_golden.py"
    event = stream.decode(payload.type_name(), path.read_bytes())
    again = json.loads(event.model_dump_json(by_alias=True))
    kept = json.loads(path.read_text())
    assert as_kept(again, kept) == kept, "a field changed its meaning or went away: that is a new version"


def as_kept(again, kept):
    """`again` without what was added since, however deep: an added field with a default is no new version."""
    if isinstance(kept, dict) and isinstance(again, dict):
        return {key: as_kept(again[key], value) for key, value in kept.items() if key in again}
    if isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        return [as_kept(*pair) for pair in zip(again, kept, strict=True)]
    return again


def test_golden_payloads_of_events_that_are_gone_are_kept_only_with_their_reader():
    known = {payload.type_name() for _, payload in PAYLOADS}
    assert {path.stem for path in GOLDEN.glob("*.json")} <= known


@pytest.mark.parametrize(("stream", "payload"), PAYLOADS, ids=NAMES)
def test_unknown_fields_are_tolerated(stream: Stream, payload):
    document = json.loads((GOLDEN / f"{payload.type_name()}.json").read_text())
    document["a_field_of_a_newer_version"] = {"x": [1, 2]}
    assert stream.decode(payload.type_name(), json.dumps(document).encode()).analysis_id == ANALYSIS


def test_a_type_that_the_stream_does_not_carry_is_undecodable():
    with pytest.raises(Undecodable, match="carries no Nonsense"):
        EVENT_STREAMS[0].decode("Nonsense.v1", b"{}")


def test_topic_names_are_unique():
    names = [stream.name for stream in all_topics()]
    assert len(names) == len(set(names))


def test_ids_derive_from_cause_stream_type_and_subject():
    one = derived_id("a", "stream.v1", "Kind.v1", "subject")
    assert derived_id("a", "stream.v1", "Kind.v1", "subject") == one
    others = [
        derived_id("b", "stream.v1", "Kind.v1", "subject"),
        derived_id("a", "other.v1", "Kind.v1", "subject"),
        derived_id("a", "stream.v1", "Kind.v2", "subject"),
        derived_id("a", "stream.v1", "Kind.v1", "other"),
    ]
    assert len({one, *others}) == 5
