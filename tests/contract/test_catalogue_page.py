"""`docs/events.md` says what the catalogue says."""

from pathlib import Path

from common.catalogue_page import page

PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_the_page_of_events_is_fresh():
    assert PAGE.read_text() == page(), "run: python -m common.catalogue_page > docs/events.md"
