"""Search queries for channels that make what the exclusion channels make: few, specific, and never empty-handed."""

from collections import Counter
from collections.abc import Sequence

from topics.corpus import Corpus
from topics.phrases import topic_phrases
from topics.plain_words import FUNCTION_WORDS
from topics.words import is_unspaced

_CANDIDATES = 60
_USUAL_SHARE = 8 / 7_000
"""A word in fewer of the titles seen is too rare to search for: the answer would be empty."""
_FIELD_SHARE = 40 / 7_000
_FIELD_LIFT = 2.0
_SHORTEST_FIELD = 3


def search_queries(
    corpus: Corpus, channels: Sequence[Sequence[int]], *, most: int, barred: frozenset[str] = frozenset()
) -> list[str]:
    """Topic phrases of the channels, each with a word that names their field.

    Args:
        corpus: What the titles are compared with; they are among it.
        channels: Numbers of each exclusion channel's titles.
        most: At most so many queries.
        barred: Words that may stand in no query: names of the channels themselves.
    """
    numbers = [number for channel in channels for number in channel]
    field = field_word(corpus, channels, barred)
    queries: list[str] = []
    for phrase in topic_phrases(corpus, numbers, most=_CANDIDATES, barred=barred):
        if len(queries) == most:
            break
        if all(_is_usual(corpus, word) for word in phrase.key if word not in FUNCTION_WORDS):
            said = field is None or field in phrase.key
            queries.append(phrase.text if said else f"{phrase.text} {field}")
    return queries


def field_word(corpus: Corpus, channels: Sequence[Sequence[int]], barred: frozenset[str] = frozenset()) -> str | None:
    """The word that names what all the channels do: usual with most of them, and more usual there than elsewhere."""
    counts: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for channel in channels:
        own = Counter(word for number in channel for word in set(corpus.words[number]))
        counts.update(own)
        holders.update(own.keys())
    titles = sum(len(channel) for channel in channels)
    least = max(2, _FIELD_SHARE * corpus.frequencies.total)
    worth = {
        word: count / titles * (corpus.lift(word, count, titles)) * holders[word] / len(channels)
        for word, count in counts.items()
        if word not in FUNCTION_WORDS
        and word not in barred
        and not word.isdigit()
        and not is_unspaced(word)
        and len(word) >= _SHORTEST_FIELD
        and holders[word] >= min(2, len(channels))
        and corpus.frequencies.counts.get(word, 0) >= least
        and corpus.times_as_usual(word, count, titles) >= _FIELD_LIFT
    }
    return max(worth, key=lambda word: (worth[word], word), default=None)


def _is_usual(corpus: Corpus, word: str) -> bool:
    return corpus.frequencies.counts.get(word, 0) >= max(2, _USUAL_SHARE * corpus.frequencies.total)
