"""`python -m youtube_simulator.demo_world OUT.json.gz --seed N`: writes the demo world as a world file."""

import argparse
import gzip
import json
import sys
from pathlib import Path

from youtube_simulator.demo.world import demo_world


def main() -> int:
    """Write the file; the same seed gives the same bytes."""
    parser = argparse.ArgumentParser(prog="python -m youtube_simulator.demo_world", description=main.__doc__)
    parser.add_argument("out", type=Path, help="where to write it; a name that ends in .gz is compressed")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another world (default: 1)")
    given = parser.parse_args()
    content = json.dumps(demo_world(given.seed), ensure_ascii=False, separators=(",", ":")).encode()
    given.out.write_bytes(gzip.compress(content, mtime=0) if given.out.suffix == ".gz" else content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
