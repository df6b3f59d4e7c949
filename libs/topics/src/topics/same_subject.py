"""Are two titles about the same subject? By what their words mean, and by names that their letters give away."""

import math

import numpy as np
from numpy.typing import NDArray

from topics.aliases import other_name
from topics.english import Matrix, english
from topics.plain_words import FORMAT_WORDS, FUNCTION_WORDS
from topics.words import words

SAME = 2.4
"""From this score on two titles count as about the same subject."""

_MEANING, _DIFFERENCE, _CLOSEST, _OTHER_NAME = 2.0, 1.7, 4.0, 4.0
_UNKNOWN_RANK = 30_000
_HEAVIEST = 8.0
_NUMBER_WEIGHT = 0.5
_NOTHING_DIFFERS, _NOTHING_TO_COMPARE = 0.6, 0.3


def same_subject(first: str, second: str) -> float:
    """How much two titles seem to be about the same subject; around 0 where they have nothing to do with each other.

    Source:
        docs/adr/0005-topics.md: a sum of four similarities, each in units of its spread.
    """
    mine, theirs = _content(first), _content(second)
    only_mine = [word for word in mine if word not in theirs]
    only_theirs = [word for word in theirs if word not in mine]
    return (
        _MEANING * _alike(mine, theirs, known_power=0.5)
        + _DIFFERENCE
        * (_alike(only_mine, only_theirs, known_power=1.0) if only_mine and only_theirs else _NOTHING_DIFFERS)
        + _CLOSEST * _closest(only_mine, only_theirs)
        + _OTHER_NAME * (other_name(first, second) is not None)
    )


def _content(title: str) -> list[str]:
    return [word for word in dict.fromkeys(words(title)) if word not in FUNCTION_WORDS]


def _weight(word: str) -> float:
    """How much a word says: the rarer in English, the more."""
    if word.isdigit():
        return _NUMBER_WEIGHT
    rarity = min(math.log(english().ranks.get(word, _UNKNOWN_RANK) + 20) - 3, _HEAVIEST)
    return rarity / 2 if word in FORMAT_WORDS else rarity


def _alike(mine: list[str], theirs: list[str], *, known_power: float) -> float:
    """Cosine of the weighted means of the words' meanings, less where many words are unknown."""
    first, first_known = _mean(mine)
    second, second_known = _mean(theirs)
    return float(first @ second) * float(min(first_known, second_known) ** known_power)


def _mean(some: list[str]) -> tuple[NDArray[np.float32], float]:
    """The direction of the words' weighted mean, and the share of weight that known words have."""
    known = english().known(some)
    if not known:
        return np.zeros(english().vectors.shape[1], np.float32), 0.0
    weights = np.array([_weight(word) for word in known], np.float32)
    mean = weights @ english().of(known)
    return mean / (np.linalg.norm(mean) or 1.0), float(weights.sum()) / max(sum(map(_weight, some)), 1e-9)


def _closest(mine: list[str], theirs: list[str]) -> float:
    """Cosine of the two words that are closest in meaning among those that only one title has."""
    first, second = english().known(mine), english().known(theirs)
    if not first or not second:
        return _NOTHING_TO_COMPARE
    likeness: Matrix = english().of(first) @ english().of(second).T
    return float(likeness.max())
