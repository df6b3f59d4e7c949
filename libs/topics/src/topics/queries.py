"""Search queries for channels that make what the exclusion channels make: few, specific, and never empty-handed."""

from collections import Counter
from collections.abc import Sequence

from topics.corpus import Corpus
from topics.english import english
from topics.phrases import Phrase, topic_phrases
from topics.plain_words import FORMAT_WORDS, FUNCTION_WORDS
from topics.words import is_unspaced

_CANDIDATES = 60
_USUAL_SHARE = 8 / 7_000
"""A word in fewer of the titles seen is too rare to search for: the answer would be empty."""
_FIELD_SHARE = 40 / 7_000
_FIELD_LIFT = 2.0
_SHORTEST_FIELD = 4
_FIELDS = 3
_USUAL_RANK = 3_000
_TOGETHER = 2
"""Titles that use a phrase and a field word together, for the two to be searched for together."""


def search_queries(
    corpus: Corpus, channels: Sequence[Sequence[int]], *, most: int, barred: frozenset[str] = frozenset()
) -> list[str]:
    """What the channels make most of, each topic once, with a word that names their field.

    Args:
        corpus: What the titles are compared with; they are among it.
        channels: Numbers of each exclusion channel's titles.
        most: At most so many queries.
        barred: Words that may stand in no query: names of the channels themselves.
    """
    numbers = [number for channel in channels for number in channel]
    fields = field_words(corpus, channels, barred)
    phrases = topic_phrases(corpus, numbers, most=_CANDIDATES, barred=barred)
    queries: list[str] = []
    said: set[str] = set()
    for phrase in sorted(phrases, key=lambda phrase: -len(phrase.videos)):
        telling = [word for word in phrase.key if word not in FUNCTION_WORDS]
        own = [word for word in telling if word not in fields]
        if len(queries) < most and said.isdisjoint(own or telling) and all(_is_usual(corpus, word) for word in telling):
            queries.append(_in_its_field(corpus, phrase, fields))
            said.update(telling)
    return queries


def field_words(corpus: Corpus, channels: Sequence[Sequence[int]], barred: frozenset[str] = frozenset()) -> list[str]:
    """Words that name what all the channels do, best first: usual with most of them, and less usual elsewhere."""
    counts: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for channel in channels:
        own = Counter(word for number in channel for word in set(corpus.words[number]))
        counts.update(own)
        holders.update(own.keys())
    titles = sum(len(channel) for channel in channels)
    least = max(2, _FIELD_SHARE * corpus.seen)
    worth = {
        word: count / titles * (corpus.lift(word, count, titles)) * holders[word] / len(channels)
        for word, count in counts.items()
        if word not in FUNCTION_WORDS
        and word not in barred
        and not word.isdigit()
        and not is_unspaced(word)
        and len(word) >= _SHORTEST_FIELD
        and not _says_little(word)
        and holders[word] >= min(2, len(channels))
        and corpus.frequencies.counts.get(word, 0) >= least
        and corpus.times_as_usual(word, count, titles) >= _FIELD_LIFT
    }
    return sorted(worth, key=lambda word: (-worth[word], word))[:_FIELDS]


def _in_its_field(corpus: Corpus, phrase: Phrase, fields: Sequence[str]) -> str:
    """The phrase with a word of the field that titles use together with it, so that the search stays in the field.

    Where titles tell no such word it gets the field's first one: a name alone means too many things.
    """
    if not fields or fields[0] in phrase.key:
        return phrase.text
    at = corpus.holding(phrase.key)
    free = [field for field in fields if field not in phrase.key]
    together = next((field for field in free if len(at & corpus.holding((field,))) >= _TOGETHER), None)
    return f"{phrase.text} {together or free[0]}"


def _says_little(word: str) -> bool:
    """Whether a word of the format is usual in English too: `gameplay` names a field, `min` and `pro` name none."""
    return word in FORMAT_WORDS and english().ranks.get(word, _USUAL_RANK) < _USUAL_RANK


def _is_usual(corpus: Corpus, word: str) -> bool:
    return corpus.frequencies.counts.get(word, 0) >= max(2, _USUAL_SHARE * corpus.seen)
