"""Titles as the runs of letters they are made of: close spellings lie close, whatever the language."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from topics.sparse import unit_rows

Matrix = NDArray[np.float32]
DIMENSIONS = 1_024
_BUCKETS = 1 << 18
_AT_ONCE = 1_000
"""Texts folded at once: what bounds the memory."""
_MULTIPLIER = np.uint64(0x9E37_79B9_7F4A_7C15)


def spelling_vectors(texts: Sequence[str], sizes: Sequence[int], dimensions: int = DIMENSIONS) -> Matrix:
    """A unit vector a text: its runs of `sizes` bytes, the rarer the heavier, folded into a fixed number of dimensions.

    Args:
        texts: In the spelling that is to be compared.
        sizes: Lengths of runs in bytes.
        dimensions: More keep apart more; a text costs four bytes for each.

    Returns:
        Shape `(texts, dimensions)`.

    Source:
        Feature hashing, Weinberger et al. 2009.
    """
    encoded = [f" {text} ".encode() for text in texts]
    letters = np.frombuffer(b"".join(encoded), dtype=np.uint8).astype(np.uint64)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in encoded])
    runs = [_runs(letters, owners, size) for size in sizes]
    keys = np.concatenate([key for key, _ in runs])
    holders = np.concatenate([holder for _, holder in runs])
    distinct, counts = np.unique(holders * _BUCKETS + (keys % _BUCKETS).astype(np.int64), return_counts=True)
    holders, buckets = distinct // _BUCKETS, distinct % _BUCKETS
    held_by = np.bincount(buckets, minlength=_BUCKETS)
    weights = (1 + np.log(counts)) * np.log((len(texts) + 1) / (held_by[buckets] + 0.5))
    signed = np.where((buckets // dimensions) % 2, weights, -weights)
    cells = holders * dimensions + buckets % dimensions
    folded = np.empty((len(texts), dimensions), dtype=np.float32)
    for start in range(0, len(texts), _AT_ONCE):
        some = slice(*np.searchsorted(holders, (start, start + _AT_ONCE)))
        block = folded[start : start + _AT_ONCE]
        block[:] = np.bincount(cells[some] - start * dimensions, weights=signed[some], minlength=block.size).reshape(
            block.shape
        )
    return unit_rows(folded)


def _runs(
    letters: NDArray[np.uint64], owners: NDArray[np.int64], size: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Keys of all runs of `size` bytes within one text, and the text of each."""
    length = max(len(letters) - size + 1, 0)
    keys = np.full(length, size, dtype=np.uint64)
    for offset in range(size):
        keys = (keys ^ letters[offset : offset + length]) * _MULTIPLIER
        keys ^= keys >> np.uint64(29)
    inside = owners[:length] == owners[size - 1 : size - 1 + length]
    return keys[inside], owners[:length][inside]
