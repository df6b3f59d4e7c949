"""The words of a title: one spelling for what means the same, so that only whole words ever meet."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

_MARKS = "".join(chr(code) for code in range(0x300, 0x3000) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_URL = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPACED_LETTERS = re.compile(r"\b(?:[A-Za-z] ){2,}[A-Za-z]\b")
_POSSESSIVE = re.compile(r"(?<=\w)['’\u02bc]s\b", re.IGNORECASE)
_CONTRACTION = re.compile(r"(?<=\w)['’\u02bc](?=(?:t|re|ll|ve|m|d)\b)", re.IGNORECASE)
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_LETTERS_THEN_DIGITS = re.compile(r"^([^\W\d_]{2,})(\d{1,4})$")
_DIGITS_THEN_LETTERS = re.compile(r"^(\d{1,3})(min|mins|minute|minutes|days?|hours?|k|fps|th)$")
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*(?:[+#](?![^\W_]))*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u309f\u3400-\u9fff\uf900-\ufaff]+")
_ACCENTS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
_UNSPACED_GRAM = 2
_LEAST_UNSPACED = "\u0e00"
SHORTEST_PLURAL = 4


def words(text: str) -> list[str]:
    """The words of `text` in order: lower case, no accents, no plural s, hashtags and joined numbers taken apart.

    Writing without blanks (Chinese, Japanese, Thai) gives its overlapping pairs of characters.

    >>> words("Roblox DOORS: 5 Secrets! #GrowAGarden gta5 L'écran A B S don't")
    ['roblox', 'door', '5', 'secret', 'grow', 'a', 'garden', 'gta', '5', 'ecran', 'abs', 'dont']
    """
    text = html.unescape(text) if "&" in text else text
    text = unicodedata.normalize("NFKC", text)
    if "http" in text or "www" in text:
        text = _URL.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(lambda tag: f" {_CAMEL.sub(' ', tag[1])} ", text)
    text = _SPACED_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), text)
    if "'" in text or "’" in text or "\u02bc" in text:
        text = _ELISION.sub(" ", _CONTRACTION.sub("", _POSSESSIVE.sub("", text)))
    return [word for token in _TOKEN.findall(_folded(text)) for word in _parts(token)]


def hashtags(text: str) -> list[str]:
    """The hashtags of a text, lower case, without their sign.

    >>> hashtags("New #BGMI update #GrowAGarden")
    ['bgmi', 'growagarden']
    """
    return [tag.lower() for tag in _HASHTAG.findall(text)] if "#" in text else []


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    # Put together again: Korean syllables and Japanese voiced sounds fall apart too, and their parts are no letters.
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


@lru_cache(maxsize=65_536)
def _parts(token: str) -> tuple[str, ...]:
    if token.isascii():
        if joined := _LETTERS_THEN_DIGITS.match(token):
            return singular(joined[1]), joined[2]
        if joined := _DIGITS_THEN_LETTERS.match(token):
            return joined[1], singular(joined[2])
        return (singular(token),)
    if max(token) >= _LEAST_UNSPACED and (run := _UNSPACED.search(token)):
        return tuple(_around(token, run))
    return (singular(token),)


def _around(token: str, run: re.Match[str]) -> Iterator[str]:
    """What stands before a run of unspaced writing, the run in pairs, and what stands behind."""
    if before := token[: run.start()]:
        yield from _parts(before)
    chars = run.group()
    for start in range(max(1, len(chars) - _UNSPACED_GRAM + 1)):
        yield chars[start : start + _UNSPACED_GRAM]
    if after := token[run.end() :]:
        yield from _parts(after)


def is_unspaced(word: str) -> bool:
    """Whether a word is a piece of writing without blanks, which means nothing alone."""
    return not word.isascii() and _UNSPACED.search(word) is not None


def singular(word: str) -> str:
    """`word` without its plural ending; ie is spelled y, so that both numbers of a word meet.

    >>> singular("workouts"), singular("boss"), singular("abs"), singular("virus"), singular("stretches")
    ('workout', 'boss', 'abs', 'virus', 'stretch')
    >>> singular("salaries"), singular("salary"), singular("movies"), singular("movie")
    ('salary', 'salary', 'movy', 'movy')
    """
    if len(word) < SHORTEST_PLURAL:
        return word
    if word.endswith(("ches", "shes", "xes", "sses")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-2] + "y" if word.endswith("ie") and len(word) > SHORTEST_PLURAL else word


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
