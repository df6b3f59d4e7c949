"""How usual a word is in English, and which words mean something alike: general knowledge, no list of topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
_MOST_USUAL_SHARE, _RAREST_SHARE = 0.05, 2e-5
_ZIPF, _ZIPF_OFFSET = 0.8, 15
"""A title has about eight words."""


@dataclass(frozen=True, slots=True)
class English:
    """Ranks (0 = most usual) and unit vectors of the most usual words."""

    ranks: Mapping[str, int]
    rows: Mapping[str, int]
    vectors: Matrix
    """Shape `(words, dimensions)`, rows of length 1."""

    def known(self, words: Sequence[str]) -> list[str]:
        """Those of the words that have a vector; numbers count as having none."""
        return [word for word in words if word in self.rows and not word.isdigit()]

    def of(self, words: Sequence[str]) -> Matrix:
        """The vectors of known words, one a row."""
        return self.vectors[[self.rows[word] for word in words]]


@cache
def english() -> English:
    """The table, read once: 1.5 MB on disk, 6 MB in memory."""
    with files("topics").joinpath("data", "english.npz").open("rb") as file, np.load(file) as table:
        names = table["words"].tobytes().decode().split("\n")
        ranks = dict(zip(names, table["ranks"].tolist(), strict=True))
        vectors = table["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return English(ranks, {name: row for row, name in enumerate(names)}, vectors)


def usual_share(word: str) -> float:
    """In what share of titles to expect a word before any title was seen, by Zipf's law.

    >>> usual_share("the") > usual_share("workout") > usual_share("xyzzy") > 0
    True
    """
    rank = english().ranks.get(word)
    return _RAREST_SHARE if rank is None else max(min(_MOST_USUAL_SHARE, _ZIPF / (rank + _ZIPF_OFFSET)), _RAREST_SHARE)
