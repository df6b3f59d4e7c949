"""Which entries of an uploads playlist count."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from common.events import Window
from hypothesis import given
from hypothesis import strategies as st
from youtube_fetcher.domain.uploads import (
    Upload,
    Uploads,
    by_age,
    needs_another_page,
    newest_available,
    newest_in_window,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = Window(as_of=NOW, days=7)


def dated(name: str, age_days: float) -> Upload:
    return Upload(id=name, channel_id="UC", published_at=NOW - timedelta(days=age_days))


def gone(name: str) -> Upload:
    return Upload(id=name, channel_id="UC", available=False)


def read(entries: Sequence[Upload], *, complete: bool = True) -> Uploads:
    return Uploads(tuple(entries), complete)


def ids(videos: tuple[Upload, ...]) -> list[str]:
    return [video.id for video in videos]


entries = st.lists(
    st.one_of(st.none(), st.floats(-2, 30, allow_nan=False)).map(
        lambda age: gone("gone") if age is None else dated("dated", age)
    ),
    max_size=40,
)


def test_uploads_published_out_of_order_are_sorted_by_publishing() -> None:
    chosen = newest_in_window(read([dated("a", 3), dated("b", 1), dated("c", 2)]), WEEK, 15)
    assert ids(chosen.uploads) == ["b", "c", "a"]


def test_an_undated_entry_counts_when_an_older_dated_one_lies_in_the_window() -> None:
    chosen = newest_in_window(read([gone("g1"), dated("a", 2), gone("g2"), dated("b", 9)]), WEEK, 15)
    assert ids(chosen.uploads) == ["g1", "a"]


def test_an_undated_entry_with_nothing_older_behind_it_is_left_out() -> None:
    assert ids(newest_in_window(read([dated("a", 2), gone("g")]), WEEK, 15).uploads) == ["a"]


def test_a_window_that_ends_within_a_page_needs_no_other_page() -> None:
    assert not needs_another_page([dated("a", 2), dated("b", 8)], WEEK, 15)


def test_a_page_that_lies_within_the_window_needs_another_one_until_the_limit() -> None:
    page = [dated(str(number), 1 + number / 100) for number in range(10)]
    assert needs_another_page(page, WEEK, 15)
    assert not needs_another_page(page, WEEK, 10)


def test_a_page_without_any_date_needs_another_one() -> None:
    assert needs_another_page([gone("g")] * 50, WEEK, 15)


def test_more_videos_in_the_window_than_the_limit_are_cut_and_it_is_said() -> None:
    page = [dated(str(number), number / 10) for number in range(20)]
    assert newest_in_window(read(page), WEEK, 15).window_cut
    assert newest_available(read(page), WEEK, 15).window_cut
    assert not newest_available(read([*page, dated("old", 20)]), WEEK, 21).window_cut


def test_a_playlist_that_was_not_read_to_the_begin_of_the_window_is_said_to_be_cut() -> None:
    page = [dated(str(number), number / 10) for number in range(15)]
    assert newest_in_window(read(page, complete=False), WEEK, 15).window_cut
    assert newest_available(read(page, complete=False), WEEK, 15).window_cut
    assert not newest_in_window(read([*page, dated("old", 9)], complete=False), WEEK, 15).window_cut
    assert newest_available(read([gone("g")], complete=False), WEEK, 15).window_cut


def test_the_normal_reaches_beyond_the_window() -> None:
    assert ids(newest_available(read([dated("new", 1), gone("g"), dated("old", 20)]), WEEK, 50).uploads) == [
        "new",
        "old",
    ]


def test_what_is_published_after_the_analysis_looked_is_unknown_to_it() -> None:
    page = [dated("future", -1), dated("new", 1)]
    assert ids(newest_available(read(page), WEEK, 50).uploads) == ["new"]
    assert ids(newest_in_window(read(page), WEEK, 50).uploads) == ["new"]


@given(entries, st.integers(1, 20))
def test_what_is_chosen_is_in_the_window_newest_first_and_no_more_than_the_limit(
    page: list[Upload], limit: int
) -> None:
    chosen = newest_in_window(read(page), WEEK, limit).uploads
    assert len(chosen) <= limit
    known = [video.published_at for video in chosen if video.published_at]
    assert known == sorted(known, reverse=True)
    assert all(NOW - timedelta(days=7) <= moment <= NOW for moment in known)


@given(entries)
def test_each_entry_counts_once_at_most(page: list[Upload]) -> None:
    assert len(by_age(page)) <= len(page)
    assert sum(1 for _, entry in by_age(page) if entry.published_at) == sum(1 for one in page if one.published_at)


@given(entries)
def test_available_videos_do_not_depend_on_what_is_gone(page: list[Upload]) -> None:
    without = [entry for entry in page if entry.published_at]
    assert newest_available(read(page), WEEK, 50) == newest_available(read(without), WEEK, 50)
