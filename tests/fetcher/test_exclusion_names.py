"""What a person may write to name a channel."""

import pytest
from common.events import Channel
from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.exclusion_names import (
    ByHandle,
    ById,
    ByTitle,
    ByUsername,
    Lookup,
    best_match,
    means,
    read_name,
)

CHANNEL_ID = "UC0123456789012345678901"


@pytest.mark.parametrize(
    ("text", "lookup"),
    [
        (CHANNEL_ID, ById(CHANNEL_ID)),
        (f" {CHANNEL_ID} ", ById(CHANNEL_ID)),
        (f"https://www.youtube.com/channel/{CHANNEL_ID}/videos", ById(CHANNEL_ID)),
        (f"youtube.com/channel/{CHANNEL_ID}?si=x", ById(CHANNEL_ID)),
        ("@Some.Handle-1", ByHandle("Some.Handle-1")),
        ("https://youtube.com/@handle", ByHandle("handle")),
        ("m.youtube.com/@handle/shorts", ByHandle("handle")),
        ("https://www.youtube.com/%40handle", ByHandle("handle")),
        ("https://www.youtube.com/user/OldName", ByUsername("OldName")),
        ("https://www.youtube.com/c/CustomName", ByTitle("CustomName", ("customname",))),
        ("https://www.youtube.com/CustomName", ByTitle("CustomName", ("customname",))),
        ("Tom & Jax Gaming", ByTitle("Tom & Jax Gaming", ("tomandjaxgaming", "tomjaxgaming"))),
        ("Blocky Ünal 🎮", ByTitle("Blocky Ünal 🎮", ())),
        ("AC/DC", ByTitle("AC/DC", ("acdc",))),
        ("https://example.com/@handle", ByTitle("https://example.com/@handle", ("httpsexamplecomhandle",))),
        ("http://[", ByTitle("http://[", ("http",))),
        ("@", ByTitle("@", ())),
    ],
)
def test_names_handles_links_and_ids_are_told_apart(text: str, lookup: Lookup) -> None:
    assert read_name(text) == lookup


@given(st.text(max_size=100))
def test_any_text_is_read_as_something(text: str) -> None:
    assert read_name(text) is not None


def channel(title: str, handle: str | None = None) -> Channel:
    return Channel(id=str(len(title)), title=title, handle=handle)


def test_a_channel_of_exactly_the_name_wins_over_a_fan_channel_that_ranks_first() -> None:
    star = channel("BlockBuster Ben")
    assert best_match("blockbuster ben", [channel("BlockBuster Ben Fans"), star]) == star


def test_a_handle_names_a_channel_whose_title_differs() -> None:
    star = channel("Benjamin", "@blockbusterben")
    assert best_match("BlockBuster Ben", [channel("BlockBuster Ben Fans"), star]) == star


def test_of_channels_that_merely_contain_the_name_the_first_ranked_is_meant() -> None:
    first = channel("Ben plays")
    assert best_match("Ben", [first, channel("Ben cooks")]) == first


def test_a_channel_with_another_name_is_not_meant() -> None:
    assert best_match("NoSuchChannel", [channel("Something else"), channel("X")]) is None
    assert not means("NoSuchChannel", channel("X"))


def test_signs_and_case_do_not_matter() -> None:
    assert means("tom and jax", channel("Tom and Jax!"))
    assert means("???", channel("What???"))
