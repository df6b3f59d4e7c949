"""Results in SQL: filters, order, and where a page begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from common.events import Coverage
from sqlalchemy import ColumnElement, Float, Select, and_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TIMESTAMP

from gateway.domain.cursors import BadCursorError, decode, encode
from gateway.domain.ranking import Order, Sort
from gateway.problems import Problem
from gateway.projection.tables import results
from gateway.results.filters import NOBODY, Gates, ResultFilters

_r = results.c
_NO_TIME = literal("-infinity").cast(TIMESTAMP(timezone=True))
_PUBLISHED = func.coalesce(_r.published_at, _NO_TIME)
_KEYS: dict[Sort, ColumnElement[Any]] = {
    Sort.SCORE: _r.score,
    Sort.VIEWS: func.coalesce(_r.view_count, -1),
    Sort.PUBLISHED: _PUBLISHED,
    Sort.SUBSCRIBERS: func.coalesce(_r.subscriber_count, -1),
    Sort.BRAND_FIT: func.coalesce(_r.brand_fit, -1.0),
    Sort.DURATION: func.coalesce(_r.duration_seconds, -1),
}


def matching(analysis_id: UUID, filters: ResultFilters, gates: Gates) -> Select[Any]:
    """All results that pass, in no order."""
    query = select(results).where(_r.analysis_id == analysis_id, _shown(filters, gates))
    return query.where(*_conditions(filters))


def ordered(query: Select[Any], filters: ResultFilters) -> Select[Any]:
    """The order of the pages: the sort key, the channel's place, the newest first, the ids."""
    return query.order_by(*(key.desc() if falls else key.asc() for key, falls in _order(filters)))


class Place:
    """Where a page ends: how many results came up to there, and the last one's sort keys."""

    def __init__(self, filters: ResultFilters) -> None:
        self._filters = filters
        self._falls = [falls for _, falls in _order(filters)]

    def cursor(self, last: Any, given: int) -> str:  # noqa: ANN401  a row of results
        """The cursor after `last`, the `given`th result."""
        keys = {
            Sort.SCORE: last.score,
            Sort.VIEWS: -1 if last.view_count is None else last.view_count,
            Sort.PUBLISHED: _time_text(last.published_at),
            Sort.SUBSCRIBERS: -1 if last.subscriber_count is None else last.subscriber_count,
            Sort.BRAND_FIT: -1.0 if last.brand_fit is None else last.brand_fit,
            Sort.DURATION: -1 if last.duration_seconds is None else last.duration_seconds,
        }
        key = keys[self._filters.sort]
        text = key if isinstance(key, str) else repr(key)
        place = [text, last.position, _time_text(last.published_at), last.channel_id, last.video_id]
        return encode([self._fingerprint(), given, *place])

    def read(self, cursor: str) -> tuple[int, ColumnElement[bool]]:
        """How many results came before, and the condition of those after.

        Raises:
            Problem: The cursor is none, or of other filters.
        """
        try:
            given, values = self._read(cursor)
        except (BadCursorError, ValueError, TypeError, OverflowError) as error:
            raise Problem.of_field(
                "cursor", "is not a cursor of this list", "use `next_cursor` of the page before, with the same filters"
            ) from error
        return given, _after([key for key, _ in _order(self._filters)], self._falls, values)

    def _read(self, cursor: str) -> tuple[int, list[Any]]:
        fingerprint, given, *place = decode(cursor, length=7)
        if fingerprint != self._fingerprint() or not isinstance(given, int) or given < 0:
            raise BadCursorError(cursor)
        return given, self._values(place)

    def _values(self, place: Sequence[Any]) -> list[Any]:
        key, position, published, channel_id, video_id = place
        if not (isinstance(position, int) and isinstance(channel_id, str) and isinstance(video_id, str)):
            raise BadCursorError(str(place))
        moment = _moment(published)
        match self._filters.sort:
            case Sort.PUBLISHED:
                first: Any = _moment(key)
            case Sort.SCORE | Sort.BRAND_FIT:
                first = literal(float(key), Float)
            case _:
                first = int(key)
        if abs(position) > 2**31 or "\x00" in channel_id + video_id:
            raise BadCursorError(str(place))
        return [first, position, moment, channel_id, video_id]

    def _fingerprint(self) -> str:
        """The filters that a cursor belongs to."""
        text = self._filters.model_dump_json(exclude_defaults=True)
        return format(abs(_stable_hash(text)), "x")


def _stable_hash(text: str) -> int:
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def _time_text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: Any) -> Any:  # noqa: ANN401  what a cursor brought; a literal of the database
    if text == "":
        return _NO_TIME
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _after(keys: Sequence[ColumnElement[Any]], falls: Sequence[bool], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether a row comes after `values` in the order of `keys`."""
    ways = []
    for number, (key, down, value) in enumerate(zip(keys, falls, values, strict=True)):
        equal = [other == known for other, known in zip(keys[:number], values[:number], strict=True)]
        ways.append(and_(*equal, key < value if down else key > value))
    return or_(*ways)


def _order(filters: ResultFilters) -> list[tuple[ColumnElement[Any], bool]]:
    """Sort keys, and whether each falls."""
    return [
        (_KEYS[filters.sort], filters.order is Order.DESCENDING),
        (_r.position, False),
        (_PUBLISHED, True),
        (_r.channel_id, False),
        (_r.video_id, False),
    ]


def _shown(filters: ResultFilters, gates: Gates) -> ColumnElement[bool]:
    if filters.excluded == "false":
        return _r.outlier.is_(True)
    kept_out = and_(_r.outlier.is_(False), _r.score >= gates.min_score)
    if gates.above_score is not None:
        kept_out = and_(kept_out, _r.score > gates.above_score)
    if gates.above_brand_fit is not None:
        kept_out = and_(kept_out, _r.brand_fit > gates.above_brand_fit)
    if gates.min_brand_fit is not None:
        kept_out = and_(kept_out, _r.brand_fit >= gates.min_brand_fit)
    return kept_out if filters.excluded == "true" else or_(_r.outlier.is_(True), kept_out)


def _conditions(filters: ResultFilters) -> list[ColumnElement[bool]]:
    bounds: list[tuple[Any, Any]] = [
        (filters.min_score, lambda value: _r.score >= value),
        (filters.max_score, lambda value: _r.score <= value),
        (filters.min_brand_fit, lambda value: _r.brand_fit >= value),
        (filters.min_views, lambda value: _r.view_count >= value),
        (filters.max_views, lambda value: _r.view_count <= value),
        (filters.min_subscribers, lambda value: _r.subscriber_count >= value),
        (filters.max_subscribers, lambda value: _r.subscriber_count <= value),
        (filters.published_after, lambda value: _r.published_at >= value),
        (filters.published_before, lambda value: _r.published_at < value),
        (filters.found_after, lambda value: _r.observed_at >= value),
        (filters.found_before, lambda value: _r.observed_at < value),
        (filters.min_duration_seconds, lambda value: _r.duration_seconds >= value),
        (filters.max_duration_seconds, lambda value: _r.duration_seconds <= value),
        (filters.format, lambda value: _r.format == value.value),
        (filters.coverage, lambda value: _r.coverage == value.value),
        (filters.gap, _leaves_gap),
        (filters.language, _speaks),
        (filters.category, lambda value: _r.category_id == value),
        (filters.topic, lambda value: func.lower(_r.topic) == value.lower()),
        (filters.channel_id, lambda value: _r.channel_id == value),
        (filters.must, lambda value: and_(*(_contains(word) for word in value.split()))),
        (filters.must_not, lambda value: ~or_(*(_contains(word) for word in value.split()))),
    ]
    return [condition(value) for value, condition in bounds if value is not None]


def _leaves_gap(kind: str) -> ColumnElement[bool]:
    return _r.coverage == Coverage.NEW.value if kind == NOBODY else _r.nearest_title["gap"].astext == kind


def _speaks(language: str) -> ColumnElement[bool]:
    """`en` is also `en-GB`."""
    return or_(_r.language == language, _r.language.istartswith(f"{language}-", autoescape=True))


def _contains(word: str) -> ColumnElement[bool]:
    return _r.title.icontains(word, autoescape=True)
