"""Which words tell a video's subject: a small model over how usual a word is, here and in English at large."""

import math
from functools import lru_cache

from topics.english import english
from topics.plain_words import FORMAT_WORDS, FUNCTION_WORDS

USUAL_RANK = 1_000
UNKNOWN_LOG_RANK = 11.0
SHORT_WORD = 2
_BIAS, _SHARE, _DIGIT, _SHORT = -1.497, 0.724, 0.257, -1.389
_FORMAT, _LOG_RANK, _UNKNOWN, _USUAL = -2.420, 0.164, 0.052, -0.445


def subjectness(word: str, share: float) -> float:
    """The chance that a word names a subject rather than dresses a title.

    Args:
        word: As `topics.words` spells it.
        share: Share of the corpus' titles in which it stands, above 0.

    Returns:
        0 to 1; 0 for the little words of a language.

    Source:
        Logistic model, docs/adr/0005-topics.md.
    """
    if word in FUNCTION_WORDS:
        return 0.0
    return 1 / (1 + math.exp(-_of_word(word) - _SHARE * (math.log(share) + 7)))


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> float:
    """The part of the model that depends on the word alone."""
    rank = english().ranks.get(word)
    return (
        _BIAS
        + _DIGIT * word.isdigit()
        + _SHORT * (len(word) <= SHORT_WORD)
        + _FORMAT * (word in FORMAT_WORDS)
        + (_UNKNOWN + _LOG_RANK * UNKNOWN_LOG_RANK if rank is None else _LOG_RANK * math.log(rank + 10))
        + _USUAL * (rank is not None and rank < USUAL_RANK)
    )
