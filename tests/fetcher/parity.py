"""The recorded runs of the original, and the world they ran in."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from youtube_simulator.world import World
from youtube_simulator.world_file import load_world

from tests.shared_data import SHARED


def _folder() -> Path:
    assert SHARED is not None
    return SHARED / "parity"


@cache
def world() -> World:
    return load_world(_folder() / "world.json.gz")


@cache
def run(name: str) -> dict[str, Any]:
    (path,) = (_folder() / "runs").glob(f"{name}_*.json.gz")
    with gzip.open(path) as file:
        recorded: dict[str, Any] = json.load(file)
    return recorded


@cache
def profile() -> dict[str, Any]:
    with gzip.open(_folder() / "golden_vectors.json.gz") as file:
        config: dict[str, Any] = json.load(file)["meta"]["contentConfig"]
    return config
