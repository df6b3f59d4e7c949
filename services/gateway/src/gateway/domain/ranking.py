"""In which order results come: a sort key, then what breaks ties, the same on every page."""

from enum import StrEnum


class Sort(StrEnum):
    """What results are sorted by."""

    SCORE = "score"
    VIEWS = "views"
    PUBLISHED = "published"
    SUBSCRIBERS = "subscribers"
    BRAND_FIT = "brand_fit"
    DURATION = "duration"


class Order(StrEnum):
    """Which end comes first."""

    DESCENDING = "desc"
    ASCENDING = "asc"
