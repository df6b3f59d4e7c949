"""Regular expressions that users write, matched as JavaScript would and in linear time.

Patterns come from content profiles, so anybody may write them. Python's own engine backtracks: `(a+)+$` against thirty
letters runs for minutes. RE2 cannot; what it cannot express (lookaround, back-references) is refused with the reason.
"""

from collections.abc import Iterator
from typing import Protocol

import re2

MAX_PROGRAM_BYTES = 1 << 20
"""What one compiled pattern may take; a longer one is refused, not run."""

FLAGS = frozenset("gims")

_STEP_ASIDE = str.maketrans({"ſ": "\ue000", "\N{KELVIN SIGN}": "\ue001"})
_STEP_BACK = str.maketrans({"\ue000": "ſ", "\ue001": "\N{KELVIN SIGN}"})
"""RE2 folds the long s to s and the Kelvin sign to k; JavaScript's `i` without `u` keeps them apart: so they step aside
while matching."""

_JAVASCRIPT_SPACE = r"\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"


class PatternError(ValueError):
    """The pattern cannot be used; the message says why, in words for the person who wrote it."""


class Pattern(Protocol):
    """A compiled pattern."""

    def matches(self, text: str) -> Iterator[str]:
        """What it finds in `text`, from left to right, repeats included."""
        ...


class JavaScriptPattern:
    """A pattern in JavaScript's syntax; flags: `g` all matches, `i` any case, `m` lines, `s` dot is newline too.

    Raises:
        PatternError: The pattern is not valid, needs what RE2 leaves out, is too large, or has an unknown flag.

    >>> list(JavaScriptPattern("doors?", "gi").matches("Door, DOORS, doorſ"))
    ['Door', 'DOORS', 'door']
    """

    def __init__(self, source: str, flags: str = "gi") -> None:
        if unknown := sorted(set(flags) - FLAGS):
            raise PatternError(f"the flag {unknown[0]!r} is not known here; use g, i, m or s")
        options = re2.Options()
        options.case_sensitive = "i" not in flags
        options.dot_nl = "s" in flags
        options.max_mem = MAX_PROGRAM_BYTES
        options.log_errors = False
        lines = "(?m)" if "m" in flags else ""
        try:
            self._compiled = re2.compile(lines + _to_re2(source), options)
        except re2.error as error:
            raise PatternError(f"the pattern {source!r} cannot be used: {_reason(error)}") from error
        self._all = "g" in flags

    def matches(self, text: str) -> Iterator[str]:
        """What it finds in `text`, from left to right, repeats included; only the first without the flag `g`."""
        for match in self._compiled.finditer(text.translate(_STEP_ASIDE)):
            yield match.group().translate(_STEP_BACK)
            if not self._all:
                return


def _to_re2(source: str) -> str:
    r"""Rewrite the few things that both engines spell differently: spaces, `\u0041`, `\/` and the like.

    >>> _to_re2(r"a\u0041\/b")
    'a\\x{0041}/b'
    """
    out, position, in_class = [], 0, False
    while position < len(source):
        char = source[position]
        following = source[position + 1 : position + 2]
        width = 1
        if char == "\\" and following:
            char, width = _escape(source[position:], in_class=in_class)
        elif char == "[":
            in_class = True
        elif char == "]":
            in_class = False
        out.append(char)
        position += width
    return "".join(out).translate(_STEP_ASIDE)


def _escape(rest: str, *, in_class: bool) -> tuple[str, int]:
    """RE2's spelling of the escape that `rest` begins with, and how many characters of `rest` it stands for."""
    letter = rest[1]
    if letter == "s":
        return (_JAVASCRIPT_SPACE if in_class else f"[{_JAVASCRIPT_SPACE}]"), 2
    if letter == "S" and not in_class:
        return f"[^{_JAVASCRIPT_SPACE}]", 2
    digits = rest[2:6]
    if letter == "u" and len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):  # noqa: PLR2004 - \uXXXX
        return f"\\x{{{digits}}}", 6
    if letter in "/-#&%~`'\",:;<>=@! ":
        return (f"\\{letter}" if in_class and letter == "-" else letter), 2
    return rest[:2], 2


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else "not a valid pattern"
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    if text.startswith(("invalid perl operator: (?", "invalid escape sequence", "invalid named capture")):
        return f"{text} (looking ahead or behind and back-references are not supported)"
    return text
