"""The page's types are those of the gateway as it is."""

from tests.web.api_types import GENERATED, generated


def test_the_generated_types_are_fresh():
    assert GENERATED.read_text() == generated(), "stale: run `python -m tests.web.api_types`"
