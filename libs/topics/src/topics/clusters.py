"""Videos about the same thing, put together."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topics.aliases import named_alike
from topics.corpus import Corpus, counted
from topics.plain_words import FUNCTION_WORDS
from topics.words import is_unspaced

Similarities = NDArray[np.float64]
TOGETHER = 0.16
"""Mean similarity from which two groups are one."""
_RARITY_POWER, _SUBJECT_POWER, _LIFT_POWER = 0.5, 0.3, 0.5
_PAIR, _SPELLING, _OTHER_NAME = 0.5, 0.15, 0.3
_AGAIN = 2


def clusters(corpus: Corpus, numbers: Sequence[int], *, together: float = TOGETHER) -> list[int]:
    """A group number for each title; titles about one thing have the same.

    Args:
        corpus: What the titles are compared with; they are among it.
        numbers: Numbers of the titles in the corpus.
        together: Mean similarity from which two groups are one.
    """
    return average_linkage(similarities(corpus, numbers), together)


def similarities(corpus: Corpus, numbers: Sequence[int]) -> Similarities:
    """How alike titles are, each pair: by words and pairs of words of at least two of them, spelling, and other names.

    What stands in one title alone says nothing about which go together.
    """
    titles = [corpus.words[number] for number in numbers]
    pairs = [list(pairwise(title)) for title in titles]
    word_counts, pair_counts = counted(titles), counted_pairs(pairs)
    columns: dict[object, int] = {}
    matrix = np.zeros((len(titles), sum(n >= _AGAIN for n in word_counts.values()) + len(pair_counts)))
    for row, title in enumerate(titles):
        for word in set(title):
            if word_counts[word] >= _AGAIN and word not in FUNCTION_WORDS and not is_unspaced(word):
                value = _strength(corpus, (word,), word_counts[word], len(titles))
                matrix[row, columns.setdefault(word, len(columns))] = value
        for pair in set(pairs[row]):
            if pair_counts[pair] >= _AGAIN and not FUNCTION_WORDS.intersection(pair):
                value = _PAIR * _strength(corpus, pair, pair_counts[pair], len(titles))
                matrix[row, columns.setdefault(pair, len(columns))] = value
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(lengths > 0, lengths, 1)
    spelled = corpus.spellings[list(numbers)].astype(np.float64)
    alike = matrix @ matrix.T + _SPELLING * spelled @ spelled.T
    for first, second in named_alike([corpus.titles[number] for number in numbers]):
        alike[first, second] += _OTHER_NAME
        alike[second, first] += _OTHER_NAME
    return np.asarray(alike)


def counted_pairs(pairs: Sequence[Sequence[tuple[str, str]]]) -> dict[tuple[str, str], int]:
    """In how many titles each pair of neighbours stands."""
    counts: dict[tuple[str, str], int] = {}
    for title in pairs:
        for pair in set(title):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def _strength(corpus: Corpus, gram: tuple[str, ...], count: int, titles: int) -> float:
    rarity = max(corpus.weight(word) for word in gram)
    subject = max(corpus.subjectness(word) for word in gram)
    lift = corpus.gram_lift(gram, count, titles)
    return float(max(rarity, 0.0) ** _RARITY_POWER * subject**_SUBJECT_POWER * lift**_LIFT_POWER)


def average_linkage(similarity: Similarities, together: float) -> list[int]:
    """Groups by average linkage: the two most alike are joined while their mean similarity reaches `together`.

    >>> average_linkage(np.array([[1, .9, 0], [.9, 1, 0], [0, 0, 1.]]), .5)
    [0, 0, 1]
    """
    count = len(similarity)
    means = similarity.astype(np.float64).copy()
    np.fill_diagonal(means, -np.inf)
    sizes = np.ones(count)
    group = np.arange(count)
    while count > 1:
        first, second = np.unravel_index(int(means.argmax()), means.shape)
        if means[first, second] < together:
            break
        joined = (means[first] * sizes[first] + means[second] * sizes[second]) / (sizes[first] + sizes[second])
        means[first], means[:, first] = joined, joined
        means[second], means[:, second] = -np.inf, -np.inf
        means[first, first] = -np.inf
        sizes[first] += sizes[second]
        group[group == second] = first
    numbered = {old: new for new, old in enumerate(dict.fromkeys(group.tolist()))}
    return [numbered[old] for old in group.tolist()]
