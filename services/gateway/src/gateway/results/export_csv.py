"""Results as CSV (RFC 4180), line by line."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from gateway.domain.cells import defused
from gateway.results.table import COLUMNS, Cell
from gateway.results.view import ResultMapper

BYTE_ORDER_MARK = "\ufeff"


async def csv_lines(rows: AsyncIterator[Row[Any]], mapper: ResultMapper, *, bom: bool) -> AsyncIterator[str]:
    """The file: a head, then one line a result; texts that begin like formulas are defused."""
    yield (BYTE_ORDER_MARK if bom else "") + _line([heading for heading, _, _ in COLUMNS])
    async for row in rows:
        item = mapper.item(row)
        yield _line([_text(cell(item)) for _, _, cell in COLUMNS])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat()
    return defused(cell) if isinstance(cell, str) else repr(cell)
