"""How well a title fits a brand that is described by words and example titles, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.english import english
from topics.plain_words import FUNCTION_WORDS
from topics.words import contains, words

BEST = 10.0
_HALF = 2.5
"""The sum of the parts that is worth half of the best fit: what an ordinary video of the brand's own niche reaches."""
_COMPANY, _PHRASES, _EXAMPLES, _WORDS, _ENGLISH = 5.1, 6.8, 11.6, 7.5, 3.2


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one title fits."""

    score: float
    """0 (not at all) to 10."""
    reasons: tuple[str, ...]
    """Why, most telling first; empty for a title that shares nothing with the brand."""


class Brand:
    """A brand's words and example titles, ready to be compared with titles of a corpus.

    Args:
        corpus: Holds the titles that are judged and the examples.
        phrases: The brand's words and phrases.
        examples: Numbers of the example titles in the corpus.
    """

    def __init__(self, corpus: Corpus, phrases: Sequence[str], examples: Sequence[int]) -> None:
        self._corpus = corpus
        self._phrases = {phrase: words(phrase) for phrase in phrases if words(phrase)}
        flat = dict.fromkeys(word for phrase in self._phrases.values() for word in phrase)
        self._words = [word for word in flat if word not in FUNCTION_WORDS]
        self._examples = {number: corpus.title_vector(number) for number in examples}
        kept = [word for word in self._words if word in corpus.column]
        self._company = corpus.word_meanings(kept) if kept and corpus.teaches_meanings else None
        known = english().known(self._words)
        self._english = english().of(known) if known else None

    def fit(self, number: int) -> Fit:
        """How well a title, given by its number in the corpus, fits the brand."""
        title = self._corpus.words[number]
        named = [phrase for phrase, spelled in self._phrases.items() if contains(title, spelled)]
        likest, examples = self._examples_alike(number)
        total = sum(self._corpus.weight(word) for word in self._words)
        shared = [word for word in self._words if word in title]
        score = (
            _COMPANY * self._in_company(title)
            + _PHRASES * len(named) / max(len(self._phrases), 1)
            + _EXAMPLES * examples
            + _WORDS * (sum(self._corpus.weight(word) for word in shared) / total if total else 0.0)
            + _ENGLISH * self._in_english(title)
        )
        score = max(score, 0.0)
        return Fit(BEST * score / (score + _HALF), self._reasons(named, shared, likest))

    def _examples_alike(self, number: int) -> tuple[int | None, float]:
        """The example that is most alike, and how alike all are: the mean and half of the best."""
        own = self._corpus.title_vector(number)
        alike = {
            example: sum(weight * vector[word] for word, weight in own.items() if word in vector)
            for example, vector in self._examples.items()
        }
        if not alike:
            return None, 0.0
        best = max(alike, key=lambda example: alike[example])
        return (best if alike[best] > 0 else None), sum(alike.values()) / len(alike) + alike[best] / 2

    def _in_company(self, title: Sequence[str]) -> float:
        """How alike the title's words are to the brand's by the company that they keep in the corpus."""
        some = [word for word in dict.fromkeys(title) if word in self._corpus.column]
        if self._company is None or not some:
            return 0.0
        return _closest(self._corpus.word_meanings(some), self._company)

    def _in_english(self, title: Sequence[str]) -> float:
        """How alike the title's words are to the brand's in English at large."""
        known = english().known(list(dict.fromkeys(title)))
        return _closest(english().of(known), self._english) if self._english is not None and known else 0.0

    def _reasons(self, named: Sequence[str], shared: Sequence[str], likest: int | None) -> tuple[str, ...]:
        reasons = [f"names {phrase}" for phrase in named[:2]]
        if not named and shared:
            reasons.append(f"shares {', '.join(shared[:3])}")
        if likest is not None:
            reasons.append(f"resembles {self._corpus.titles[likest]}")
        return tuple(reasons)


def _closest(title: NDArray[np.float32], brand: NDArray[np.float32]) -> float:
    """Mean over the brand's words of the cosine with the title's closest word."""
    return float((title @ brand.T).max(axis=0).mean())
