"""The demo world standing still, so that an analysis finds the same however long it takes."""

import json
from datetime import datetime
from pathlib import Path

from youtube_simulator.demo.world import demo_world


def write_still_world(path: Path, *, seed: int = 1) -> Path:
    """Write the demo world as of its now: no count grows, nothing is uploaded later.

    Returns:
        `path`.
    """
    world = demo_world(seed)
    now = datetime.fromisoformat(world["meta"]["now"])
    world["videos"] = [
        {name: value for name, value in video.items() if name != "growth"}
        for video in world["videos"]
        if datetime.fromisoformat(video["publishedAt"]) <= now
    ]
    path.write_text(json.dumps(world, ensure_ascii=False), encoding="utf-8")
    return path
