"""The profiles that come with the gateway: one JSON file each, named by the file."""

import json
from functools import cache
from importlib import resources
from typing import Any

from common.events import ContentProfile

CLASSIC = "classic"
"""The original's own configuration, over which a profile of a classic analysis is merged."""


@cache
def bundled() -> dict[str, dict[str, Any]]:
    """Every bundled profile by name."""
    folder = resources.files("gateway.profiles")
    return {
        entry.name.removesuffix(".json"): json.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    }


def empty_profile() -> ContentProfile:
    """A profile that says nothing: topics give the queries."""
    return ContentProfile()
