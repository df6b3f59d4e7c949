"""How alike channels are: by what they make, and by how they write."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.plain_words import FORMAT_WORDS, FUNCTION_WORDS
from topics.sparse import unit_rows
from topics.spelling import spelling_vectors

Scores = NDArray[np.float64]
_PLAIN = 0.5
_MEANING, _LANGUAGE = 0.5, 1.0
_SAME_LANGUAGE = 0.5
"""A channel with this share of the best one's little words in common speaks the same language; more is habit."""
_NEIGHBOURS = 5
_RUNS = (3, 4)
_DIMENSIONS = 1 << 14


def content(corpus: Corpus, titles: Sequence[int]) -> dict[str, float]:
    """What a channel makes: its telling words, of length 1; the tenth title with a word adds less than the first."""
    counts = Counter(word for number in titles for word in set(corpus.words[number]) if word not in FUNCTION_WORDS)
    weights = {
        word: (1 + math.log(count))
        * corpus.weight(word)
        * math.sqrt(corpus.subjectness(word))
        * (_PLAIN if word in FORMAT_WORDS or word.isdigit() else 1.0)
        for word, count in counts.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def language(corpus: Corpus, titles: Sequence[int]) -> dict[str, float]:
    """What language a channel's titles are in, as the little words they use, of length 1."""
    counts = Counter(word for number in titles for word in set(corpus.words[number]) if word in FUNCTION_WORDS)
    length = math.sqrt(counts.total()) or 1.0
    return {word: math.sqrt(count) / length for word, count in counts.items()}


def cosine(first: dict[str, float], second: dict[str, float]) -> float:
    """Cosine of two sparse vectors of length 1."""
    if len(second) < len(first):
        first, second = second, first
    return sum(weight * second[word] for word, weight in first.items() if word in second)


def content_likeness(corpus: Corpus, exclusion: Sequence[Sequence[int]], channels: Sequence[Sequence[int]]) -> Scores:
    """How much channels make what the exclusion channels make.

    Telling words, meanings and the language are each divided by their spread among the channels: none drowns the rest.

    Args:
        corpus: The titles of all of them.
        exclusion: Numbers of each exclusion channel's titles.
        channels: Numbers of each other channel's titles.

    Returns:
        One score a channel, higher = more alike; comparable within one call only.
    """
    by_words = _nearness([content(corpus, titles) for titles in channels], [content(corpus, t) for t in exclusion])
    by_language = _nearness([language(corpus, titles) for titles in channels], [language(corpus, t) for t in exclusion])
    by_language = np.minimum(by_language, _SAME_LANGUAGE * by_language.max(initial=0.0))
    by_meaning = _sums(corpus.title_meanings, channels) @ _sums(corpus.title_meanings, exclusion).T
    return _spread(by_words) + _MEANING * _spread(by_meaning.sum(axis=1)) + _LANGUAGE * _spread(by_language)


def handwriting_likeness(some: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> Scores:
    """How alike channels write: case, punctuation, emoji, habits; shape `(some, others)`.

    A channel that lies close to all counts as close to none (CSLS, Conneau et al. 2018).

    Args:
        some: Each channel's titles.
        others: Titles of each channel that they are compared with.
    """
    digits = str.maketrans("123456789", "000000000")
    written = [" \n ".join(titles).translate(digits) for titles in (*some, *others)]
    vectors = spelling_vectors(written, _RUNS, _DIMENSIONS)
    near = (vectors[: len(some)] @ vectors[len(some) :].T).astype(np.float64)
    return 2 * near - _crowding(near.T)[None, :] - _crowding(near)[:, None]


def _nearness(channels: Sequence[dict[str, float]], exclusion: Sequence[dict[str, float]]) -> Scores:
    return np.array([sum(cosine(channel, known) for known in exclusion) for channel in channels])


def _crowding(near: Scores) -> Scores:
    """Mean likeness of each row's nearest few."""
    kept = min(_NEIGHBOURS, near.shape[1])
    return np.asarray(np.sort(near, axis=1)[:, -kept:].mean(axis=1))


def _sums(vectors: NDArray[np.float32], groups: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    return unit_rows(np.stack([vectors[list(group)].sum(axis=0) for group in groups]))


def _spread(scores: Scores) -> Scores:
    return np.asarray((scores - scores.mean()) / (scores.std() or 1.0))
