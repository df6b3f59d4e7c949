"""Runs the patterns of brand fit, which users write, in time linear in the text."""

from functools import lru_cache

from topics.patterns import JavaScriptPattern


def finds(pattern: str, text: str) -> bool:
    """Whether `pattern` is found anywhere in `text`, as it is spelled: these patterns have no flags.

    Raises:
        PatternError: It is no pattern that can be run; the gateway refuses such a profile.
    """
    return next(_compiled(pattern).matches(text), None) is not None


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> JavaScriptPattern:
    return JavaScriptPattern(pattern, flags="")
