"""What the whole laptop stack uses while nobody asks anything of it.

`python benchmarks/idle.py` starts a stack over the demo world, lets it come to rest and prints one JSON line a measure,
each with its parts by service. Ratios are to what is allowed: 15 % of a core, 1.2 GB.
"""

import tempfile
import time
from pathlib import Path

from local_stack.api import UpOptions, running

from benchmarks.fetcher_bench.lines import line
from benchmarks.stack_bench.using import usage

REST_SECONDS = 20
WATCHED_SECONDS = 60
ALLOWED_PERCENT = 15
ALLOWED_MIB = 1_200 * 1e6 / 2**20


def main() -> None:
    """Measure a stack of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "stack"
        with running(UpOptions(data=data)) as stack:
            time.sleep(REST_SECONDS)
            before = usage(data, stack)
            time.sleep(WATCHED_SECONDS)
            after = usage(data, stack)
    percent = {name: 100 * spent / WATCHED_SECONDS for name, spent in after.processor_since(before).items()}
    told = {name: round(value, 1) for name, value in percent.items()}
    busy = sum(percent.values())
    line("idle.processor", busy, "% of a core", f"{ALLOWED_PERCENT} %", busy / ALLOWED_PERCENT, parts=told)
    held = sum(after.memory_mib.values())
    told = {name: round(value) for name, value in sorted(after.memory_mib.items(), key=lambda item: -item[1])}
    line("idle.memory", held, "MiB (PSS)", f"{ALLOWED_MIB:.0f} MiB", held / ALLOWED_MIB, parts=told)


if __name__ == "__main__":
    main()
