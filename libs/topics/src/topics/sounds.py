"""How a word of another script sounds, roughly: its consonants, so that روبلوكس meets Roblox."""

import re
import unicodedata
from functools import lru_cache

_VOWELS = set("aeiouwyh")
_DOUBLED = re.compile(r"(.)\1+")
_SAME = str.maketrans({"c": "k", "q": "k", "v": "f", "z": "s", "j": "g", "p": "b", "d": "t"})
_SPELLINGS = (("sh", "s"), ("ch", "k"), ("th", "t"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("ck", "k"), ("x", "ks"))
_SYLLABARIES = ("KATAKANA", "HIRAGANA", "HANGUL", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "GUJARATI", "MALAYALAM")
LEAST_CONSONANTS = 3
"""Fewer would meet by chance."""


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants of a word as Latin letters, those that scripts confuse made one; empty where there are none.

    The names that Unicode gives letters tell their sounds: ARABIC LETTER REH, CYRILLIC SMALL LETTER ER.

    >>> skeleton("روبلوكس") == skeleton("роблокс") == skeleton("roblox")
    True
    """
    if word.isascii():
        letters = _DOUBLED.sub(r"\1", word)
    else:
        letters = "".join(_sound(char) for char in unicodedata.normalize("NFC", word))
    for spelling, sound in _SPELLINGS:
        letters = letters.replace(spelling, sound)
    return "".join(char for char in letters.translate(_SAME) if char.isalpha() and char not in _VOWELS)


def _sound(char: str) -> str:
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    script, _, rest = name.partition(" ")
    if "LETTER " not in name and "SYLLABLE " not in name:
        return ""
    letter = rest.split("LETTER ")[-1].split("SYLLABLE ")[-1].lower().split(" ")[0]
    if script in _SYLLABARIES:
        return letter
    if letter[0] in _VOWELS:
        # Cyrillic names its letters em, en, er; elsewhere a name that begins with a vowel is a vowel's.
        return letter[1] if script == "CYRILLIC" and len(letter) == len("em") else ""
    return "" if letter in {"short", "hard", "soft"} else letter[: 1 + (letter[1:2] == "h")]
