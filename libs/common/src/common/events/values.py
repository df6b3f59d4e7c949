"""Kinds of values that events are made of: texts that know their size, ids, numbers.

Sizes are limited so that every stream's `max_bytes` can be proven: a text's limit counts the bytes it takes as JSON,
because an emoji is one character and four bytes, and a quotation mark is one character and two.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema


class Value(BaseModel):
    """A part of an event: immutable, equal by content, tolerant of fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="strings", populate_by_name=True)


class BoundedValue(Value):
    """A value that is limited as a whole, because its fields' own limits together are more than a message holds."""

    max_json_bytes: ClassVar[int]
    """The most it may take as JSON."""

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        # Checked where it is made, not where it is read: a reader is tolerant, and pays nothing.
        limit = type(self).max_json_bytes
        if info.mode == "python":
            size = len(self.model_dump_json(by_alias=True).encode())
            if size > limit:
                raise ValueError(
                    f"takes {size:,} bytes as JSON; at most {limit:,} are allowed: shorten its lists or texts"
                )
        return self


def json_bytes(text: str) -> int:
    """How many bytes `text` takes inside a JSON document, without its quotation marks.

    >>> json_bytes('a"b')
    4
    """
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace")) - 2


def _is_plain(text: str) -> bool:
    """Whether each character takes one byte."""
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def cut_to_json_bytes(text: str, limit: int) -> str:
    """The longest beginning of `text` that takes at most `limit` bytes as JSON.

    >>> cut_to_json_bytes("héllo", 3)
    'hé'
    """
    if len(text) * 6 <= limit:
        return text
    text = text[:limit]
    if _is_plain(text) or json_bytes(text) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if json_bytes(text[:middle]) <= limit else (low, middle - 1)
    return text[:low]


def _without_lone_surrogates(value: Any) -> Any:
    """YouTube has answered with halves of emoji; UTF-8 cannot carry them."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _require_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone, for example 2026-11-24T15:00:00Z")
    return moment


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text that is cut where it is made; where it is read from JSON it was cut already, and reading costs nothing."""

    limit: int

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema()
        cut = core_schema.no_info_after_validator_function(self._cut, text)
        made = core_schema.no_info_before_validator_function(_without_lone_surrogates, cut)
        return core_schema.json_or_python_schema(json_schema=text, python_schema=made)

    def _cut(self, text: str) -> str:
        return cut_to_json_bytes(text, self.limit)


@dataclass(frozen=True, slots=True)
class _Zoned:
    """A time with its zone; the same check, without a call into Python for what is read from JSON."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        made = core_schema.no_info_after_validator_function(_require_zone, core_schema.datetime_schema())
        read = core_schema.datetime_schema(tz_constraint="aware")
        return core_schema.json_or_python_schema(json_schema=read, python_schema=made)


_Wellformed = BeforeValidator(_without_lone_surrogates)

_CODE = r"^[A-Za-z0-9_.:/+-]*$"
ChannelId = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=_CODE)]
VideoId = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=_CODE)]
PlaylistId = Annotated[str, StringConstraints(max_length=64, pattern=_CODE)]
Code = Annotated[str, StringConstraints(max_length=40, pattern=_CODE)]
"""A stable word for programs: a language, a country, a category, a reason."""
Title = Annotated[str, _Cut(420)]
Description = Annotated[str, _Cut(5_200)]
ChannelDescription = Annotated[str, _Cut(1_200)]
ShortTitle = Annotated[str, _Cut(240)]
SNIPPET_BYTES = 240
Snippet = Annotated[str, _Cut(SNIPPET_BYTES)]
"""The beginning of a longer text, for display."""
PHRASE_BYTES = 120
Phrase = Annotated[str, _Cut(PHRASE_BYTES)]
SHORT_PHRASE_BYTES = 60
ShortPhrase = Annotated[str, _Cut(SHORT_PHRASE_BYTES)]
Query = Annotated[str, _Cut(200)]
Reason = Annotated[str, _Cut(400)]
Name = Annotated[str, _Wellformed, StringConstraints(max_length=100)]
Url = Annotated[str, _Wellformed, StringConstraints(max_length=200)]
Count = Annotated[int, Field(ge=0, le=10**15)]

MomentUtc = Annotated[datetime, _Zoned()]


class VideoFormat(StrEnum):
    """The three kinds of videos whose views do not compare with one another."""

    SHORT = "short"
    LONG = "long"
    LIVE = "live"


class Method(StrEnum):
    """A scoring method with its version, pinned when an analysis starts so that a rolling deploy never mixes two."""

    CLASSIC_1 = "classic-1"
    ADJUSTED_0 = "adjusted-0"
    ADJUSTED_1 = "adjusted-1"

    @property
    def is_classic(self) -> bool:
        """Whether the original's rules apply from the first look-up to the last sort."""
        return self is Method.CLASSIC_1


class TopicsMethod(StrEnum):
    """How topics are found and compared, with its version."""

    CLASSIC_1 = "classic-1"
    TOPICS_0 = "topics-0"
    TOPICS_1 = "topics-1"


class Lane(StrEnum):
    """Who waits: `interactive` was started by a person for at most 100 channels; the rest is `bulk`."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class OnQuota(StrEnum):
    """What an analysis does when a quota bucket runs empty."""

    WAIT = "wait"
    PARTIAL = "partial"


class Bucket(StrEnum):
    """YouTube's quota buckets (YouTube Data API v3, November 2026)."""

    QUERIES = "queries"
    SEARCH = "search"
    BATCH_STATS = "batch_stats"


class Stage(StrEnum):
    """The parts of an analysis, in the order in which data flows."""

    EXCLUSION = "exclusion"
    TOPICS = "topics"
    CANDIDATES = "candidates"
    QUALIFICATION = "qualification"
    CHANNELS = "channels"


class QuotaSpent(Value):
    """What a step spent on YouTube, in calls of each bucket (one call is one unit since June 2026)."""

    queries: Count = 0
    search: Count = 0
    batch_stats: Count = 0
    cached: Count = 0
    """Calls that the cache answered instead."""

    def __add__(self, other: "QuotaSpent") -> "QuotaSpent":
        return QuotaSpent(
            queries=self.queries + other.queries,
            search=self.search + other.search,
            batch_stats=self.batch_stats + other.batch_stats,
            cached=self.cached + other.cached,
        )
