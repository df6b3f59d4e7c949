"""The OpenAPI document holds together: what it refers to is there, and its examples are what it says."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.gateway.test_owners import document, operations

DOCUMENT = document()


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def test_whatever_is_referred_to_is_there():
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(DOCUMENT)))
    assert "ProblemDocument" in names
    assert names <= set(DOCUMENT["components"]["schemas"])


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_examples_are_what_their_schemas_say(name):
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    for example in DOCUMENT["components"]["schemas"][name].get("examples", ()):
        jsonschema.validate(example, schema)


def test_examples_of_fields_are_what_their_schemas_say():
    told = [part for part in parts(DOCUMENT) if isinstance(part.get("examples"), list)]
    assert told
    for part in told:
        for example in part["examples"]:
            jsonschema.validate(example, part | {"components": DOCUMENT["components"]})


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_known_tag():
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    asked = [DOCUMENT["paths"][path][method] for method, path in operations()]
    assert all(operation["summary"] and set(operation["tags"]) <= tags for operation in asked)
    assert len({operation["operationId"] for operation in asked}) == len(asked)


def test_the_spec_of_an_analysis_is_typed():
    spec = DOCUMENT["components"]["schemas"]["SpecView"]
    assert spec["properties"]["method"]["enum"] == ["adjusted", "classic"]
    assert set(spec["required"]) == set(spec["properties"])
