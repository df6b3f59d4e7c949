"""Text from templates: `{slot}` draws from a list, `{a|b}` picks one, `{10-30/5}` is a number in steps.

`{slot!}` draws without the article in front ("a Coffee Table" → "Coffee Table"). Braces may nest.
"""

import re
from collections.abc import Mapping, Sequence

from youtube_simulator.demo.chance import Chance

Slots = Mapping[str, Sequence[str]]

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d+)-(\d+)(?:/(\d+))?")
_ARTICLE = re.compile(r"^(?:a|an|the|our|your|my)\s", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?] [a-z]")
_BLANKS = re.compile(r" {2,}")


def expand(template: str, slots: Slots, chance: Chance) -> str:
    """A text from a template.

    Raises:
        KeyError: A slot has no list.

    >>> expand("{10-10} Min {T!} at {home}", {"T": ["a Workout"], "home": ["Home"]}, Chance(1))
    '10 Min Workout at Home'
    """

    def one(match: re.Match[str]) -> str:
        inside: str = match[1]
        if "|" in inside:
            return chance.choice(inside.split("|"))
        number = _RANGE.fullmatch(inside)
        if number is not None:
            low, high, step = int(number[1]), int(number[2]), int(number[3] or 1)
            return f"{chance.randrange(low, high + 1, step):,}"
        if inside.endswith("!"):
            return _ARTICLE.sub("", chance.choice(slots[inside[:-1]]))
        return chance.choice(slots[inside])

    text, found = template, 1
    while found:
        text, found = _INNERMOST.subn(one, text)
    text = _SENTENCE.sub(lambda start: start[0].upper(), _BLANKS.sub(" ", text).strip())
    return text[:1].upper() + text[1:]
