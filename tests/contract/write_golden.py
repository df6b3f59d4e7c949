"""Writes the golden JSON of events that have none yet; old ones are never touched."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from common.streams import EVENT_STREAMS

from tests.contract.builders import TYPICAL, largest

GOLDEN = Path(__file__).parent / "golden"

GOLDEN.mkdir(exist_ok=True)
for stream in EVENT_STREAMS:
    for payload in stream.payloads:
        path = GOLDEN / f"{payload.type_name()}.json"
        if not path.exists():
            path.write_text(largest(payload, TYPICAL).model_dump_json(by_alias=True, indent=1) + "\n")
            sys.stdout.write(f"wrote {path.name}\n")
