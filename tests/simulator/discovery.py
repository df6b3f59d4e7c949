"""The discovery document that google-api-python-client ships: methods, response fields, JSON schemas.

`python -m tests.simulator.discovery` prints what the simulator keeps in `api/response_fields.json`.
"""

import json
import sys
from functools import cache
from importlib.resources import files
from typing import Any

METHODS = (
    "search.list",
    "channels.list",
    "videos.list",
    "videos.batchGetStats",
    "playlistItems.list",
    "channelSections.list",
    "playlists.list",
)


@cache
def document() -> dict[str, Any]:
    path = files("googleapiclient") / "discovery_cache" / "documents" / "youtube.v3.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def method(name: str) -> dict[str, Any]:
    resource, verb = name.split(".")
    found: dict[str, Any] = document()["resources"][resource]["methods"][verb]
    return found


def response_fields() -> dict[str, dict[str, Any]]:
    """Every field an answer of each method may have, nested; a field of a plain type is an empty object."""
    return {name: _fields_of_schema(method(name)["response"]["$ref"], ()) for name in METHODS}


def _fields_of_schema(name: str, above: tuple[str, ...]) -> dict[str, Any]:
    return {} if name in above else _fields(document()["schemas"][name], (*above, name))


def _fields(schema: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    named = {key: _field(value, above) for key, value in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties")
    return named | ({"*": _field(others, above)} if others else {})


def _field(schema: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    if "$ref" in schema:
        return _fields_of_schema(schema["$ref"], above)
    if schema.get("type") == "array":
        return _field(schema["items"], above)
    return _fields(schema, above)


def json_schema(method_name: str) -> dict[str, Any]:
    """A JSON schema of the method's answer: closed objects, so that a field the document lacks is an error."""
    schemas = {name: _closed(schema) for name, schema in document()["schemas"].items()}
    return {"$ref": f"#/$defs/{method(method_name)['response']['$ref']}", "$defs": schemas}


_FORMATS = {
    "int64": r"^-?\d+$",
    "uint64": r"^\d+$",
    "date-time": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$",
    "google-datetime": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$",
    "google-duration": r"^-?\d+(\.\d{1,9})?s$",
}


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    kind = schema.get("type", "any")
    result: dict[str, Any] = {} if kind == "any" else {"type": kind}
    if "enum" in schema:
        result["enum"] = schema["enum"]
    if kind == "string" and schema.get("format") in _FORMATS:
        result["pattern"] = _FORMATS[schema["format"]]
    if schema.get("format") == "uint32":
        result["minimum"] = 0
    if kind == "array":
        result["items"] = _closed(schema["items"])
    if kind == "object":
        result["properties"] = {key: _closed(value) for key, value in schema.get("properties", {}).items()}
        others = schema.get("additionalProperties")
        result["additionalProperties"] = _closed(others) if others else False
    return result


if __name__ == "__main__":
    sys.stdout.write(json.dumps(response_fields(), separators=(",", ":")))
