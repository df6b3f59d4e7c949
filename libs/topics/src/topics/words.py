"""The words of a title: one spelling for what means the same, so that only whole words ever meet."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_URL = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPACED_LETTERS = re.compile(r"\b(?:[A-Za-z] ){2,}[A-Za-z]\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’\u02bc]s\b")
_ELISION = re.compile(r"\b(?:[cdjlmnstCDJLMNST]|[qQ]u)['’]")
_LETTERS_THEN_DIGITS = re.compile(r"^([^\W\d_]{2,})(\d{1,4})$")
_TOKEN = re.compile(r"[^\W_]+(?:[+#](?![^\W_]))*")
SHORTEST_PLURAL = 4


def words(text: str) -> list[str]:
    """The words of `text` in order: lower case, no accents, no plural s, hashtags and joined numbers taken apart.

    >>> words("Roblox DOORS: 5 Secrets! #GrowAGarden gta5 L'écran A B S")
    ['roblox', 'door', '5', 'secret', 'grow', 'a', 'garden', 'gta', '5', 'ecran', 'abs']
    """
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = _URL.sub(" ", text)
    text = _HASHTAG.sub(lambda tag: " " + _CAMEL.sub(" ", tag[1]) + " ", text)
    text = _SPACED_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), text)
    text = _ELISION.sub(" ", _APOSTROPHE.sub("", text))
    return [word for token in _TOKEN.findall(_without_accents(text.lower())) for word in _parts(token)]


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")


def _parts(token: str) -> Iterator[str]:
    joined = _LETTERS_THEN_DIGITS.match(token)
    if joined:
        yield singular(joined[1])
        yield joined[2]
    else:
        yield singular(token)


def singular(word: str) -> str:
    """`word` without a plural s.

    >>> singular("workouts"), singular("boss"), singular("abs"), singular("virus")
    ('workout', 'boss', 'abs', 'virus')
    """
    if len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def contains(text_words: Sequence[str], phrase_words: Sequence[str]) -> bool:
    """Whether the words of a phrase stand next to one another in the words of a text.

    >>> contains(words("Outdoor fun"), words("door"))
    False
    >>> contains(words("The Adopt Me pets"), words("adopt me"))
    True
    """
    size = len(phrase_words)
    wanted = list(phrase_words)
    return size > 0 and any(
        list(text_words[start : start + size]) == wanted for start in range(len(text_words) - size + 1)
    )


def ngrams(text_words: Sequence[str], longest: int) -> Iterable[tuple[str, ...]]:
    """All runs of 1 to `longest` words."""
    for size in range(1, longest + 1):
        for start in range(len(text_words) - size + 1):
            yield tuple(text_words[start : start + size])
