"""Spelling: what means the same is spelled the same, and only whole words meet."""

import doctest
import string

import pytest
import topics.aliases
import topics.clusters
import topics.english
import topics.frequencies
import topics.patterns
import topics.plain_words
import topics.sounds
import topics.words
from hypothesis import given
from hypothesis import strategies as st
from topics.aliases import other_name
from topics.patterns import JavaScriptPattern, PatternError
from topics.sounds import skeleton
from topics.words import contains, words


@pytest.mark.parametrize(
    "module",
    [
        topics.aliases,
        topics.clusters,
        topics.english,
        topics.frequencies,
        topics.patterns,
        topics.plain_words,
        topics.sounds,
        topics.words,
    ],
    ids=lambda module: module.__name__,
)
def test_the_examples_in_the_documentation_hold(module):
    extra = {"np": __import__("numpy")}
    outcome = doctest.testmod(module, extraglobs=extra)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@given(st.text(max_size=80))
def test_any_text_has_words_without_blanks(text):
    assert all(word and not any(char.isspace() for char in word) for word in words(text))


@given(st.lists(st.text(string.ascii_lowercase, min_size=2, max_size=9), max_size=8))
def test_case_makes_no_difference(tokens):
    assert words(" ".join(tokens)) == words(" ".join(tokens).upper())


@given(st.lists(st.sampled_from(["pilates", "abs", "outdoor", "day"]), max_size=6))
def test_a_word_inside_another_is_not_found(tokens):
    assert not contains(words(" ".join(tokens)), words("door"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\uff26\uff2f\uff32\uff34\uff2e\uff29\uff34\uff25", "fortnite"),
        ("Pokémon &amp; friends", "pokemon friends"),
        ("#GrowAGarden", "grow a garden"),
        ("GTA5", "gta 5"),
        ("10MIN abs", "10 min a b s"),
        ("L’écran", "ecran"),
        ("see https://example.org/x now", "see now"),
        ("salaries", "salary"),
    ],
)
def test_two_spellings_of_one_thing_are_the_same_words(first, second):
    assert words(first) == words(second)


@pytest.mark.parametrize("word", ["روبلوكس", "роблокс"])
def test_a_name_in_another_script_sounds_the_same(word):
    assert skeleton(word) == skeleton("roblox")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("RDR2 first hour", "Red Dead Redemption 2 ending"),
        ("K8s for beginners", "Kubernetes explained"),
        ("FREEFIRE solo", "Free Fire squad"),
        ("Using GPT-4", "ChatGPT for papers"),
        ("فيلم روبلوكس", "Roblox movie"),
    ],
)
def test_letters_give_away_another_name(first, second):
    assert other_name(first, second) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Git for beginners", "Digital art for beginners"),
        ("Clash of Clans", "Clash Royale"),
        ("ARK taming", "Central Park"),
    ],
)
def test_letters_that_only_look_alike_give_nothing_away(first, second):
    assert other_name(first, second) is None


def test_a_pattern_that_would_run_for_years_elsewhere_ends_at_once():
    assert list(JavaScriptPattern("(a+)+$").matches("a" * 20_000 + "b")) == []


@pytest.mark.parametrize("source", ["(", "a(?=b)", r"(a)\1", "((a{1,100}){1,100}){1,10}", "["])
def test_a_pattern_that_cannot_run_is_refused_with_the_reason(source):
    with pytest.raises(PatternError, match="cannot be used"):
        JavaScriptPattern(source)


def test_an_unknown_flag_is_refused():
    with pytest.raises(PatternError, match="flag 'y'"):
        JavaScriptPattern("a", "gy")


@pytest.mark.parametrize(
    ("source", "flags", "text", "found"),
    [
        ("doors?", "gi", "Door, DOORS, door\u017f", ["Door", "DOORS", "door"]),
        ("k", "gi", "\u212a k", ["k"]),
        (r"dead\srails", "gi", "dead\u00a0rails", ["dead\u00a0rails"]),
        (r"[^\s]+", "g", "a b\u3000c", ["a", "b", "c"]),
        (r"\u0041\/\-", "g", "A/-", ["A/-"]),
        (r"[\]a]+", "g", "]a[", ["]a"]),
        ("^b", "gm", "a\nb", ["b"]),
        ("a.b", "gs", "a\nb", ["a\nb"]),
        ("[A-Z]{3,}", "gi", "abc", ["abc"]),
        ("x|y", "i", "zYx", ["Y"]),
    ],
)
def test_patterns_match_as_javascript_does(source, flags, text, found):
    assert list(JavaScriptPattern(source, flags).matches(text)) == found
