"""How usual a word is: in how many titles of a corpus it stands."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Document frequencies of words."""

    total: int = 0
    """Titles in the corpus."""
    counts: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, titles: Iterable[Sequence[str]]) -> "Frequencies":
        """Counted over titles, each given as its words.

        >>> Frequencies.of([["free", "fire"], ["free", "gift", "free"]]).counts["free"]
        2
        """
        counts: Counter[str] = Counter()
        total = 0
        for title in titles:
            counts.update(set(title))
            total += 1
        return cls(total, counts)

    def __add__(self, other: "Frequencies") -> "Frequencies":
        counts = dict(self.counts)
        for word, count in other.counts.items():
            counts[word] = counts.get(word, 0) + count
        return Frequencies(self.total + other.total, counts)

    def weight(self, word: str) -> float:
        """How much a word says: the logarithm of how seldom it is, above 0.

        >>> corpus = Frequencies(100, {"workout": 50, "pilates": 2})
        >>> corpus.weight("pilates") > corpus.weight("workout") > 0
        True
        """
        return math.log((self.total + 1) / (self.counts.get(word, 0) + 0.5))
