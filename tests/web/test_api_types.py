"""The page's types are those of the gateway as it is."""

from tests.web.api_types import GENERATED, generated, openapi, types_of


def test_the_generated_types_are_fresh():
    assert GENERATED.read_text() == generated(), "stale: run `python -m tests.web.api_types`"


def test_types_come_out_of_the_whole_document():
    types = types_of(openapi())
    assert "readonly ProblemDocument: {" in types
    assert '"/api/v1/analyses/{analysis_id}": {' in types
