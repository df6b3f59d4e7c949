"""Phrases of Chinese and Japanese titles: runs of characters that stand in several of them in different company.

Thai, Lao, Burmese and Khmer are compared, never named: their characters alone are no syllables.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from topics.words import is_unspaced

Gram = tuple[str, ...]
"""Overlapping pairs of characters, as `topics.words` gives them."""
LONGEST_CHARS = 8
LEAST_CHARS = 2
_EDGE = ""
_KANA = ("\u3041", "\u309f")
_FIRST_NAMED = "\u3040"
_PARTICLES = frozenset("のはがをにでともへやるてたしなよ")
"""Japanese little words and endings of one character: a name neither begins nor ends with them."""


def unspaced_grams(titles: Sequence[Sequence[str]]) -> dict[Gram, tuple[int, ...]]:
    """Runs that may be words, with the places of their titles.

    What always has the same neighbour is a piece of something longer; the beginning and the end of a run are free.

    Source:
        Accessor variety, Feng, Chen, Deng, Zheng 2004.
    """
    places: defaultdict[Gram, dict[int, None]] = defaultdict(dict)
    before: defaultdict[Gram, set[str]] = defaultdict(set)
    after: defaultdict[Gram, set[str]] = defaultdict(set)
    for at, title in enumerate(titles):
        for gram, left, right in _runs(title):
            places[gram][at] = None
            before[gram].add(left)
            after[gram].add(right)
    return {
        gram: tuple(at)
        for gram, at in places.items()
        if len(at) > 1 and _is_free(before[gram]) and _is_free(after[gram]) and _can_be_a_name(written(gram))
    }


def written(gram: Gram) -> str:
    """The characters of a run.

    >>> written(("醤油", "油ラ", "ラー"))
    '醤油ラー'
    """
    return gram[0] + "".join(pair[1:] for pair in gram[1:])


def share_of_kana(gram: Gram) -> float:
    """How much of a run is hiragana, in which Japanese writes its little words and endings.

    >>> share_of_kana(("今日", "日の"))
    0.3333333333333333
    """
    text = written(gram)
    return sum(_KANA[0] <= char <= _KANA[1] for char in text) / len(text)


def _runs(title: Sequence[str]) -> Iterator[tuple[Gram, str, str]]:
    """Every run of up to eight characters, with the characters before and behind it."""
    for start in range(len(title)):
        if not is_unspaced(title[start]):
            continue
        left = title[start - 1][0] if start and _goes_on(title[start - 1], title[start]) else _EDGE
        for end in range(start + 1, min(len(title), start + LONGEST_CHARS - 1) + 1):
            if end > start + 1 and not _goes_on(title[end - 2], title[end - 1]):
                break
            goes_on = end < len(title) and _goes_on(title[end - 1], title[end])
            yield tuple(title[start:end]), left, title[end][-1] if goes_on else _EDGE


def _goes_on(pair: str, following: str) -> bool:
    """Whether two pairs of characters overlap: the second is the next of the same run."""
    return len(pair) == LEAST_CHARS == len(following) and is_unspaced(pair) and pair[-1] == following[0]


def _is_free(neighbours: set[str]) -> bool:
    return _EDGE in neighbours or len(neighbours) > 1


def _can_be_a_name(text: str) -> bool:
    return (
        len(text) >= LEAST_CHARS
        and min(text) >= _FIRST_NAMED
        and _PARTICLES.isdisjoint((text[0], text[-1]))
        and not all(_KANA[0] <= char <= _KANA[1] for char in text)
    )
