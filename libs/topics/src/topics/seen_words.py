"""How usual words are, as briefly as an event can carry it: words grouped by the power of two of their count."""

import math
from collections.abc import Sequence

from topics.frequencies import Frequencies

_MIDDLE = math.sqrt(2)
"""Where in its power of two a count is taken to lie."""
_UNKNOWN_SHARE = 0.004
"""A word that is not carried is in fewer titles than the most usual ones, which all are."""


def packed(counts: Sequence[tuple[str, float]], budget_bytes: int) -> tuple[str, ...]:
    """Groups of words, blanks between: group k holds those in 2^k to 2^(k+1) - 1 titles.

    Args:
        counts: Words with their counts, those that matter most first.
        budget_bytes: What all groups may take as JSON; words beyond that are left out.

    >>> packed([("workout", 70), ("pilate", 5), ("yoga", 4), ("zumba", 0)], 100)
    ('', '', 'pilate yoga', '', '', '', 'workout')
    """
    groups: dict[int, list[str]] = {}
    size = 0
    for word, count in counts:
        power = int(math.log2(count)) if count >= 1 else None
        size += len(word.encode()) + 1
        if power is None or size > budget_bytes:
            continue
        groups.setdefault(power, []).append(word)
    return tuple(" ".join(groups.get(power, ())) for power in range(max(groups, default=-1) + 1))


def unpacked(groups: Sequence[str], total: int) -> Frequencies:
    """The frequencies that `packed` was given, each count to within a factor of the square root of two.

    >>> unpacked(("", "", "pilate yoga"), 100).counts["yoga"]
    5.656854249492381
    """
    return Frequencies(
        total, {word: _MIDDLE * 2**power for power, group in enumerate(groups) for word in group.split(" ") if word}
    )


def with_unknown(frequencies: Frequencies, words: Sequence[str], expected_share: Sequence[float]) -> Frequencies:
    """The frequencies with a guess for words that they lack: what English would have, but never a usual word's count.

    Args:
        frequencies: What is known.
        words: Words that are to have a count.
        expected_share: For each, the share of titles to expect it in.
    """
    counts = dict(frequencies.counts)
    for word, share in zip(words, expected_share, strict=True):
        counts.setdefault(word, max(1.0, min(share, _UNKNOWN_SHARE) * frequencies.total))
    return Frequencies(frequencies.total, counts)
