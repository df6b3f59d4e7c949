"""The titles at hand, and what they teach about words: how rare, how telling, how alike in meaning."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from topics.english import usual_share
from topics.frequencies import Frequencies
from topics.plain_words import FUNCTION_WORDS
from topics.sparse import SparseRows, main_directions, unit_rows
from topics.spelling import spelling_vectors
from topics.subjects import subjectness
from topics.words import words

Matrix = NDArray[np.float32]
MEANINGS = 100
MEANINGS_FROM = 1_000
HUB_NEIGHBOURS = 20
HUB_SAMPLE = 1_000
ENOUGH_TITLES = 3_000
"""From so many titles on a corpus knows by itself how usual a word is."""


class Corpus:
    """Titles, each known by its number. What is costly is computed when it is first asked for.

    Args:
        titles: The titles; repeats are one.
        background: How usual words are in titles seen before.
    """

    def __init__(self, titles: Iterable[str], background: Frequencies | None = None) -> None:
        self.titles: Sequence[str] = list(dict.fromkeys(titles))
        self.number: Mapping[str, int] = {title: number for number, title in enumerate(self.titles)}
        self.words: Sequence[list[str]] = [words(title) for title in self.titles]
        own = Frequencies.of(self.words)
        seen = own if background is None else own + background
        self.seen = seen.total
        """How many titles the frequencies really rest on."""
        self.frequencies = filled_up(seen)
        self._telling: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """How much a word says: the logarithm of its rarity."""
        return self.frequencies.weight(word)

    def subjectness(self, word: str) -> float:
        """The chance that a word names a subject, 0 to 1."""
        known = self._telling.get(word)
        if known is None:
            share = max(self.frequencies.counts.get(word, 0), 1) / max(self.frequencies.total, 1)
            known = self._telling[word] = subjectness(word, share)
        return known

    def lift(self, word: str, count: int, titles: int) -> float:
        """How much more usual a word is among some titles than in the corpus; 0 = it is absent there.

        Args:
            word: The word.
            count: How many of those titles hold it.
            titles: How many titles those are.
        """
        return float(np.log1p(self.times_as_usual(word, count, titles)))

    def times_as_usual(self, word: str, count: int, titles: int) -> float:
        """How many times as usual a word is among some titles as in the corpus; 1 = as there."""
        share = max(self.frequencies.counts.get(word, 0), 1) / max(self.frequencies.total, 1)
        return count / max(titles, 1) / share

    def gram_lift(self, gram: tuple[str, ...], count: int, titles: int) -> float:
        """The same of a run of words, against the titles of the corpus that hold it."""
        if len(gram) == 1:
            return self.lift(gram[0], count, titles)
        share = max(self._runs[gram], 1) / max(len(self.titles), 1)
        return float(np.log1p(count / max(titles, 1) / share))

    @cached_property
    def _runs(self) -> Counter[tuple[str, ...]]:
        """In how many titles each run of two or three words stands."""
        return Counter(
            run
            for title in self.words
            for run in {tuple(title[start : start + size]) for size in (2, 3) for start in range(len(title) - size + 1)}
        )

    def holding(self, gram: Sequence[str]) -> set[int]:
        """The numbers of the titles that hold all words of a phrase."""
        return set.intersection(*(self._holders.get(word, set()) for word in gram)) if gram else set()

    @cached_property
    def _holders(self) -> Mapping[str, set[int]]:
        holders: dict[str, set[int]] = {}
        for number, title in enumerate(self.words):
            for word in title:
                holders.setdefault(word, set()).add(number)
        return holders

    @cached_property
    def column(self) -> Mapping[str, int]:
        """A number for each word but the little ones."""
        found = dict.fromkeys(word for title in self.words for word in title if word not in FUNCTION_WORDS)
        return {word: column for column, word in enumerate(found)}

    @cached_property
    def _weighted(self) -> SparseRows:
        rows = []
        for title in self.words:
            entries = [(self.column[word], self.weight(word)) for word in dict.fromkeys(title) if word in self.column]
            length = float(np.sqrt(sum(value * value for _, value in entries))) or 1.0
            rows.append([(column, value / length) for column, value in entries])
        return SparseRows.of(rows, len(self.column))

    def title_vector(self, number: int) -> dict[str, float]:
        """A title's words by their weight, of length 1."""
        weights = {word: self.weight(word) for word in self.words[number] if word in self.column}
        length = sum(value * value for value in weights.values()) ** 0.5 or 1.0
        return {word: value / length for word, value in weights.items()}

    @cached_property
    def _meanings(self) -> tuple[Matrix, Matrix]:
        titles, by_word = main_directions(self._weighted, MEANINGS)
        return unit_rows(titles), unit_rows(by_word)

    @property
    def teaches_meanings(self) -> bool:
        """Whether the titles are enough to tell which words mean something alike."""
        return len(self.titles) >= MEANINGS_FROM

    @property
    def title_meanings(self) -> Matrix:
        """What titles mean by the company their words keep; rows of length 1, one a title."""
        return self._meanings[0]

    def word_meanings(self, some: Sequence[str]) -> Matrix:
        """What words mean by the company they keep; one row of length 1 a word of the corpus."""
        return self._meanings[1][[self.column[word] for word in some]]

    @cached_property
    def spellings(self) -> Matrix:
        """Titles by the letters of their telling words; rows of length 1, one a title."""
        plain = [" ".join(word for word in title if word not in FUNCTION_WORDS) for title in self.words]
        return spelling_vectors(plain, (3, 4, 5))

    @cached_property
    def crowding(self) -> NDArray[np.float32]:
        """How close a title's nearest others are, by spelling: what lies close to everything is near to nothing."""
        step = max(1, len(self.titles) // HUB_SAMPLE)
        sample = self.spellings[::step]
        near = self.spellings @ sample.T
        own = np.arange(0, len(self.titles), step)
        near[own, np.arange(len(own))] = -1
        kept = min(HUB_NEIGHBOURS, near.shape[1])
        return np.asarray(np.partition(near, near.shape[1] - kept, axis=1)[:, -kept:].mean(axis=1), np.float32)


def filled_up(frequencies: Frequencies) -> Frequencies:
    """Frequencies as if enough titles had been seen: what is missing is what English would have.

    A handful of titles alone would make every word look usual.
    """
    missing = ENOUGH_TITLES - frequencies.total
    if missing <= 0:
        return frequencies
    counts = {word: count + missing * usual_share(word) for word, count in frequencies.counts.items()}
    return Frequencies(ENOUGH_TITLES, counts)


def counted(titles: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many of the titles each word stands."""
    return Counter(word for title in titles for word in set(title))
