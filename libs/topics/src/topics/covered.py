"""Have the exclusion channels covered a video's topic? A calibrated probability, and what it rests on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from topics.aliases import acronyms, initials, joined, sounds_of
from topics.corpus import Corpus, counted
from topics.plain_words import FUNCTION_WORDS
from topics.words import words

_BIAS = -0.369
_LIFT, _MISSING, _OTHER_NAME, _NEAR, _MEANING = 0.815, -2.285, 1.487, 1.936, 1.209
_FIELD_SHARE, _FIELD_LEAST = 1 / 3, 8
"""A word in more of the exclusion titles than these is what all of them are about: sharing it covers nothing."""
_CORE_WEIGHT = 0.15
_FULL_LIFT = 3.0
_TITLES_REMEMBERED = 1_024
"""An analysis' exclusion titles meet those of each of its channels in turn."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one title against the exclusion titles."""

    probability: float
    """That the topic is covered."""
    nearest: int | None
    """Number of the exclusion title that is nearest; None where there is none."""
    shared: str | None
    """The word or the name that both have."""


class Exclusion:
    """The titles of the exclusion channels, ready to be compared with others of the same corpus.

    Args:
        corpus: Holds the exclusion titles, the names and what they are compared with.
        titles: Numbers of the exclusion titles.
        names: Numbers of names of covered topics: they count like titles, but are no evidence to show.
    """

    def __init__(self, corpus: Corpus, titles: Sequence[int], names: Sequence[int] = ()) -> None:
        self._corpus = corpus
        self._shown = len(titles)
        self._numbers = numbers = [*titles, *names]
        spoken = [corpus.words[number] for number in numbers]
        self._count: Counter[str] = counted(spoken)
        self._field = {
            word for word, count in self._count.items() if count > max(_FIELD_SHARE * len(spoken), _FIELD_LEAST)
        }
        for word in FUNCTION_WORDS & self._count.keys():
            del self._count[word]
        self._lift = {word: corpus.lift(word, count, len(spoken)) for word, count in self._count.items()}
        repeated = [word for word, count in self._count.items() if count > 1 and not word.isdigit()]
        self._core = [
            word
            for word in repeated or list(self._count)
            if corpus.subjectness(word) * min(1.0, self._lift[word] / _FULL_LIFT) > _CORE_WEIGHT
        ]
        forms = [_forms(corpus.titles[number]) for number in numbers]
        self._sounds = {sound: word for form in forms for sound, word in form.sounds.items()}
        self._initials = {letters for form in forms for letters, _ in form.initials}
        self._acronyms = {token for form in forms for token in form.acronyms}
        self._joined = {together for form in forms for together in form.joined}

    def judge(self, numbers: Sequence[int]) -> list[Judgement]:
        """Compare titles, given by their numbers in the corpus, with the exclusion titles."""
        if not self._numbers or not numbers:
            return [Judgement(0.0, None, None) for _ in numbers]
        near, nearest = self._nearness(numbers)
        features = self.features(numbers, near)
        weights = np.array([_LIFT, _MISSING, _OTHER_NAME, _NEAR, _MEANING])
        probabilities = 1 / (1 + np.exp(-(_BIAS + features @ weights)))
        return [
            Judgement(
                float(probability), self._numbers[closest] if closest < self._shown else None, self._shared(number)
            )
            for number, probability, closest in zip(numbers, probabilities, nearest, strict=True)
        ]

    def features(self, numbers: Sequence[int], near: NDArray[np.float32]) -> NDArray[np.float64]:
        """What the judgement rests on, one row a title: see the fields of the model in docs/adr/0005-topics.md."""
        meanings = self._alike_in_meaning(numbers)
        rows = []
        for number, closeness, meaning in zip(numbers, near, meanings, strict=True):
            title = [word for word in dict.fromkeys(self._corpus.words[number]) if not word.isdigit()]
            telling = {word: self._corpus.subjectness(word) for word in title}
            shared = [word for word in title if word in self._count and word not in self._field]
            rows.append(
                (
                    max((self._lift[word] * telling[word] for word in shared), default=0.0),
                    max((telling[word] for word in title if word not in self._count), default=0.0),
                    float(self._other_name(number) is not None),
                    float(closeness),
                    meaning,
                )
            )
        return np.array(rows, dtype=np.float64)

    def _nearness(self, numbers: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """How near the nearest exclusion title is, and which; what is near to everything counts for less."""
        spellings, crowding = self._corpus.spellings, self._corpus.crowding
        near = 2 * spellings[list(numbers)] @ spellings[self._numbers].T
        near -= crowding[list(numbers)][:, None] + crowding[self._numbers][None, :]
        nearest = near[:, : self._shown].argmax(axis=1) if self._shown else np.full(len(near), len(self._numbers))
        return near.max(axis=1), nearest

    def _alike_in_meaning(self, numbers: Sequence[int]) -> list[float]:
        """For each title, how alike its most alike new word is to the words that the exclusion titles repeat."""
        if not self._core or not self._corpus.teaches_meanings:
            return [0.0] * len(numbers)
        core = self._corpus.word_meanings(self._core)
        alike = []
        for number in numbers:
            new = [
                word
                for word in dict.fromkeys(self._corpus.words[number])
                if word not in self._count and word not in FUNCTION_WORDS and not word.isdigit()
            ]
            alike.append(max(0.0, float((self._corpus.word_meanings(new) @ core.T).max())) if new else 0.0)
        return alike

    def _other_name(self, number: int) -> str | None:
        """How the title names, in another script or shorter, what an exclusion title names in full, or the reverse."""
        title, forms = self._corpus.words[number], _forms(self._corpus.titles[number])
        for sound, word in forms.sounds.items():
            known = self._sounds.get(sound)
            if known is not None and known.isascii() != word.isascii():
                return sound
        for letters, run in forms.initials:
            if letters in self._acronyms and letters not in title and not all(word in FUNCTION_WORDS for word in run):
                return letters
        for token in forms.acronyms:
            if token in self._initials and token not in self._count:
                return token
        for word in title:
            if word in self._joined and word not in self._count:
                return word
        return next((together for together in forms.joined if together in self._count), None)

    def _shared(self, number: int) -> str | None:
        """The most telling word that the title shares with the exclusion titles, or the other name."""
        shared = [
            word
            for word in dict.fromkeys(self._corpus.words[number])
            if word in self._count and word not in self._field and not word.isdigit()
        ]
        best = max(shared, key=lambda word: self._lift[word] * self._corpus.subjectness(word), default=None)
        return best or self._other_name(number)


@dataclass(frozen=True, slots=True)
class _Forms:
    """What the letters of a title could be another name of, or named by."""

    sounds: Mapping[str, str]
    initials: Sequence[tuple[str, tuple[str, ...]]]
    acronyms: Sequence[str]
    joined: Sequence[str]


@lru_cache(maxsize=_TITLES_REMEMBERED)
def _forms(title: str) -> _Forms:
    spoken = words(title)
    return _Forms(
        sounds_of(spoken), tuple(initials(spoken)), acronyms(title), tuple(together for together, _ in joined(spoken))
    )
