"""Topic phrases of a set of videos: what a person would say they are about, each with its videos as evidence."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from topics.corpus import Corpus
from topics.plain_words import FUNCTION_WORDS, is_plain
from topics.unspaced import share_of_kana, unspaced_grams, written
from topics.words import is_unspaced, words

Gram = tuple[str, ...]
LONGEST = 3
LEAST_VIDEOS = 2
_WORD_BONUS = 1.0
"""What each further word adds: a longer phrase says more."""
_PLAIN_PART = 0.35
_COVERED_AGAIN = 0.5
"""What a video counts for once it has a phrase, and again with each further one."""
_COVERAGE_POWER = 0.7
_REPEAT = 0.3
_UNSPACED_SUBJECT = 0.6
"""Nothing tells whether a run of characters names a subject; most that are repeated do."""
_ABSORBED = 0.6
"""A phrase that stands inside a longer one in this share of its videos is the longer one."""
_FURTHER_POWER = 0.7
"""0 would make every phrase as long as it may be, 1 a single word."""
_TOKEN = re.compile(r"[^\W_]+(?:[’'+#&-][^\W_]+)*[+#]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A topic phrase."""

    text: str
    """As it is usually written, in lower case."""
    key: Gram
    """Its words as `topics.words` spells them."""
    videos: tuple[int, ...]
    """Places of its videos in the sequence that was given, in order."""


def topic_phrases(
    corpus: Corpus, numbers: Sequence[int], *, most: int = 20, barred: frozenset[str] = frozenset()
) -> list[Phrase]:
    """The phrases that together say best what some titles are about, best first.

    Args:
        corpus: What the titles are compared with; they are among it.
        numbers: Numbers of the titles in the corpus.
        most: At most so many phrases.
        barred: Words that may stand in no phrase: names of the channels themselves.
    """
    titles = [corpus.words[number] for number in numbers]
    found = {**_occurrences(titles, barred), **unspaced_grams(titles)}
    worth = {gram: _worth(corpus, gram, found, len(titles)) for gram, at in found.items() if len(at) >= LEAST_VIDEOS}
    absorbed = _absorbed(found, worth)
    left = {gram: value for gram, value in worth.items() if gram not in absorbed}
    phrases: list[Phrase] = []
    covered: Counter[int] = Counter()
    used: Counter[str] = Counter()
    while left and len(phrases) < most:
        gram = max(left, key=lambda gram: (_gain(left[gram], gram, found[gram], covered, used), gram))
        del left[gram]
        phrases.append(Phrase(_written(gram, [corpus.titles[numbers[at]] for at in found[gram]]), gram, found[gram]))
        covered.update(found[gram])
        used.update(gram)
    return phrases


def subject_phrase(corpus: Corpus, number: int) -> str | None:
    """What one title says it is about; None: nothing but words of the format.

    The run of up to three words whose words tell most, where a further word must tell about as much as the others.

    Args:
        corpus: What the title is compared with.
        number: Its number there.
    """
    best: Gram | None = None
    most = 0.0
    title = corpus.words[number]
    tells = {word: corpus.subjectness(word) * corpus.weight(word) for word in title if word not in FUNCTION_WORDS}
    for gram in _runs(title):
        telling = [tells[word] for word in gram if word in tells]
        worth = sum(telling) / max(len(telling), 1) ** _FURTHER_POWER
        if worth > most and _stands(gram) and not _is_dressed(gram) and not all(is_plain(word) for word in gram):
            best, most = gram, worth
    return None if best is None else _written(best, [corpus.titles[number]])


def _occurrences(titles: Sequence[Sequence[str]], barred: frozenset[str]) -> Mapping[Gram, tuple[int, ...]]:
    """Every run of words that could be a topic, with the places of its titles."""
    found: defaultdict[Gram, list[int]] = defaultdict(list)
    for at, title in enumerate(titles):
        for gram in set(_grams(title)):
            if not barred.intersection(gram):
                found[gram].append(at)
    return {gram: tuple(at) for gram, at in found.items() if not all(is_plain(word) for word in gram)}


def _grams(title: Sequence[str]) -> Iterator[Gram]:
    """The runs of a title that could be a topic."""
    return filter(_stands, _runs(title))


def _runs(title: Sequence[str]) -> Iterator[Gram]:
    for size in range(1, LONGEST + 1):
        for start in range(len(title) - size + 1):
            yield tuple(title[start : start + size])


def _stands(gram: Gram) -> bool:
    """Whether a run can stand alone: it ends in no little word, and has blanks around its words."""
    return not (_hangs(gram) or _hangs(gram[::-1]) or any(is_unspaced(word) for word in gram))


def _hangs(gram: Gram) -> bool:
    """Whether a run begins with a little word, or with a plain one and then a little word: "2026 of the garden"."""
    telling = next((at for at, word in enumerate(gram) if word in FUNCTION_WORDS or not is_plain(word)), len(gram))
    return telling < len(gram) and gram[telling] in FUNCTION_WORDS


def _worth(corpus: Corpus, gram: Gram, found: Mapping[Gram, tuple[int, ...]], titles: int) -> float:
    """How telling and how particular to these titles a phrase is."""
    if is_unspaced(gram[0]):
        return _unspaced_worth(corpus, gram, len(found[gram]), titles)
    telling = [corpus.subjectness(word) * (_PLAIN_PART if is_plain(word) else 1.0) for word in gram]
    best = max(telling)
    subject = best * (0.5 + 0.5 * min(telling) / best) if len(gram) > 1 and best > 0 else best
    whole = 1.0
    if len(gram) > 1:
        rarest = min((len(found[word,]) for word in gram if (word,) in found), default=len(found[gram]))
        share = len(found[gram]) / max(rarest, len(found[gram]))
        whole = share if _is_dressed(gram) else 0.6 + 0.4 * share
    return corpus.gram_lift(gram, len(found[gram]), titles) * subject * whole * (1 + _WORD_BONUS * (len(gram) - 1))


def _is_dressed(gram: Gram) -> bool:
    """Whether a phrase begins or ends with a word of the format, which may be its name's ("Free Fire") or not."""
    return any(is_plain(word) and not word.isdigit() for word in (gram[0], gram[-1]))


def _unspaced_worth(corpus: Corpus, gram: Gram, count: int, titles: int) -> float:
    """The same of a run of characters: two of them say about as much as a word."""
    lift = max(corpus.lift(pair, count, titles) for pair in gram)
    length = min((len(gram) + 1) / 2, LONGEST)
    return lift * _UNSPACED_SUBJECT * (1 - share_of_kana(gram)) ** 2 * (1 + _WORD_BONUS * (length - 1))


def _gain(worth: float, gram: Gram, at: Sequence[int], covered: Counter[int], used: Counter[str]) -> float:
    """What a phrase adds to those chosen before: videos without one, words not said yet."""
    fresh = sum(_COVERED_AGAIN ** covered[place] for place in at)
    said = max((used[word] for word in gram if not is_plain(word)), default=0)
    return float(worth * math.pow(fresh, _COVERAGE_POWER) * _REPEAT**said)


def _absorbed(found: Mapping[Gram, tuple[int, ...]], worth: Mapping[Gram, float]) -> set[Gram]:
    """Phrases of which a longer one says the same more fully."""
    return {
        inner
        for longer in worth
        for size in range(1, len(longer))
        for start in range(len(longer) - size + 1)
        if (inner := longer[start : start + size]) in worth and len(found[longer]) >= _ABSORBED * len(found[inner])
        if not is_unspaced(inner[0]) or worth[longer] >= worth[inner]
    }


def _written(gram: Gram, titles: Sequence[str]) -> str:
    """How most of the titles write the phrase."""
    if is_unspaced(gram[0]):
        return written(gram)
    forms: Counter[str] = Counter()
    for title in titles:
        tokens = _TOKEN.findall(title.lower())
        spelled = [(word, place) for place, token in enumerate(tokens) for word in words(token)]
        for start in range(len(spelled) - len(gram) + 1):
            if tuple(word for word, _ in spelled[start : start + len(gram)]) == gram:
                first, last = spelled[start][1], spelled[start + len(gram) - 1][1]
                # Without blanks a token is a clause; a joined one ("auto-gpt") is what people would say.
                is_clause = any(is_unspaced(word) for word, place in spelled if first <= place <= last)
                forms[" ".join(gram if is_clause else tokens[first : last + 1])] += 1
    return forms.most_common(1)[0][0] if forms else " ".join(gram)
