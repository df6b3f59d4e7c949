"""Uploads by channel and format as tables with a row a group, in pieces that stay in the processor's cache."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorer.domain.model import Integers

Bools = NDArray[np.bool_]
CACHED_ELEMENTS = 1 << 15
"""Elements of the largest array of a step: it stays in the processor's cache."""
MOST_ELEMENTS = 1 << 20
"""Elements of the largest array of a channel with very many uploads: it stays in memory."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The peers of each group; a group is one channel's uploads of one format."""

    peers: Integers
    """Videos, group by group; within a group those that are asked for come first."""
    start: Integers
    """Where each group begins in `peers`."""
    count: Integers
    """How many peers each group has."""
    asked: Integers
    """How many of them are asked for."""

    @classmethod
    def of(cls, group: Integers, is_peer: Bools, is_asked: Bools, *, groups: int) -> "Groups":
        """The groups of videos: `group`, `is_peer` and `is_asked` have an element a video."""
        peers = np.flatnonzero(is_peer)
        peers = peers[np.lexsort((~is_asked[peers], group[peers]))]
        count = np.bincount(group[peers], minlength=groups)
        asked = np.bincount(group[peers[is_asked[peers]]], minlength=groups)
        return cls(peers, np.cumsum(count) - count, count, asked)

    def table(self, rows: Integers) -> Integers:
        """The peers of the groups `rows`, which have some; shorter rows are filled up with their last peer again."""
        count = self.count[rows][:, None]
        place = np.minimum(np.arange(count.max()), count - 1)
        return self.peers[self.start[rows][:, None] + place]


def pieces(rows: Integers, width: Integers, height: Integers) -> Iterator[tuple[Integers, slice]]:
    """Rows that are worked on together, and which of their leading columns.

    Rows of like width share a piece, padded to the widest: a step costs the same for one row as for a hundred.

    Args:
        rows: What each row stands for.
        width: Columns of each row, ≥ 1.
        height: How many of them are worked on, ≥ 1; a step's largest array has rows × height × width elements.
    """
    order = np.lexsort((height, width))[::-1]
    rows, width, height = rows[order], width[order], height[order]
    at = 0
    while at < len(rows):
        step = max(CACHED_ELEMENTS // int(width[at] * height[at]), 1)
        step = max(CACHED_ELEMENTS // int(width[at] * height[at : at + step].max()), 1)
        highest = int(height[at : at + step].max())
        columns = highest if step > 1 else max(MOST_ELEMENTS // int(width[at]), 1)
        for first in range(0, highest, columns):
            yield rows[at : at + step], slice(first, min(first + columns, highest))
        at += step
