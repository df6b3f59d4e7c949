"""Other names of the same thing that their letters give away: RE4, K8s, GrowAGarden, روبلوكس."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from topics.english import english
from topics.plain_words import FUNCTION_WORDS
from topics.sounds import LEAST_CONSONANTS, skeleton
from topics.words import words

_WRITTEN = re.compile(r"[A-Za-z0-9]+")
SHORTEST_ACRONYM = 3
LONGEST_RUN = 6
SHORTEST_JOINED = 6
USUAL_WORDS = 20_000
_VOWELS = frozenset("aeiouy")


def initials(title: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The initials of each run of two and more words, numbers in full, with the run.

    >>> dict(initials(["resident", "evil", "4"]))["re4"]
    ('resident', 'evil', '4')
    """
    for start in range(len(title)):
        letters = ""
        for end in range(start, min(len(title), start + LONGEST_RUN)):
            word = title[end]
            letters += word if word.isdigit() else word[0]
            if end > start and len(letters) >= SHORTEST_ACRONYM and not letters.isdigit():
                yield letters, tuple(title[start : end + 1])


def acronyms(text: str) -> list[str]:
    """What in a text looks like an acronym: capitals or a number in it, and no usual word.

    >>> acronyms("BEST of ETS2 and rdr2 on K8s")
    ['ets2', 'rdr2', 'k8s']
    """
    return [
        token.lower()
        for token in _WRITTEN.findall(text)
        if len(token) >= SHORTEST_ACRONYM
        and not token.isdigit()
        and (token.isupper() or any(char.isdigit() for char in token))
        and english().ranks.get(token.lower(), USUAL_WORDS) >= USUAL_WORDS
        and token.lower() not in FUNCTION_WORDS
    ]


def joined(title: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Runs of two to four words written as one, with the run.

    >>> dict(joined(["free", "fire"]))
    {'freefire': ('free', 'fire')}
    """
    for size in (2, 3, 4):
        for start in range(len(title) - size + 1):
            run = tuple(title[start : start + size])
            if len(together := "".join(run)) >= SHORTEST_JOINED:
                yield together, run


def is_numeronym(short: str, word: str) -> bool:
    """Whether `short` is `word` with its middle counted.

    >>> is_numeronym("k8s", "kubernetes"), is_numeronym("k8s", "kittens")
    (True, False)
    """
    middle = short[1:-1]
    return (
        middle.isdigit()
        and len(short) + len(word) > 2 * SHORTEST_ACRONYM
        and int(middle) in {len(word) - 2, len(word) - 1}
        and short[0] == word[0]
        and short[-1] in {word[-1], "s"}
    )


def is_part(short: str, word: str) -> bool:
    """Whether an acronym begins or ends a word: letters that nobody can speak, never a word inside another.

    >>> is_part("gpt", "chatgpt"), is_part("piggy", "piggyback")
    (True, False)
    """
    return (
        SHORTEST_ACRONYM <= len(short) < len(word)
        and not short.isdigit()
        and short.isascii()
        and _VOWELS.isdisjoint(short)
        and (word.endswith(short) or word.startswith(short))
    )


def sounds_of(title: Sequence[str]) -> dict[str, str]:
    """The sound of each word, and of each two neighbours as one, to what sounds so."""
    pairs = (first + second for first, second in pairwise(title))
    heard: dict[str, str] = {}
    for word in (*title, *pairs):
        if word not in FUNCTION_WORDS and len(sound := skeleton(word)) >= LEAST_CONSONANTS:
            heard.setdefault(sound, word)
    return heard


def other_name(first: str, second: str) -> str | None:
    """How one text names what the other one names differently; None: their letters do not tell.

    >>> other_name("CS2 is here", "Counter-Strike 2 first impressions"), other_name("GrowAGarden", "Grow a Garden")
    ('cs2', 'growagarden')
    """
    return (
        _shorter_name(first, second)
        or _shorter_name(second, first)
        or _part_name(words(first), words(second))
        or _name_in_other_script(words(first), words(second))
    )


def named_alike(titles: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs of titles, by their places, of which one names shorter or in another script what the other names in full.

    >>> sorted(named_alike(["ETS2 in winter", "Euro Truck Simulator 2 live", "Free Fire", "FREEFIRE solo"]))
    [(0, 1), (2, 3)]
    """
    in_full: defaultdict[str, set[int]] = defaultdict(set)
    in_short: defaultdict[str, set[int]] = defaultdict(set)
    latin: defaultdict[str, set[int]] = defaultdict(set)
    other: defaultdict[str, set[int]] = defaultdict(set)
    for place, title in enumerate(titles):
        spelled = words(title)
        for letters, run in (*initials(spelled), *joined(spelled)):
            if not all(word in FUNCTION_WORDS for word in run):
                in_full[letters].add(place)
        for token in {*acronyms(title), *(word for word in spelled if len(word) >= SHORTEST_JOINED)}:
            in_short[token].add(place)
        for sound, word in sounds_of(spelled).items():
            (latin if word.isascii() else other)[sound].add(place)
    return {
        (min(first, second), max(first, second))
        for some, others in ((in_full, in_short), (latin, other))
        for name in some.keys() & others.keys()
        for first in some[name]
        for second in others[name]
        if first != second
    }


def _shorter_name(full: str, short: str) -> str | None:
    """An acronym or a joined word of `short` that stands for words of `full`."""
    spelled = words(full)
    written = {*words(short), *(token.lower() for token in _WRITTEN.findall(short))}
    for together, _ in joined(spelled):
        if together in written:
            return together
    tokens = [token for token in acronyms(short) if token not in spelled]
    if not tokens:
        return None
    letters = {found for found, run in initials(spelled) if not all(word in FUNCTION_WORDS for word in run)}
    return next(
        (token for token in tokens if token in letters or any(is_numeronym(token, word) for word in spelled)), None
    )


def _part_name(first: Sequence[str], second: Sequence[str]) -> str | None:
    pairs = ((mine, theirs) for mine in first for theirs in second)
    return next(
        (min(mine, theirs, key=len) for mine, theirs in pairs if is_part(mine, theirs) or is_part(theirs, mine)), None
    )


def _name_in_other_script(first: Sequence[str], second: Sequence[str]) -> str | None:
    heard = sounds_of(second)
    same = (word for sound, word in sounds_of(first).items() if heard.get(sound, word).isascii() != word.isascii())
    return next(same, None)
